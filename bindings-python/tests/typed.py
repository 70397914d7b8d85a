"""Checked by mypy and pyright, not run: the declarations are right when neither has an error."""

from __future__ import annotations

import datetime

import kyc
from kyc import types
from typing_extensions import assert_type


def decide(engine: kyc.Engine, passport: str, selfie: bytes) -> str:
    answer = engine.verify(passport, selfie, today=datetime.date(2026, 11, 21), language="fr")
    assert_type(answer, types.VerifyResponse)
    verdict: types.Verdict = answer["report"]["decision"]["verdict"]
    comparison = engine.match_faces(selfie, passport, threshold=0.7)["comparison"]
    matched = "seen" in comparison and comparison["seen"]["match"]
    return verdict if matched else "rejected"


def any_operation(engine: kyc.Engine) -> None:
    assert_type(engine.call("describe"), types.DescribeResponse)
    assert_type(engine.call("read_barcode", {"text": "@"}), types.ReadBarcodeResponse)
    assert_type(engine.call("check_liveness", {"image": 0}, ["selfie.jpg"]), types.CheckLivenessResponse)


async def awaited(engine: kyc.AsyncEngine) -> None:
    assert_type(await engine.describe(), types.DescribeResponse)
    assert_type(await engine.call("describe"), types.DescribeResponse)


def wrong(engine: kyc.Engine) -> None:
    engine.verify(7)  # type: ignore[arg-type]
    engine.describe()["surprise"]  # type: ignore[typeddict-item]
    engine.call("describe", {}, 7)  # type: ignore[call-overload]
