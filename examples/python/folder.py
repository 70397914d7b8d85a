"""Many documents, two at a time: python folder.py FOLDER > fields.jsonl

Each line is one picture's fields. Calls release the interpreter's lock, so plain threads use all cores.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import kyc


def fields(engine: kyc.Engine, path: Path) -> dict[str, Any]:
    document: Any = engine.read_document(path)["document"]
    if "not_seen" in document:
        return {"file": path.name, "not_seen": document["not_seen"]["reason"]}
    seen = document["seen"]
    values = {field["name"]: field["readings"][0]["value"] for field in seen["fields"] if field["readings"]}
    return {"file": path.name, "fields": values}


def main(folder: str) -> None:
    engine = kyc.Engine(prepare=True)
    pictures = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"))
    with ThreadPoolExecutor(2) as pool:
        for row in pool.map(lambda path: fields(engine, path), pictures):
            print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
