r"""Our face pipeline and deepface's SFace pipeline on the same labelled pairs, in the same run, side by side.

    pip install deepface tf-keras flask      # TensorFlow comes with it
    python examples/peers/deepface_sface.py --data FOLDER --weights face_recognition_sface_2021dec.onnx \
        haarcascade_frontalface_default.xml haarcascade_eye.xml

FOLDER holds `face_pairs/pairs_dev.csv` as `kyc accuracy faces` reads it. Both sides count a pair with a picture in which no
face is found as a failure to acquire and a wrong answer; both are given the set's own best threshold, so both are flattered.
deepface runs its own detector and alignment on the weights of --weights: those of SFace, and those of the detector (`opencv`,
its default: the two cascades; `yunet`: face_detection_yunet_2023mar.onnx). A file of another name is given as NAME=FILE.
"""

import argparse
import collections
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--weights", nargs="+", required=True, metavar="FILE", help="files that deepface would fetch")
    parser.add_argument("--detector", default="opencv", help="deepface's detector backend")
    parser.add_argument("--kyc", default="kyc", help="the kyc command")
    parser.add_argument("--sets", nargs="*", help="only these sets of pairs")
    arguments = parser.parse_args()

    with open(arguments.data / "face_pairs/pairs_dev.csv", newline="") as lines:
        pairs = [row for row in csv.DictReader(lines) if not arguments.sets or row["set"] in arguments.sets]
    theirs = deepface(pairs, arguments)
    ours = json.loads(subprocess.run(
        [arguments.kyc, "accuracy", "faces", "--data", str(arguments.data), "--json"],
        check=True, stdout=subprocess.PIPE).stdout)["pairs"]

    print("| set | pairs | | failures to acquire | accuracy | FNMR at FMR <= 1e-3 |\n|---|---|---|---|---|---|")
    for name, row in theirs.items():
        for who, figures in (("kyc", ours[name]), (f"deepface SFace, {arguments.detector}", row)):
            fnmr = figures["fnmr_at_fmr_1e3"]
            print(f"| {name} | {figures['n']} | {who} | {figures['failures_to_acquire']} | {figures['accuracy']:.2%} "
                  f"| {'–' if fnmr is None else format(fnmr, '.2%')} |")


def deepface(pairs, arguments):
    """Figures of deepface by set of pairs."""
    with tempfile.TemporaryDirectory() as home:
        # deepface looks for weights in its home and would fetch what is not there.
        weights = pathlib.Path(home) / ".deepface/weights"
        weights.mkdir(parents=True)
        for given in arguments.weights:
            name, _, file = given.rpartition("=")
            shutil.copy(file, weights / (name or pathlib.Path(file).name))
        os.environ["DEEPFACE_HOME"] = home
        from deepface import DeepFace

        # Ready before the clock starts; whatever is missing ends the run here and is no failure to acquire.
        DeepFace.build_model("SFace")
        DeepFace.build_model(arguments.detector, task="face_detector")
        vectors, start = {}, time.monotonic()
        for file in sorted({pair[side] for pair in pairs for side in ("file_a", "file_b")}):
            vectors[file] = vector(DeepFace, arguments.data / file, arguments.detector)
        spent = time.monotonic() - start
        print(f"deepface: {len(vectors)} pictures, {spent / max(len(vectors), 1) * 1e3:.0f} ms each", file=sys.stderr)
    sets = collections.defaultdict(list)
    for pair in pairs:
        sets[pair["set"]].append((pair["same"].strip() == "1", cosine(vectors[pair["file_a"]], vectors[pair["file_b"]])))
    return {name: figures(scores) for name, scores in sorted(sets.items())}


def vector(deep_face, path, detector):
    """The embedding of the largest face, or None where none is found."""
    from deepface.modules.exceptions import FaceNotDetected

    try:
        found = deep_face.represent(
            str(path), model_name="SFace", detector_backend=detector, enforce_detection=True, align=True)
    except FaceNotDetected:
        return None
    area = lambda face: face["facial_area"]["w"] * face["facial_area"]["h"]
    return max(found, key=area)["embedding"]


def cosine(a, b):
    if a is None or b is None:
        return None
    length = lambda v: sum(x * x for x in v) ** 0.5
    return sum(x * y for x, y in zip(a, b)) / (length(a) * length(b))


def figures(scores):
    """As `kyc accuracy faces` counts them."""
    genuine = sorted(score for same, score in scores if same and score is not None)
    impostor = sorted(score for same, score in scores if not same and score is not None)
    right = lambda at: sum(score >= at for score in genuine) + sum(score < at for score in impostor)
    best = max((right(at) for at in genuine + impostor), default=0)
    fnmr = None
    if genuine and impostor:
        # The lowest threshold above every impostor but one in a thousand.
        refused = impostor[-1 - int(len(impostor) * 1e-3)]
        fnmr = sum(score <= refused for score in genuine) / len(genuine)
    failures = sum(score is None for _, score in scores)
    return {"n": len(scores), "failures_to_acquire": failures, "accuracy": best / len(scores), "fnmr_at_fmr_1e3": fnmr}


if __name__ == "__main__":
    main()
