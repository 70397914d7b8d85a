"""Outlines against hand-set corners: `corner_eval.py PICTURES OURS.onnx [OTHER.onnx] [HELD_OUT.npz]`.

PICTURES is the folder of the pictures named in eval/corners.json. OTHER is DocCornerNet-lean (224 x 224 RGB with
ImageNet's mean and deviation; eight coordinates in 0..1 and a score). A picture counts with the best overlap of the first
outline with any document in it; `corner_decode.documents` says how maps become outlines.
"""

import json
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from corner_decode import documents, letterbox

cv2.setNumThreads(1)


def session(path: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two convex figures."""
    a, b = [cv2.convexHull(q.astype(np.float32)) for q in (a, b)]
    shared = cv2.intersectConvexConvex(a, b)[0]
    return shared / max(1e-6, cv2.contourArea(a) + cv2.contourArea(b) - shared)


def ours(net):
    def find(picture: np.ndarray) -> list[np.ndarray]:
        square, back = letterbox(picture)
        maps = net.run(None, {"x": square})[0][0]
        return [back(found.corners) for found in documents(maps)]

    return find


def other(net):
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    names = [port.name for port in net.get_inputs()]

    def find(picture: np.ndarray) -> list[np.ndarray]:
        small = cv2.resize(picture, (224, 224), interpolation=cv2.INTER_AREA)[..., ::-1]
        square = ((small / 255 - mean) / deviation).astype(np.float32)[None]
        answers = [a.reshape(-1) for a in net.run(None, {names[0]: square})]
        corners = next(a for a in answers if a.size == 8).reshape(4, 2)
        return [corners * [picture.shape[1], picture.shape[0]]]

    return find


def report(name: str, best: list[float], every: list[float], took: float) -> None:
    best = np.array(best)
    print(
        f"{name}: mean overlap {best.mean():.3f}, at least 0.9 on {(best >= 0.9).sum()} of {len(best)}, at least 0.8 on "
        f"{(best >= 0.8).sum()}; of {len(every)} documents {sum(o >= 0.8 for o in every)} found; {took:.1f} ms a picture"
    )


def main() -> None:
    folder = Path(sys.argv[1])
    truth = json.loads((Path(__file__).parent / "eval/corners.json").read_text())["pictures"]
    finders = {"ours": ours(session(sys.argv[2]))}
    finders |= {"other": other(session(path)) for path in sys.argv[3:] if path.endswith(".onnx")}
    for name, find in finders.items():
        best, every, took, turned = [], [], 0.0, 0
        for file, quads in truth.items():
            picture = cv2.imread(str(folder / file))
            size = [picture.shape[1], picture.shape[0]]
            began = time.process_time()
            found = find(picture)
            took += time.process_time() - began
            quads = [np.array(quad) * size for quad in quads]
            overlaps = [overlap(found[0], quad) if found else 0.0 for quad in quads]
            best.append(max(overlaps))
            every += [max((overlap(one, quad) for one in found), default=0.0) for quad in quads]
            if found and max(overlaps) > 0.5:
                quad = quads[int(np.argmax(overlaps))]
                turned += int(np.argmin([np.linalg.norm(np.roll(found[0], r, 0) - quad) for r in range(4)]) != 0)
            if name == "ours" and max(overlaps) < 0.9:
                print(f"  {file}: {max(overlaps):.2f}, {len(found)} found of {len(quads)}")
        report(f"{name}, {len(truth)} pictures", best, every, 1000 * took / len(truth))
        print(f"  {turned} stand otherwise than the document reads")
    for path in [path for path in sys.argv[3:] if path.endswith(".npz")]:
        with np.load(path) as columns:
            scenes, corners = [columns[key] for key in columns.files]
        net, best, none, turned = session(sys.argv[2]), [], [0, 0], 0
        for scene, quads in list(zip(scenes, corners))[:1000]:
            quads = quads[~np.isnan(quads[:, 0, 0])]
            found = documents(net.run(None, {"x": scene.astype(np.float32).transpose(2, 0, 1)[None] / 255})[0][0])
            if not len(quads):
                none[0] += 1
                none[1] += bool(found)
            for quad in quads:
                near = max(found, key=lambda one: overlap(one.corners, quad), default=None)
                best.append(overlap(near.corners, quad) if near else 0.0)
                if near and best[-1] > 0.5:
                    turned += int(np.argmin([np.linalg.norm(np.roll(near.corners, r, 0) - quad) for r in range(4)]) != 0)
        print(f"held-out scenes: {len(best)} documents, mean overlap {np.mean(best):.3f}, at least 0.9 on {np.mean(np.array(best) >= 0.9):.3f}; a document seen in {none[1]} of {none[0]} empty ones; {turned} stand otherwise")


if __name__ == "__main__":
    main()
