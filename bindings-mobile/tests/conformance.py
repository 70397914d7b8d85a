"""The conformance vectors through the Python that UniFFI generates: prints id and response hash.
PYTHONPATH names the folder of the generated module with the library beside it: python conformance.py FOLDER_OF_CONFORMANCE"""

import hashlib
import json
import sys
from pathlib import Path

from kyc_mobile import Engine, KycError


def answer(vector: dict, blobs: Path) -> str:
    engine = Engine.scripted(vector["script"]) if vector.get("script") else Engine("{}")
    parts = vector.get("blobs", [])
    read = [(blobs / part["file"]).read_bytes() if "file" in part else part["text"].encode() for part in parts]
    try:
        response = engine.call(vector["op"], json.dumps(vector["request"]), read)
    except KycError as error:
        return error.name
    # Durations differ from run to run; they come last.
    return response.rpartition(',"timings":[')[0] or response


def main(root: Path) -> None:
    for path in sorted(root.glob("vectors/*/*.json")):
        vector = json.loads(path.read_text(encoding="utf-8"))
        print(vector["id"], hashlib.sha256(answer(vector, root / "blobs").encode()).hexdigest())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
