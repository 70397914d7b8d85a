"""A response that shows itself: in one line, or as a table in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from ._annotate import annotated

__all__ = ["Response"]

_COLOURS = {"accepted": "#1a7f37", "review": "#9a6700", "rejected": "#cf222e"}
_MARKS = {"pass": "✓", "fail": "✗", "warn": "!", "error": "!"}


class Response(dict[str, Any]):
    """The dictionary of a response. Printing it shows no field values: those are personal data.

    A notebook shows the pictures too, with what was found drawn on them; they stay in memory as long as the response, and are
    no part of its JSON or its pickle.
    """

    def __init__(self, op: str, members: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
        super().__init__(members)
        self._op = op
        # Only these have evidence with places on pictures.
        self._blobs = tuple(blobs) if isinstance(self.get("evidence"), dict) else ()

    def __reduce__(self) -> tuple[type[Response], tuple[str, dict[str, Any]]]:
        return Response, (self._op, dict(self))

    def __repr__(self) -> str:
        return f"<kyc {self._op}: {self._summary()}>"

    def _summary(self) -> str:
        report = self.get("report")
        if isinstance(report, dict):
            return f"{report['decision']['verdict']}, {report['score']['value']} points, {len(report['findings'])} findings"
        return ", ".join(f"{name} {_seen(value)}".strip() for name, value in self.items() if name != "timings")

    def _repr_html_(self) -> str:
        report = self.get("report")
        pictures = annotated(self.get("evidence"), self._blobs) if self._blobs else ""
        if not isinstance(report, dict):
            return f"<code>{escape(repr(self))}</code>{pictures}"
        verdict = report["decision"]["verdict"]
        rows = "".join(
            f"<tr><td>{_MARKS.get(finding['outcome'], '–')}</td><td>{escape(finding['check'])}</td>"
            f"<td>{escape(finding['outcome'].replace('_', ' '))}</td></tr>"
            for finding in report["findings"]
        )
        reasons = "".join(f"<li>{escape(reason['text'])}</li>" for reason in report["reasons"])
        return (
            f"<b style='color:{_COLOURS.get(verdict, 'inherit')}'>{escape(verdict)}</b>, {report['score']['value']} points"
            f"<ul>{reasons}</ul>{pictures}<table>{rows}</table>"
        )


def _seen(value: object) -> str:
    """Whether a member was seen, and why not; nothing for members of another kind."""
    if not isinstance(value, dict):
        return ""
    if isinstance(value.get("not_seen"), dict):
        return f"not seen ({value['not_seen'].get('reason', '')})"
    return "seen" if "seen" in value else ""
