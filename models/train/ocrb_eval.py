"""Compares line recognisers on a folder of line crops: `ocrb_eval.py MANIFEST OURS.onnx GENERAL.onnx`.

MANIFEST is a JSON list with `file` (relative to its folder's parent) and `label.text`. Both read greedily, without any
knowledge of what a line may hold: the general one with its classes masked to the alphabet of machine-readable lines.
"""

import json
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from mrz_text import ALPHABET
from ocrb_train import distance

cv2.setNumThreads(1)


def session(path: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options)


def greedy(steps: np.ndarray) -> str:
    best = steps.argmax(1)
    return "".join(ALPHABET[k - 1] for k, before in zip(best, [0, *best]) if k and k != before)


def scaled(picture: np.ndarray, height: int, stretch: float) -> np.ndarray:
    width = max(height, round(picture.shape[1] * height / picture.shape[0] * stretch))
    how = cv2.INTER_AREA if height < picture.shape[0] else cv2.INTER_LINEAR
    return cv2.resize(picture, (width, height), interpolation=how)


def ours(net, stretch: float):
    def read(picture: np.ndarray) -> str:
        grey = scaled(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 32, stretch).astype(np.float32)
        return greedy(net.run(None, {"x": grey[None, None]})[0][0])

    return read


def general(net):
    classes = ["", *net.get_modelmeta().custom_metadata_map["character"].rstrip("\n").split("\n"), " "]
    kept = [0] + [classes.index(c) for c in ALPHABET]

    def read(picture: np.ndarray) -> str:
        line = scaled(picture, 48, 1.0).astype(np.float32) / 127.5 - 1
        line = np.pad(line, ((0, 0), (0, max(0, 320 - line.shape[1])), (0, 0)))
        return greedy(net.run(None, {"x": line.transpose(2, 0, 1)[None]})[0][0][:, kept])

    return read


def main() -> None:
    manifest = Path(sys.argv[1])
    entries = json.loads(manifest.read_text())
    small = session(sys.argv[2])
    readers = {f"ours, stretch {s}": ours(small, s) for s in (0.85, 1.0, 1.15, 1.3)}
    if len(sys.argv) > 3:
        readers["general, masked"] = general(session(sys.argv[3]))
    for name, read in readers.items():
        errors = characters = exact = 0
        took = 0.0
        for entry in entries:
            picture = cv2.imread(str(manifest.parent.parent / entry["file"]))
            began = time.process_time()
            text = read(picture)
            took += time.process_time() - began
            wanted = entry["label"]["text"]
            errors += distance(text, wanted)
            characters += len(wanted)
            exact += text == wanted
        print(f"{name}: {exact} of {len(entries)} lines exact, character errors {errors / characters:.4f}, {1000 * took / len(entries):.1f} ms a line")


if __name__ == "__main__":
    main()
