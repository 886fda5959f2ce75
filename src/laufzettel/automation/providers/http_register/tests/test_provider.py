"""The client keeps the contract of registers, against the real simulator."""

from pathlib import Path

import httpx
import pytest
from werkzeug.test import Client as Browser

from laufzettel.automation.conf import Endpoint
from laufzettel.automation.provider import NoAnswer
from laufzettel.automation.providers.http_register.provider import HttpRegister, build
from laufzettel.automation.tests.provider_contracts import RegisterContract, Steer
from laufzettel_simulators.registers.app import RegisterService
from laufzettel_simulators.store import Store

ENDPOINT = Endpoint(provider="http_register", url="http://register.test/vehicles", key="schluessel")


@pytest.fixture
def service(tmp_path: Path) -> RegisterService:
    return RegisterService(Store(tmp_path / "registers.sqlite3"), api_key="schluessel")


class TestHttpRegister(RegisterContract):
    """The contract, kept over HTTP."""

    @pytest.fixture
    def provider(self, service: RegisterService) -> HttpRegister:
        return build(ENDPOINT, httpx.WSGITransport(app=service))

    @pytest.fixture
    def steer(self, service: RegisterService) -> Steer:
        return lambda mode: Browser(service).post("/steuerung", data={"mode": mode})


def test_garbage_is_no_answer(service: RegisterService) -> None:
    Browser(service).post("/steuerung", data={"mode": "garbage"})

    with pytest.raises(NoAnswer):
        build(ENDPOINT, httpx.WSGITransport(app=service)).look_up(query={"plate": "MZ-LZ 100"}, timeout_s=2)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"Location": "http://127.0.0.1/"}, json={}),
        httpx.Response(200, json={"ergebnis": "gefunden", "daten": []}),
        httpx.Response(404, json={}),
        httpx.Response(401, json={"fehler": "Schlüssel"}),
        httpx.Response(200, content=b"[" * 1_000_000),
    ],
    ids=["redirect", "list", "bare 404", "key", "huge"],
)
def test_everything_unexpected_is_no_answer(answer: httpx.Response) -> None:
    provider = build(ENDPOINT, httpx.MockTransport(lambda request: answer))

    with pytest.raises(NoAnswer):
        provider.look_up(query={"plate": "MZ-LZ 100"}, timeout_s=2)
