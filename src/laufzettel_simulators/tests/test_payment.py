"""The payment simulator keeps to XBezahldienste 1.0 and can misbehave on demand."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client as Browser

from laufzettel_simulators.payment.access import Client
from laufzettel_simulators.payment.app import PaymentService
from laufzettel_simulators.store import Store

URL = "/paymenttransaction/laufzettel/07315000"
BASIC = ("laufzettel", "geheim")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(tmp_path: Path, clock: Clock) -> Browser:
    store = Store(tmp_path / "payment.sqlite3")
    return Browser(PaymentService(store, client=Client(id="laufzettel", secret="geheim"), clock=clock))


def wish(**changed: Any) -> dict[str, Any]:
    item = {
        "id": "1", "reference": "1", "description": "Gebühr", "taxRate": 0, "quantity": 1, "totalNetAmount": 30.7,
        "totalTaxAmount": 0, "singleNetAmount": 30.7, "singleTaxAmount": 0, "bookingData": {"kassenzeichen": "1"},
    }  # fmt: skip
    return {
        "requestId": "r-1", "requestTimestamp": "2026-11-21T08:00:00Z", "currency": "EUR", "grosAmount": 30.7,
        "purpose": "MZ-1 Ausweis", "description": "Gebühr", "redirectUrl": "https://portal.example.org/zurueck",
        "items": [item],
    } | changed  # fmt: skip


def create(browser: Browser, **changed: Any) -> Any:
    return browser.post(URL, json=wish(**changed), auth=BASIC)


def status_of(browser: Browser, created: dict[str, Any]) -> str:
    answer = browser.get(f"{URL}/{created['paymentInformation']['transactionId']}", auth=BASIC)
    return str(answer.get_json()["paymentInformation"]["status"])


def pay(browser: Browser, created: dict[str, Any], choice: str) -> Any:
    return browser.post(f"/bezahlen/{created['paymentInformation']['transactionId']}", data={"wahl": choice})


def test_create_returns_an_open_transaction_with_a_page_to_pay(browser: Browser) -> None:
    answer = create(browser)

    information = answer.get_json()["paymentInformation"]
    assert (201, "INITIAL") == (answer.status_code, information["status"])
    assert f"http://localhost/bezahlen/{information['transactionId']}" == information["transactionRedirectUrl"]


def test_create_twice_with_one_request_id_says_payment_exists_and_where(browser: Browser) -> None:
    first = create(browser).get_json()

    second = create(browser)

    assert (409, "PAYMENT_EXISTS") == (second.status_code, second.get_json()["functionalCode"])
    assert first["paymentInformation"]["transactionUrl"] == second.get_json()["instance"]


def test_create_with_a_wrong_total_says_calculation_error(browser: Browser) -> None:
    answer = create(browser, grosAmount=30.71)

    assert (400, "CALCULATION_ERROR") == (answer.status_code, answer.get_json()["functionalCode"])
    assert "application/problem+json" == answer.mimetype


@pytest.mark.parametrize(
    "changed",
    [
        {"purpose": "x" * 28},
        {"currency": "CHF"},
        {"redirectUrl": "javascript:alert(1)"},
        {"items": []},
        {"grosAmount": -1},
    ],
)
def test_create_with_an_invalid_value_says_validation_error(browser: Browser, changed: dict[str, Any]) -> None:
    assert "VALIDATION_ERROR" == create(browser, **changed).get_json()["functionalCode"]


def test_create_without_login_is_forbidden(browser: Browser) -> None:
    assert "FORBIDDEN" == browser.post(URL, json=wish()).get_json()["functionalCode"]


def test_create_with_a_token_works_until_the_token_ends(browser: Browser, clock: Clock) -> None:
    form = {"grant_type": "client_credentials", "client_id": "laufzettel", "client_secret": "geheim"}
    token = browser.post("/oauth/token", data=form).get_json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}

    early = browser.post(URL, json=wish(), headers=headers)
    clock.now += timedelta(minutes=6)
    late = browser.post(URL, json=wish(requestId="r-2"), headers=headers)

    assert (201, 401) == (early.status_code, late.status_code)


@pytest.mark.parametrize(("choice", "status"), [("PAYPAL", "PAYED"), ("cancel", "CANCELED"), ("fail", "FAILED")])
def test_choice_on_the_page_ends_the_transaction_and_leads_back(browser: Browser, choice: str, status: str) -> None:
    created = create(browser).get_json()

    answer = pay(browser, created, choice)

    assert (303, "https://portal.example.org/zurueck") == (answer.status_code, answer.headers["Location"])
    assert status == status_of(browser, created)


def test_late_payment_stays_open_until_the_seconds_are_over(browser: Browser, clock: Clock) -> None:
    created = create(browser).get_json()
    browser.post("/steuerung", data={"seconds": "20"})

    pay(browser, created, "late")
    before = status_of(browser, created)
    clock.now += timedelta(seconds=20)

    assert ("INITIAL", "PAYED") == (before, status_of(browser, created))


def test_other_amount_is_reported_one_cent_lower(browser: Browser) -> None:
    created = create(browser).get_json()

    pay(browser, created, "other_amount")

    answer = browser.get(f"{URL}/{created['paymentInformation']['transactionId']}", auth=BASIC)
    assert 30.69 == answer.get_json()["paymentRequest"]["grosAmount"]


def test_idle_transaction_fails_after_the_time_out(browser: Browser, clock: Clock) -> None:
    created = create(browser).get_json()

    clock.now += timedelta(seconds=1800)

    assert "FAILED" == status_of(browser, created)


def test_lost_answer_still_creates_exactly_one_transaction(browser: Browser) -> None:
    browser.post("/steuerung", data={"create": "lost"})
    lost = create(browser)
    browser.post("/steuerung", data={"create": "normal"})

    again = create(browser)

    assert (500, "PAYMENT_EXISTS") == (lost.status_code, again.get_json()["functionalCode"])


def test_state_survives_a_restart(tmp_path: Path) -> None:
    client = Client(id="laufzettel", secret="geheim")
    before = Browser(PaymentService(Store(tmp_path / "p.sqlite3"), client=client))
    created = create(before).get_json()
    pay(before, created, "GIROPAY")

    after = Browser(PaymentService(Store(tmp_path / "p.sqlite3"), client=client))

    assert "PAYED" == status_of(after, created)


def test_control_forces_a_contradiction(browser: Browser) -> None:
    created = create(browser).get_json()
    pay(browser, created, "CREDITCARD")

    browser.post(f"/steuerung/zahlung/{created['paymentInformation']['transactionId']}", data={"status": "FAILED"})

    assert "FAILED" == status_of(browser, created)


@pytest.mark.parametrize(("mode", "status"), [("down", 503), ("garbage", 200)])
def test_disturbed_service_does_not_answer_json(browser: Browser, mode: str, status: int) -> None:
    browser.post("/steuerung", data={"mode": mode})

    answer = create(browser)

    assert (status, "text/html") == (answer.status_code, answer.mimetype if mode == "garbage" else "text/html")


def test_page_escapes_what_the_online_service_sent(browser: Browser) -> None:
    created = create(browser, description="<script>alert(1)</script>").get_json()

    page = browser.get(f"/bezahlen/{created['paymentInformation']['transactionId']}").text

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_control_refuses_an_unknown_position(browser: Browser) -> None:
    assert 400 == browser.post("/steuerung", data={"mode": "kaputt"}).status_code


def test_body_that_is_no_json_is_refused(browser: Browser) -> None:
    answer = browser.post(URL, data="<x/>", auth=BASIC)

    assert "VALIDATION_ERROR" == json.loads(answer.data)["functionalCode"]
