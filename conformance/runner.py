"""Runs the conformance vectors through a door that Python can call; each package's own `tests/conformance.py` says which."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main(plain: Callable[[], Any], scripted: Callable[[str], Any], refusal: type[Exception]) -> None:
    """Prints id and response hash of every vector. ``plain`` opens a door without models, ``scripted`` one on canned models;
    ``refusal`` is what a door raises, with the error code's ``name``."""
    root = Path(__file__).parent
    for path in sorted(root.glob("vectors/*/*.json")):
        vector = json.loads(path.read_text(encoding="utf-8"))
        door = scripted(vector["script"]) if vector.get("script") else plain()
        parts = vector.get("blobs", [])
        read = [(root / "blobs" / part["file"]).read_bytes() if "file" in part else part["text"].encode() for part in parts]
        try:
            answer = door.call(vector["op"], json.dumps(vector["request"]), read)
        except refusal as error:
            answer = error.name
        # Durations differ from run to run; they come last.
        answer = answer.rpartition(',"timings":[')[0] or answer
        print(vector["id"], hashlib.sha256(answer.encode()).hexdigest())
