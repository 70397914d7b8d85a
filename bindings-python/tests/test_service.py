"""The example service, from outside."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

testclient = pytest.importorskip("fastapi.testclient", reason="the example service needs fastapi and httpx")
TODAY = "2026-11-21"


def test_the_service_decides_and_refuses(demo: Path) -> None:
    path = Path(__file__).parents[2] / "examples/python/service.py"
    spec = importlib.util.spec_from_file_location("service", path)
    assert spec and spec.loader
    service = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(service)

    def pictures(selfie: str) -> dict[str, bytes]:
        return {"document": (demo / "document.jpg").read_bytes(), "selfie": (demo / selfie).read_bytes()}

    with testclient.TestClient(service.app) as client:
        decided = client.post(f"/verify?today={TODAY}", files=pictures("selfie.jpg"))
        assert decided.json()["verdict"] == "accepted", decided.text
        assert client.post(f"/verify?today={TODAY}", files=pictures("stranger.jpg")).json()["verdict"] == "rejected"
        refused = client.post("/verify?today=soon", files=pictures("selfie.jpg"))
        assert refused.status_code == 400 and refused.json()["name"] == "invalid_request"
        assert client.post("/liveness", files={"selfie": bytes(11 * 1024 * 1024)}).status_code == 413
        broken = client.post("/liveness", files={"selfie": b"no picture"})
        assert broken.status_code == 200 and "not_seen" in broken.json()["liveness"]
