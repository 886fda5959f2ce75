"""The client keeps the contract of the seam, against the real simulator."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from werkzeug.test import Client as Browser

from laufzettel.payments.provider import NoAnswer
from laufzettel.payments.providers.xbezahldienste.client import Client, Connection
from laufzettel.payments.providers.xbezahldienste.provider import XBezahldienste
from laufzettel.payments.tests.provider_contract import PaymentProviderContract, World, order
from laufzettel_simulators.payment.access import Client as Login
from laufzettel_simulators.payment.app import PaymentService
from laufzettel_simulators.store import Store


class SimulatorWorld(World):
    """Steers the simulator as a person at its pages does."""

    def __init__(self, service: PaymentService) -> None:
        self.service = service
        self.browser = Browser(service)

    def finish(self, transaction_id: str, request_id: str, state: str) -> None:
        choice = {"paid": "CREDITCARD", "failed": "fail", "cancelled": "cancel"}[state]
        self.browser.post(f"/bezahlen/{transaction_id}", data={"wahl": choice})

    def report_less(self, transaction_id: str) -> None:
        self.browser.post(f"/bezahlen/{transaction_id}", data={"wahl": "other_amount"})

    def break_down(self) -> None:
        self._switch(mode="down")

    def lose_answers(self) -> None:
        self._switch(create="lost")

    def refuse(self) -> None:
        self._switch(create="refused")

    def recover(self) -> None:
        self._switch(mode="normal", create="normal")

    def count(self) -> int:
        return len(self.service.transactions.list())

    def _switch(self, **positions: str) -> None:
        assert 303 == self.browser.post("/steuerung", data=positions).status_code


@pytest.fixture
def service(tmp_path: Path) -> PaymentService:
    return PaymentService(Store(tmp_path / "payment.sqlite3"), client=Login(id="laufzettel", secret="geheim"))


def provider_over(transport: httpx.BaseTransport, *, authentication: str = "oauth2") -> XBezahldienste:
    connection = Connection(
        url="http://bezahldienst.test",
        authentication=authentication,
        client_id="laufzettel",
        client_secret="geheim",
        timeout_s=1,
    )
    return XBezahldienste(
        client=Client(connection, transport=transport), originator="laufzettel", end_points={"musterstadt": "07000000"}
    )


class TestXBezahldienste(PaymentProviderContract):
    """The contract, kept with OAuth2."""

    @pytest.fixture
    def provider(self, service: PaymentService) -> XBezahldienste:
        return provider_over(httpx.WSGITransport(app=service))

    @pytest.fixture
    def world(self, service: PaymentService) -> World:
        return SimulatorWorld(service)


def test_basic_authentication_works_too(service: PaymentService) -> None:
    provider = provider_over(httpx.WSGITransport(app=service), authentication="basic")

    assert "open" == provider.hand_over(order()).state


def test_exists_without_address_stays_without_answer(service: PaymentService) -> None:
    provider, wanted = provider_over(httpx.WSGITransport(app=service)), order()
    provider.hand_over(wanted)
    Browser(service).post("/steuerung", data={"exists": "bare"})

    with pytest.raises(NoAnswer, match="without address"):
        provider.hand_over(wanted)


def test_expired_token_is_fetched_again(service: PaymentService) -> None:
    provider = provider_over(httpx.WSGITransport(app=service))
    provider.hand_over(order())
    provider._client._token = ("no-longer-valid", time.monotonic() + 100)

    assert "open" == provider.hand_over(order()).state


def answering(handler: Callable[[httpx.Request], httpx.Response]) -> XBezahldienste:
    return provider_over(httpx.MockTransport(handler), authentication="basic")


def transaction(**changed: object) -> dict[str, dict[str, object]]:
    information = {"transactionId": "t-1", "status": "PAYED", "transactionRedirectUrl": "https://b.example.org/t-1"}
    return {
        "paymentInformation": {key: changed.get(key, value) for key, value in information.items()},
        "paymentRequest": {"grosAmount": changed.get("grosAmount", 30.7), "currency": "EUR", "requestId": "r-1"},
    }


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Wartung</html>",
        b"[]",
        b'{"paymentInformation": {}}',
        json.dumps(transaction(status="BEZAHLT")).encode(),
        json.dumps(transaction(transactionId="../../x")).encode(),
        json.dumps(transaction(transactionRedirectUrl="javascript:alert(1)")).encode(),
        json.dumps(transaction(grosAmount="30.70")).encode(),
        json.dumps(transaction(grosAmount=-1)).encode(),
        json.dumps(transaction(grosAmount=30.701)).encode(),
        b'{"a": "' + b"x" * 300_000 + b'"}',
    ],
    ids=["html", "list", "empty", "status", "id", "url", "text amount", "negative", "half cent", "huge"],
)
def test_garbage_is_no_answer(body: bytes) -> None:
    provider = answering(lambda request: httpx.Response(200, content=body))

    with pytest.raises(NoAnswer):
        provider.ask(municipality="musterstadt", transaction_id="t-1")


def test_redirect_of_the_service_is_not_followed() -> None:
    provider = answering(lambda request: httpx.Response(302, headers={"Location": "http://127.0.0.1/"}, json={}))

    with pytest.raises(NoAnswer):
        provider.ask(municipality="musterstadt", transaction_id="t-1")


def test_amount_goes_out_as_an_exact_number() -> None:
    bodies: list[bytes] = []

    def note(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        return httpx.Response(201, json=transaction(status="INITIAL"))

    answering(note).hand_over(order())

    assert b'"grosAmount":30.70,' in bodies[0]
