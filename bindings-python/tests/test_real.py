"""The real models on the demo's pictures, in every form a caller may have them."""

from __future__ import annotations

import asyncio
import json
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import kyc
from kyc._pictures import picture_bytes

TODAY = "2026-11-21"


def test_a_passport_and_its_holder_are_accepted_and_judged_again(engine: kyc.Engine, demo: Path) -> None:
    answer = engine.verify(demo / "document.jpg", demo / "selfie.jpg", today=TODAY)
    assert answer["report"]["decision"]["verdict"] == "accepted", answer["report"]["reasons"]
    shown: Any = answer
    html = shown._repr_html_()
    assert repr(answer).startswith("<kyc verify: accepted, ") and "document.expiry" in html
    # Two pictures; on them the document, two lines of its zone, its portrait, and the face of the selfie.
    assert html.count("data:image/jpeg;base64,") == 2 and html.count("<polygon") == 5
    assert len(html) < 400_000 and "<polygon" not in pickle.loads(pickle.dumps(shown))._repr_html_()
    # A response that was stored as JSON is evidence enough, without models.
    stored = json.loads(json.dumps(answer))
    assert kyc.Engine(models=False).judge(stored, today=TODAY)["report"] == answer["report"]
    french = engine.judge(stored, today=TODAY, language="fr")["report"]
    assert french["end_user"]["text"] != answer["report"]["end_user"]["text"]


def test_the_engine_for_asyncio_answers_the_same_and_goes_on_meanwhile(engine: kyc.Engine, demo: Path) -> None:
    async def main() -> None:
        both = kyc.AsyncEngine(engine, concurrency=2)
        calls = [asyncio.create_task(both.match_faces(demo / face, demo / "document.jpg")) for face in ("selfie.jpg", "stranger.jpg")]
        turns = 0
        while not all(call.done() for call in calls):
            await asyncio.sleep(0.001)
            turns += 1
        seen: list[Any] = [(await call)["comparison"] for call in calls]
        assert [answer["seen"]["match"] for answer in seen] == [True, False] and turns > 3
        with pytest.raises(kyc.RequestError):
            await both.call("no_such_thing")

    asyncio.run(main())


def test_a_stranger_does_not_match(engine: kyc.Engine, demo: Path) -> None:
    def matches(selfie: str) -> bool:
        seen: Any = engine.match_faces(demo / selfie, demo / "document.jpg")["comparison"]
        return bool(seen["seen"]["match"])

    assert matches("selfie.jpg") and not matches("stranger.jpg")


def test_a_document_is_read_and_a_face_is_live(engine: kyc.Engine, demo: Path) -> None:
    document: Any = engine.read_document(demo / "document.jpg", today=TODAY)["document"]
    zone: Any = engine.read_mrz(demo / "document.jpg", today=TODAY)["mrz"]
    # The same characters; `read_mrz` looks for the zone first and may cut its lines a little otherwise.
    texts = [[line["text"] for line in mrz["seen"]["lines"]] for mrz in (document["seen"]["mrz"], zone)]
    assert texts[0] == texts[1]
    liveness: Any = engine.check_liveness(demo / "selfie.jpg")["liveness"]
    assert liveness["seen"]["is_live"]
    strict: Any = engine.check_liveness(demo / "selfie.jpg", threshold=1.0)["liveness"]
    assert strict["seen"]["threshold"] == 1.0
    looked = engine.perceive(selfie=demo / "selfie.jpg", today=TODAY)
    assert looked["evidence"]


def test_every_form_of_a_picture_gives_the_same_face(engine: kyc.Engine, demo: Path) -> None:
    path = demo / "selfie.jpg"
    opened = Image.open(path)
    pixels = np.asarray(opened.convert("RGB"))
    forms: list[Any] = [str(path), path, path.read_bytes(), bytearray(path.read_bytes()), memoryview(path.read_bytes())]
    forms += [opened, pixels, np.asfortranarray(pixels), pixels[:, ::-1][:, ::-1], Image.fromarray(pixels[::-1, ::-1].copy())]
    forms[-1].getexif()[274] = 3
    scores = [engine.check_liveness(form)["liveness"]["seen"]["score"] for form in forms]  # type: ignore[typeddict-item]
    # Two decoders of one JPEG may differ by a grey level, so the forms fall into two groups that are each exact.
    assert len(set(scores[:5])) == 1 and len(set(scores[5:])) == 1, scores
    assert abs(scores[0] - scores[5]) < 0.05, scores
    grey: Any = engine.check_liveness(np.asarray(opened.convert("L")))["face"]
    assert "seen" in grey


def test_pixels_that_are_no_picture_are_refused(engine: kyc.Engine) -> None:
    shapes: list[Any] = [np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3), np.float32), np.zeros((0, 0, 3), np.uint8)]
    for wrong in [*shapes, np.zeros(4, np.uint8), np.uint8(3)]:
        with pytest.raises(kyc.RequestError):
            engine.check_liveness(wrong)


def test_an_applicants_broken_picture_is_a_finding_and_a_missing_file_is_not(engine: kyc.Engine, demo: Path) -> None:
    answer: Any = engine.check_liveness(b"no picture at all")
    assert "problem" in answer["capture"]["picture"] and "not_seen" in answer["liveness"]
    with pytest.raises(FileNotFoundError):
        engine.check_liveness(demo / "nothing.jpg")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/zero is an endless file")
def test_an_endless_file_is_a_picture_that_is_too_long(engine: kyc.Engine) -> None:
    answer: Any = engine.check_liveness("/dev/zero")
    assert answer["capture"]["picture"]["problem"] == "file_too_large"


def test_pixels_whose_png_is_too_long_become_a_jpeg() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (200, 300, 3), np.uint8)
    png, jpeg = picture_bytes(noise, 10_000_000), picture_bytes(noise, 100_000)
    assert png.startswith(b"\x89PNG") and jpeg.startswith(b"\xff\xd8") and len(jpeg) < len(png)


def test_the_interpreter_goes_on_while_the_engine_looks(engine: kyc.Engine, demo: Path) -> None:
    done = threading.Event()
    worker = threading.Thread(target=lambda: (engine.check_liveness(demo / "selfie.jpg"), done.set()))
    worker.start()
    turns = 0
    while not done.wait(0.001):
        turns += 1
    worker.join()
    # Without releasing the lock this loop would get no turn between the start and the end of the call.
    assert turns > 3


def test_preparing_what_is_there_does_nothing_and_a_callback_may_refuse(tmp_path: Path) -> None:
    events: list[str] = []
    done = kyc.prepare_models(progress=lambda event, *_: events.append(event))
    assert done.made == 0 and done.present > 5 and not events and kyc.missing_models() == []
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(kyc.DeploymentError, match="cannot be written"):
        kyc.prepare_models(tmp_path / "file" / "models", progress=False)


def test_the_installed_onnxruntime_runs_the_models_too(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A process has one ONNX Runtime, and this one's engine already has the prepared one.
    code = f"import kyc; e = kyc.Engine(runtime_library='onnxruntime'); print(e.check_liveness({str(demo / 'selfie.jpg')!r})['liveness'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "'is_live': True" in done.stdout, done.stderr
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(kyc.DeploymentError, match="pip install onnxruntime") as caught:
        kyc.Engine(runtime_library="onnxruntime")
    assert caught.value.code == kyc.types.Code.RUNTIME_UNAVAILABLE


def test_the_module_verifies(demo: Path) -> None:
    command = [sys.executable, "-m", "kyc", "--today", TODAY, "verify", str(demo / "document.jpg")]
    done = subprocess.run([*command, str(demo / "stranger.jpg")], capture_output=True, text=True, check=False)
    assert done.returncode == 11, done.stderr
    assert json.loads(done.stdout)["report"]["decision"]["verdict"] == "rejected"
