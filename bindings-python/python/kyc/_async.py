"""The engine for asyncio: the same methods, awaited; the work runs on threads and the event loop goes on."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from . import types
from ._calls import AsyncCalls
from ._engine import Day, Engine
from ._pictures import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["AsyncEngine"]

T = TypeVar("T")


class AsyncEngine(AsyncCalls):
    """Wraps an engine; ``concurrency`` calls run at a time and further ones wait.

    A cancelled task is told so at once. A call that has not started then never does; one that runs ends unheard.

    >>> engine = kyc.AsyncEngine(kyc.Engine(models=False))
    >>> answer = asyncio.run(engine.read_mrz(text="P<UTO…"))
    """

    def __init__(self, engine: Engine, *, concurrency: int = 2) -> None:
        self.engine = engine
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="kyc")

    async def _run(self, work: Callable[..., T], *arguments: Any, **named: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, functools.partial(work, *arguments, **named))

    async def _call(self, op: str, request: Mapping[str, Any] | None, blobs: Iterable[Picture]) -> Any:
        return await self._run(self.engine.call, op, request, blobs)

    async def verify(
        self, document: Picture, selfie: Picture | None = None, *, back: Picture | None = None, today: Day = None, **request: Any
    ) -> types.VerifyResponse:
        """``Engine.verify``, awaited."""
        return await self._run(self.engine.verify, document, selfie, back=back, today=today, **request)

    async def perceive(
        self,
        document: Picture | None = None,
        selfie: Picture | None = None,
        *,
        back: Picture | None = None,
        today: Day = None,
        **request: Any,
    ) -> types.PerceiveResponse:
        """``Engine.perceive``, awaited."""
        return await self._run(self.engine.perceive, document, selfie, back=back, today=today, **request)

    async def judge(self, evidence: Mapping[str, Any], *, today: Day = None, **request: Any) -> types.JudgeResponse:
        """``Engine.judge``, awaited."""
        return await self._run(self.engine.judge, evidence, today=today, **request)

    async def read_document(
        self, document: Picture, *, back: Picture | None = None, today: Day = None, **request: Any
    ) -> types.ReadDocumentResponse:
        """``Engine.read_document``, awaited."""
        return await self._run(self.engine.read_document, document, back=back, today=today, **request)

    async def read_mrz(
        self, image: Picture | None = None, *, text: str | None = None, today: Day = None, **request: Any
    ) -> types.ReadMrzResponse:
        """``Engine.read_mrz``, awaited."""
        return await self._run(self.engine.read_mrz, image, text=text, today=today, **request)

    async def check_liveness(self, image: Picture, **request: Any) -> types.CheckLivenessResponse:
        """``Engine.check_liveness``, awaited."""
        return await self._run(self.engine.check_liveness, image, **request)

    async def match_faces(self, a: Picture, b: Picture, **request: Any) -> types.MatchFacesResponse:
        """``Engine.match_faces``, awaited."""
        return await self._run(self.engine.match_faces, a, b, **request)

    async def describe(self) -> types.DescribeResponse:
        """``Engine.describe``, awaited."""
        return await self._run(self.engine.describe)

    def close(self) -> None:
        """Closes the engine; calls that wait are refused with ``not_available``."""
        self.engine.close()
        self._threads.shutdown(wait=False)

    async def __aenter__(self) -> AsyncEngine:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()
