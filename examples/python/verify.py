"""The main job from Python: python verify.py passport.jpg selfie.jpg [YYYY-MM-DD]

Prepares the models when they are missing, decides the case, and says why. `cargo xtask python` runs it.
"""

import sys

import kyc

END = {"accepted": 0, "review": 10, "rejected": 11}


def main(document: str, selfie: str, today: str | None = None) -> int:
    with kyc.Engine(prepare=True) as engine:
        try:
            answer = engine.verify(document, selfie, today=today)
        except kyc.KycError as error:
            print(f"refused: {error.name}: {error.message}", file=sys.stderr)
            return 3
    report = answer["report"]
    print(f"{report['decision']['verdict']} with {report['score']['value']} points")
    for finding in report["findings"]:
        print(f"  {finding['check']:28} {finding['outcome']}")
    for reason in report["reasons"]:
        print(f"  because: {reason['text']}")
    print(f"tell the applicant: {report['end_user']['text']}")
    return END[report["decision"]["verdict"]]


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
