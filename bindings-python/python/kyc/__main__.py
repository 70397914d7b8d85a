"""``python -m kyc``: the engine on a command line, for trying the wheel. The command ``kyc`` offers much more.

Prints the operation's response as JSON; the exit code is 0 for yes, 10 for a person to look, 11 for no, 2 or 3 for wrong
arguments or files, 4 for a wrong deployment and 1 for a defect, as in the command ``kyc``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

import kyc

_VERDICTS = {"accepted": 0, "review": 10, "rejected": 11}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        answer, code = _run(options)
    except kyc.KycError as error:
        print(f"kyc: {error}", file=sys.stderr)
        return 4 if isinstance(error, kyc.DeploymentError) else 1 if isinstance(error, kyc.InternalError) else 3
    except OSError as error:
        print(f"kyc: {error}", file=sys.stderr)
        return 3
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kyc", description="Open identity verification, offline.")
    parser.add_argument("--version", action="version", version=kyc.__version__)
    parser.add_argument("--models-dir", help="folder of prepared models")
    parser.add_argument("--today", help="the day to judge for, YYYY-MM-DD")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("prepare", help="prepare the models")
    commands.add_parser("describe", help="what this engine can do")
    verify = commands.add_parser("verify", help="the whole case")
    verify.add_argument("document")
    verify.add_argument("selfie", nargs="?")
    verify.add_argument("--back")
    read = commands.add_parser("read", help="what a document says")
    read.add_argument("document")
    read.add_argument("--back")
    mrz = commands.add_parser("mrz", help="a machine-readable zone")
    mrz.add_argument("image", nargs="?")
    mrz.add_argument("--text", help="its lines instead of a picture")
    commands.add_parser("liveness", help="is it a live person").add_argument("image")
    match = commands.add_parser("match", help="is it the same person")
    match.add_argument("a")
    match.add_argument("b")
    commands.add_parser("judge", help="stored evidence again").add_argument("evidence")
    return parser


def _run(options: argparse.Namespace) -> tuple[Any, int]:
    command = options.command
    if command == "prepare":
        return kyc.prepare_models(options.models_dir)._asdict(), 0
    blind = command in ("judge", "describe") or (command == "mrz" and options.text is not None)
    engine = kyc.Engine(models_dir=options.models_dir, prepare=not blind, models=not blind)
    if command == "describe":
        return engine.describe(), 0
    if command == "verify":
        case = engine.verify(options.document, options.selfie, back=options.back, today=options.today)
        return case, _VERDICTS[case["report"]["decision"]["verdict"]]
    if command == "judge":
        with open(options.evidence, encoding="utf-8") as file:
            stored = json.load(file)
        judged = engine.judge(stored, today=options.today)
        return judged, _VERDICTS[judged["report"]["decision"]["verdict"]]
    if command == "read":
        read = engine.read_document(options.document, back=options.back, today=options.today)
        return read, 0 if "seen" in read["document"] else 11
    if command == "mrz":
        zone = engine.read_mrz(options.image, text=options.text, today=options.today)
        seen: Any = zone["mrz"].get("seen")
        return zone, 11 if seen is None else 0 if seen["check_digits_valid"] else 10
    if command == "liveness":
        liveness = engine.check_liveness(options.image)
        live: Any = liveness["liveness"].get("seen")
        return liveness, 0 if live is not None and live["is_live"] else 11
    match = engine.match_faces(options.a, options.b)
    same: Any = match["comparison"].get("seen")
    return match, 0 if same is not None and same["match"] else 11


if __name__ == "__main__":
    sys.exit(main())
