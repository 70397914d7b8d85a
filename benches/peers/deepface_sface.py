"""deepface's SFace pipeline on labelled pairs, for `kyc accuracy faces --peer "python benches/peers/deepface_sface.py"`.

usage: deepface_sface.py DATA MODELS [--detector yunet|opencv]

Reads DATA/face_pairs/pairs_dev.csv and prints {"peer": NAME, "scores": [cosine or null, ...]}, one score a row of the list, in its
order; null where deepface finds no face in a picture. Everything but the weights is deepface's own: detection, alignment,
preprocessing. The weights are the published ones that `kyc models prepare` fetched (deepface would fetch the same from elsewhere).
Of several faces the largest is used, as deepface's own `verify` would use the best pair of all.
"""

import argparse
import csv
import glob
import importlib.metadata
import json
import os
import sys
import tempfile
from contextlib import redirect_stdout

# File names that deepface looks for, and the beginnings of those that are prepared.
WEIGHTS = {
    "face_recognition_sface_2021dec.onnx": "face-embedding-sface-",
    "face_detection_yunet_2023mar.onnx": "face-detection-yunet-",
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("models")
    parser.add_argument("--detector", default="yunet", choices=["yunet", "opencv"])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        weights = os.path.join(home, ".deepface", "weights")
        os.makedirs(weights)
        for name, prepared in WEIGHTS.items():
            found = sorted(glob.glob(os.path.join(arguments.models, prepared + "*.onnx")))
            os.symlink(os.path.abspath(found[-1]), os.path.join(weights, name))
        os.environ["DEEPFACE_HOME"] = home
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        # deepface logs to standard output, which is for the answer.
        with redirect_stdout(sys.stderr):
            scores = measure(arguments.data, arguments.detector)
    version = importlib.metadata.version("deepface")
    print(json.dumps({"peer": f"deepface {version}, SFace, {arguments.detector}", "scores": scores}))


def measure(data, detector):
    import numpy
    from deepface import DeepFace

    seen = {}

    def embedding(file):
        if file not in seen:
            try:
                faces = DeepFace.represent(os.path.join(data, file), model_name="SFace", detector_backend=detector)
            except ValueError:
                faces = []
            largest = max(faces, key=lambda face: face["facial_area"]["w"] * face["facial_area"]["h"], default=None)
            seen[file] = largest and numpy.asarray(largest["embedding"], dtype=numpy.float64)
        return seen[file]

    def score(one, other):
        if one is None or other is None:
            return None
        return float(one @ other / (numpy.linalg.norm(one) * numpy.linalg.norm(other)))

    with open(os.path.join(data, "face_pairs", "pairs_dev.csv"), newline="") as rows:
        return [score(embedding(row["file_a"]), embedding(row["file_b"])) for row in csv.DictReader(rows)]


if __name__ == "__main__":
    main()
