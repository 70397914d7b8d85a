"""Pictures with what was found drawn on them, as HTML for notebooks. Outlines only: no text of a document is written out."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

from . import _kyc

__all__ = ["annotated"]

# Long enough to see whether outlines are right, short enough for a notebook's file.
_SIDE = 480
_DOCUMENT, _TEXT, _FACE = "#0969da", "#9a6700", "#1a7f37"


def annotated(evidence: Any, blobs: Sequence[bytes]) -> str:
    """The pictures of a case side by side; empty where nothing can be shown."""
    try:
        return "".join(_pictures(evidence, blobs))
    except (KeyError, TypeError, IndexError):
        # Evidence that was edited by hand is shown without its pictures.
        return ""


def _pictures(evidence: Any, blobs: Sequence[bytes]) -> Iterator[str]:
    for capture in evidence["captures"]:
        thumbnail = _kyc.thumbnail(blobs[capture["blob"]], _SIDE)
        if thumbnail is None:
            continue
        jpeg, width, height = thumbnail
        stroke = max(width, height) / 160
        shapes = "".join(
            f"<polygon points='{points}' fill='none' stroke='{colour}' stroke-width='{stroke:.0f}'/>"
            for points, colour in _shapes(evidence, capture["blob"])
        )
        picture = base64.b64encode(jpeg).decode()
        shown = round(_SIDE * width / max(width, height))
        yield (
            f"<svg viewBox='0 0 {width} {height}' width='{shown}' style='margin:4px'>"
            f"<image width='{width}' height='{height}' href='data:image/jpeg;base64,{picture}'/>{shapes}</svg>"
        )


def _shapes(evidence: Any, blob: int) -> Iterator[tuple[str, str]]:
    """Outlines on one picture, as points in its pixels, and their colours."""
    document = evidence["document"].get("seen") or {"sides": [], "mrz": {}}
    for side in document["sides"]:
        if side["blob"] == blob and "seen" in side["outline"]:
            yield _points(side["outline"]["seen"]), _DOCUMENT
    zone = document["mrz"].get("seen")
    for line in zone["lines"] if zone and zone.get("blob") == blob else ():
        if line.get("region"):
            yield _points(line["region"]), _TEXT
    for face in (evidence["portrait"].get("seen"), evidence["selfie"].get("seen")):
        if face and face["blob"] == blob:
            box = face["bounds"]
            left, top, right, bottom = box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]
            yield f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}", _FACE


def _points(quad: Any) -> str:
    return " ".join(f"{point['x']},{point['y']}" for point in quad)
