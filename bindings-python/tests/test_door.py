"""The door without models: results, errors, bad input, threads."""

from __future__ import annotations

import asyncio
import datetime
import json
import pickle
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import kyc

TODAY = "2026-11-21"
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_a_zone_is_read_from_text(judge_only: kyc.Engine) -> None:
    answer = judge_only.read_mrz(text=ZONE, today=datetime.date(2026, 11, 21))
    zone: Any = answer["mrz"]
    assert zone["seen"]["format"] == "td3" and zone["seen"]["check_digits_valid"]
    # Without a day, the machine's clock says it.
    assert judge_only.read_mrz(text=ZONE)["mrz"] == zone


def test_describe_lists_the_operations_that_the_types_know(judge_only: kyc.Engine) -> None:
    described = judge_only.describe()
    assert described["engine_version"] == kyc.__version__
    names = {operation["name"] for operation in described["operations"]}
    assert names == set(kyc.types.Operation.__args__)  # type: ignore[attr-defined]
    codes = {code["number"]: code["name"] for code in described["error_codes"]}
    assert codes == {int(code): code.name.lower() for code in kyc.types.Code}


def test_what_the_engine_refuses_has_a_class_a_number_and_a_name(judge_only: kyc.Engine) -> None:
    with pytest.raises(kyc.RequestError) as caught:
        judge_only.call("no_such_thing")
    error = caught.value
    assert (error.code, error.name) == (kyc.types.Code.UNKNOWN_OPERATION, "unknown_operation")
    assert "describe" in error.message and "1002" in str(error)
    assert isinstance(error, ValueError)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.code, again.name) == (kyc.RequestError, error.code, error.name)


def test_a_wrong_deployment_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(kyc.DeploymentError) as caught:
        kyc.Engine(models_dir=tmp_path)
    assert 3000 <= caught.value.code < 4000
    assert len(kyc.missing_models(tmp_path)) > 5
    for wrong in ({"threads": 0}, {"threads": "many"}, {"surprise": 1}):
        with pytest.raises(kyc.DeploymentError) as refused:
            kyc.Engine(models=False, **wrong)
        assert refused.value.name == "invalid_config"


WRONG: list[Any] = [None, 7, 1.5, object(), [], {}, "\ud800", "\0", float("nan"), {"a": object()}, {1, 2}, "x" * 5000]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda value: type(value).__name__)
def test_wrong_types_are_typed_errors(judge_only: kyc.Engine, wrong: Any) -> None:
    refused = (kyc.KycError, OSError)
    for call in (
        lambda: judge_only.call(wrong),
        lambda: judge_only.call("verify", wrong),
        lambda: judge_only.call("verify", {"document": wrong}),
        lambda: judge_only.call("check_liveness", {"image": 0}, wrong),
        lambda: judge_only.call("check_liveness", {"image": 0}, [wrong]),
        lambda: judge_only.call_json("describe", wrong),
        lambda: judge_only.call_json("describe", "{}", wrong),
        lambda: judge_only.call_json("describe", "{}", [wrong]),
        lambda: judge_only.verify(wrong, today=TODAY),
        lambda: judge_only.judge(wrong, today=TODAY),
        lambda: judge_only.match_faces(wrong, b"", threshold=wrong),
        lambda: judge_only.read_mrz(text=ZONE, today=wrong or "soon"),
        lambda: kyc.Engine(models_dir=wrong or WRONG[1]),
    ):
        # An empty list of blobs is right, and `{}` is what `describe` asks.
        try:
            call()
        except refused:
            continue
        assert wrong in ([], {}), "this was taken"


def test_a_refusal_never_repeats_what_was_passed(judge_only: kyc.Engine) -> None:
    for request in ({"document": {"front": "Jane Roe"}}, {"Jane Roe": 1}, {"today": {"Jane Roe"}}):
        with pytest.raises(kyc.KycError) as caught:
            judge_only.call("verify", request)
        assert "Jane" not in str(caught.value)


def test_ten_thousand_random_calls_leave_the_interpreter_alive(judge_only: kyc.Engine) -> None:
    dice = random.Random(7)
    operations = [*kyc.types.Operation.__args__, "", "verify ", 3, None]  # type: ignore[attr-defined]
    values: list[Any] = [*WRONG, "{}", "[]", "{", '{"today":"2026-11-21"}', '{"image":4294967296}', b"", b"\xff\xd8\xff", [b"x"]]
    for _ in range(10_000):
        op, request, blobs = dice.choice(operations), dice.choice(values), dice.choice([[], [b""], [b"x"], *values])
        try:
            answer = judge_only.call_json(op, request, blobs)
        except kyc.KycError as error:
            assert error.code and error.name != "internal"
        else:
            assert answer.startswith("{")


def test_a_huge_blob_is_a_finding(judge_only: kyc.Engine) -> None:
    answer: Any = judge_only.call("read_barcode", {"image": 0}, [bytes(200_000_000)])
    assert answer["capture"]["picture"]["problem"] == "file_too_large"


def test_a_cancelled_task_leaves_the_engine_usable() -> None:
    async def main() -> None:
        async with kyc.AsyncEngine(kyc.Engine(models=False), concurrency=2) as engine:
            tasks = [asyncio.create_task(engine.call("read_barcode", {"image": 0}, [bytes(20_000_000)])) for _ in range(20)]
            await asyncio.sleep(0.01)
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
            assert sum(isinstance(end, asyncio.CancelledError) for end in ends) > 10
            assert (await engine.describe())["operations"]

    asyncio.run(main())


def test_a_closed_engine_says_so(judge_only: kyc.Engine) -> None:
    with kyc.Engine(models=False) as engine:
        assert engine.describe() and not engine.closed
    engine.close()
    assert engine.closed and "closed" in repr(engine)
    with pytest.raises(kyc.RequestError, match="closed") as caught:
        engine.describe()
    assert caught.value.name == "not_available"


def test_threads_and_tasks_share_an_engine_and_one_may_close_it(judge_only: kyc.Engine) -> None:
    expected = judge_only.read_mrz(text=ZONE, today=TODAY)

    def read(_: int) -> Any:
        return judge_only.read_mrz(text=ZONE, today=TODAY)

    with ThreadPoolExecutor(8) as pool:
        assert all(answer == expected for answer in pool.map(read, range(200)))
        short_lived = kyc.Engine(models=False)

        def use(at: int) -> bool:
            if at == 20:
                short_lived.close()
            try:
                return bool(short_lived.describe())
            except kyc.RequestError:
                return False

        outcomes = list(pool.map(use, range(100)))
    assert not outcomes[-1]

    async def several() -> list[Any]:
        return await asyncio.gather(*(asyncio.to_thread(read, at) for at in range(8)))

    assert all(answer == expected for answer in asyncio.run(several()))


def test_a_response_is_a_dictionary_that_shows_no_values(judge_only: kyc.Engine) -> None:
    answer = judge_only.read_mrz(text=ZONE, today=TODAY)
    assert repr(answer) == "<kyc read_mrz: capture, mrz seen, fields, summary>"
    assert json.loads(json.dumps(answer)) == answer == pickle.loads(pickle.dumps(answer))
    assert "ERIKSSON" in json.dumps(answer) and "ERIKSSON" not in f"{answer} {answer!r} {answer._repr_html_()}"  # type: ignore[attr-defined]
    missed = judge_only.read_mrz(text="hello", today=TODAY)
    assert "not seen (unreadable)" in repr(missed)


@pytest.mark.skipif(sys.platform != "linux", reason="resident memory is read from /proc")
def test_ten_thousand_calls_need_no_more_memory_than_the_first(judge_only: kyc.Engine) -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    def calls(count: int) -> None:
        for _ in range(count):
            judge_only.read_mrz(text=ZONE, today=TODAY)
            with pytest.raises(kyc.RequestError):
                judge_only.call("check_liveness", {"image": 0}, [bytes(100_000)])

    calls(1000)
    before = resident()
    calls(10_000)
    # One leaked blob in a thousand calls would already show.
    assert resident() - before < 1_000_000


def test_the_module_is_a_command() -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "kyc", *arguments], capture_output=True, text=True, check=False)

    assert run("mrz", "--text", ZONE).returncode == 0
    assert run("mrz", "--text", "hello").returncode == 11
    wrong = run("--today", "soon", "mrz", "--text", ZONE)
    assert wrong.returncode == 3 and "1001" in wrong.stderr
    assert run("surprise").returncode == 2
