"""The engine: one generic call, and a method for each operation."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Union, cast

from . import _kyc, types
from ._calls import Calls
from ._models import Folder, installed_onnxruntime, missing_models, models_dir, prepare_models
from ._pictures import Picture, picture_bytes
from ._response import Response
from .errors import invalid_request

__all__ = ["Engine"]

Day = Union[datetime.date, str, None]
"""A day, as ``datetime.date`` or ``YYYY-MM-DD``; ``None`` is today on this machine's clock."""

# `ConfigJson::max_picture_bytes`: what the engine itself takes when nothing is said.
_MAX_PICTURE_BYTES = 10 * 1024 * 1024


class Engine(Calls):
    """An immutable engine. Build one, share it among threads; calls run without the interpreter's lock.

    ``models_dir``
        Folder of prepared models; by default the one that the command line and ``kyc.prepare_models()`` fill.
    ``prepare``
        Prepare what is missing first, with a progress bar.
    ``models``
        ``False`` builds an engine that judges stored evidence and reads MRZ text, at once and without any model.
    ``runtime_library``
        ONNX Runtime's shared library instead of the prepared one; ``"onnxruntime"`` takes the installed wheel's.
    ``config``
        Any further member of the engine's configuration: ``threads``, ``max_picture_bytes``, ``max_picture_pixels`` …

    Raises ``DeploymentError`` when a model or the runtime is missing or wrong.
    """

    def __init__(
        self,
        *,
        models_dir: Folder | None = None,
        prepare: bool = False,
        models: bool = True,
        runtime_library: Folder | None = None,
        **config: object,
    ) -> None:
        if models:
            folder = _folder(models_dir)
            if prepare and missing_models(folder):
                prepare_models(folder)
            config["models_dir"] = str(folder)
        if runtime_library is not None:
            library = installed_onnxruntime() if runtime_library == "onnxruntime" else Path(runtime_library)
            config["runtime_library"] = str(library)
        limit = config.get("max_picture_bytes")
        self._limit = limit if isinstance(limit, int) else _MAX_PICTURE_BYTES
        self._door = _kyc.Door(_json(config))

    # -- the door ---------------------------------------------------------------------------------------------------

    def _call(self, op: str, request: Mapping[str, Any] | None, blobs: Iterable[Picture]) -> Any:
        if isinstance(blobs, (str, bytes, bytearray, memoryview)) or not isinstance(blobs, Iterable):
            raise invalid_request("`blobs` is a list of pictures")
        pictures = [picture_bytes(blob, self._limit) for blob in blobs]
        return Response(op, json.loads(self.call_json(op, _json({} if request is None else request), pictures)), pictures)

    def call_json(self, op: str, request: str, blobs: Sequence[bytes] = ()) -> str:
        """The door itself: JSON text in, JSON text out, the bytes of picture files beside it."""
        return self._door.call(op, request, blobs)

    # -- the operations ---------------------------------------------------------------------------------------------

    def verify(
        self,
        document: Picture,
        selfie: Picture | None = None,
        *,
        back: Picture | None = None,
        today: Day = None,
        **request: Any,
    ) -> types.VerifyResponse:
        """The whole case: pictures to evidence to a decided, explained report.

        ``request`` takes the other members of ``kyc.types.VerifyRequest``: ``profile``, ``policy``, ``language``,
        ``skip`` …
        """
        answer = self._with_pictures("verify", request, today, document=(document, back), selfie=selfie)
        return cast(types.VerifyResponse, answer)

    def perceive(
        self,
        document: Picture | None = None,
        selfie: Picture | None = None,
        *,
        back: Picture | None = None,
        today: Day = None,
        **request: Any,
    ) -> types.PerceiveResponse:
        """Pictures to evidence; nothing is judged."""
        answer = self._with_pictures("perceive", request, today, document=(document, back), selfie=selfie)
        return cast(types.PerceiveResponse, answer)

    def judge(self, evidence: Mapping[str, Any], *, today: Day = None, **request: Any) -> types.JudgeResponse:
        """Stored evidence to a report, perhaps under another ``policy``. A stored response of ``verify`` serves too."""
        if isinstance(evidence, Mapping) and "evidence" in evidence:
            evidence = evidence["evidence"]
        return cast(types.JudgeResponse, self._call("judge", {"evidence": evidence, "today": _day(today), **request}, ()))

    def read_document(
        self, document: Picture, *, back: Picture | None = None, today: Day = None, **request: Any
    ) -> types.ReadDocumentResponse:
        """What one document says, both sides merged."""
        answer = self._with_pictures("read_document", request, today, document=(document, back))
        return cast(types.ReadDocumentResponse, answer)

    def read_mrz(
        self, image: Picture | None = None, *, text: str | None = None, today: Day = None, **request: Any
    ) -> types.ReadMrzResponse:
        """A machine-readable zone, from a picture or from its lines as ``text``."""
        if text is not None:
            request["text"] = text
        return cast(types.ReadMrzResponse, self._with_pictures("read_mrz", request, today, image=image))

    def check_liveness(self, image: Picture, **request: Any) -> types.CheckLivenessResponse:
        """Whether one photo shows a live person (passive). ``threshold``: scores from there up count as live."""
        return cast(types.CheckLivenessResponse, self._call("check_liveness", {"image": 0, **request}, [image]))

    def match_faces(self, a: Picture, b: Picture, **request: Any) -> types.MatchFacesResponse:
        """Whether the live photo ``a`` shows the person in ``b``. ``threshold``: similarities from there up match."""
        return cast(types.MatchFacesResponse, self._call("match_faces", {"a": 0, "b": 1, **request}, [a, b]))

    def describe(self) -> types.DescribeResponse:
        """What this engine is and can do."""
        return self.call("describe")

    def _with_pictures(
        self,
        op: str,
        request: dict[str, Any],
        today: Day,
        document: tuple[Picture | None, Picture | None] | None = None,
        **pictures: Picture | None,
    ) -> Any:
        """Calls with the given pictures as blobs and their indices in the request."""
        blobs: list[Picture] = []

        def index(picture: Picture) -> int:
            blobs.append(picture)
            return len(blobs) - 1

        request["today"] = _day(today)
        if document is not None and any(side is not None for side in document):
            sides = zip(("front", "back"), document)
            request["document"] = {name: index(side) for name, side in sides if side is not None}
        for name, picture in pictures.items():
            if picture is not None:
                request[name] = index(picture)
        return self._call(op, request, blobs)

    # -- its life ---------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Lets the models go. Later calls raise ``RequestError`` (``not_available``)."""
        self._door.close()

    @property
    def closed(self) -> bool:
        """Whether ``close`` was called."""
        return self._door.closed

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<kyc.Engine {_kyc.__version__}{' closed' if self.closed else ''}>"


def _folder(folder: Folder | None) -> Path:
    if folder is not None and not isinstance(folder, (str, os.PathLike)):
        raise invalid_request("`models_dir` is a path")
    return models_dir(folder)


def _json(value: object) -> str:
    if not isinstance(value, Mapping):
        raise invalid_request("a request is a dictionary")
    try:
        return json.dumps(dict(value), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        # json's own words repeat values, which can be personal data.
        raise invalid_request("the request cannot be written as JSON") from None


def _day(day: Day) -> str:
    if day is None:
        return datetime.date.today().isoformat()
    if isinstance(day, datetime.date):
        return day.isoformat()[:10]
    if isinstance(day, str):
        return day
    raise invalid_request("`today` is a date, or text as YYYY-MM-DD")
