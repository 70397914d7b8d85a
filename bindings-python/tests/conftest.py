"""Shared by all tests. `cargo xtask python` builds the wheel, installs it in a fresh environment and names the folder of
the demo's pictures in `KYC_DEMO`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import kyc

TODAY = "2026-11-21"


@pytest.fixture(scope="session")
def judge_only() -> kyc.Engine:
    return kyc.Engine(models=False)


@pytest.fixture(scope="session")
def engine() -> kyc.Engine:
    return kyc.Engine(prepare=True)


@pytest.fixture(scope="session")
def demo() -> Path:
    if "KYC_DEMO" not in os.environ:
        pytest.skip("KYC_DEMO names no folder of demo pictures; `cargo xtask python` makes one")
    return Path(os.environ["KYC_DEMO"])
