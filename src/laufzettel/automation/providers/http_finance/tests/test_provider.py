"""The client keeps the contract of specialist systems, against the real simulator."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from werkzeug.test import Client as Browser

from laufzettel.automation.conf import Endpoint
from laufzettel.automation.providers.http_finance.provider import HttpFinance, build
from laufzettel.automation.tests.provider_contracts import SpecialistSystemContract, Steer
from laufzettel_simulators.finance.app import FinanceSystem
from laufzettel_simulators.store import Store

ENDPOINT = Endpoint(provider="http_finance", url="http://finanzen.test/assessments", key="schluessel")
POSITIONS = {
    "normal": {"mode": "normal", "verdict": "acknowledge"},
    "refuse": {"verdict": "refuse"},
    "down": {"mode": "down"},
    "lost": {"verdict": "lost"},
}


@pytest.fixture
def service(tmp_path: Path) -> FinanceSystem:
    return FinanceSystem(Store(tmp_path / "finance.sqlite3"), api_key="schluessel")


class TestHttpFinance(SpecialistSystemContract):
    """The contract, kept over HTTP."""

    @pytest.fixture
    def provider(self, service: FinanceSystem) -> HttpFinance:
        return build(ENDPOINT, httpx.WSGITransport(app=service))

    @pytest.fixture
    def steer(self, service: FinanceSystem) -> Steer:
        return lambda mode: Browser(service).post("/steuerung", data=POSITIONS[mode])

    @pytest.fixture
    def count(self, service: FinanceSystem) -> Callable[[], int]:
        return lambda: len(service.store.list("assessment"))
