"""Payments as people meet them: whatever the payment service answers, and whenever, money is booked once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests import live
from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen, Page, wait_for

pytestmark = pytest.mark.faults

# The payment service is given five seconds.
LONGEST_S = 7
NORMAL = {"mode": "normal", "create": "normal", "exists": "with_address", "amount": "right", "seconds": "10"}
BOOKED = """
    SELECT count(*) FROM payments_posting p JOIN payments_claim c ON c.id = p.claim_id
     WHERE c.subject = 'case:' || %s AND p.kind = 'payment'
"""
SETTLED = "SELECT settled_at IS NOT NULL FROM payments_claim WHERE subject = 'case:' || %s"


def steer(demo: live.LiveDemo, **positions: str) -> None:
    """Set switches of the payment service."""
    answer = httpx.post(f"{demo.simulator('payment')}/steuerung", data=positions)
    assert answer.status_code == 303, answer.text


@pytest.fixture
def citizen(live_demo: live.LiveDemo) -> Iterator[Citizen]:
    """Give somebody who has applied and must pay now."""
    someone = Citizen(browser=Browser(live_demo.url))
    someone.apply(stories.PARKING, stories.parking())
    yield someone
    steer(live_demo, **NORMAL)


def _money(demo: live.LiveDemo, citizen: Citizen) -> tuple[object, object]:
    return demo.query(BOOKED, citizen.reference)[0][0], demo.query(SETTLED, citizen.reference)[0][0]


def _result(citizen: Citizen) -> Page:
    return citizen.browser.get(f"/vorgang/{citizen.reference}/bezahlt/")


def _address_of_payment(citizen: Citizen) -> str:
    form = citizen.browser.get(f"/vorgang/{citizen.reference}/bezahlen/").form("/bezahlen/")
    data = {name: values[0] for name, values in form.fields.items()}
    return str(citizen.browser.client.post(form.action, data=data).headers["location"])


@pytest.mark.parametrize("choice", ["CREDITCARD", "PAYPAL", "GIROPAY"])
def test_paid_is_booked_once_and_shown(live_demo: live.LiveDemo, citizen: Citizen, choice: str) -> None:
    page = citizen.pay(choice)

    assert "Bezahlt: " in page.text
    assert (1, True) == _money(live_demo, citizen)


def test_answer_before_the_way_back_and_again_later_is_booked_once(live_demo: live.LiveDemo, citizen: Citizen) -> None:
    address = _address_of_payment(citizen)
    way_back = httpx.post(address, data={"wahl": "CREDITCARD"}).headers["location"]
    with ThreadPoolExecutor(8) as windows:
        pages = list(windows.map(lambda _: _result(citizen), range(8)))

    page = citizen.browser.get(way_back)

    assert {True} == {"Bezahlt: " in shown.text for shown in (*pages, page)}
    assert (1, True) == _money(live_demo, citizen)


def test_answer_twice_is_booked_once(live_demo: live.LiveDemo, citizen: Citizen) -> None:
    page = citizen.pay("twice")

    assert "Bezahlt: " in page.text
    assert (1, True) == _money(live_demo, citizen)


@pytest.mark.parametrize("choice", ["cancel", "fail"])
def test_payment_that_did_not_come_about_can_be_made_again(
    live_demo: live.LiveDemo, citizen: Citizen, choice: str
) -> None:
    page = citizen.pay(choice)
    before = _money(live_demo, citizen)

    again = citizen.pay()

    assert "Die Zahlung ist nicht zustande gekommen" in page.text
    assert ((0, False), (1, True)) == (before, _money(live_demo, citizen))
    assert "Bezahlt: " in again.text


def test_late_answer_is_waited_for(live_demo: live.LiveDemo, citizen: Citizen) -> None:
    steer(live_demo, seconds="3")

    page = citizen.pay("late")

    assert "Wir warten auf die Bestätigung" in page.text
    wait_for(lambda: "Bezahlt: " in _result(citizen).text, seconds=30)
    assert (1, True) == _money(live_demo, citizen)


def test_late_answer_arrives_also_when_nobody_looks(live_demo: live.LiveDemo, citizen: Citizen) -> None:
    steer(live_demo, seconds="2")

    citizen.pay("late")

    wait_for(lambda: (1, True) == _money(live_demo, citizen), seconds=30)


def test_other_amount_settles_nothing_and_somebody_looks(live_demo: live.LiveDemo, citizen: Citizen) -> None:
    page = citizen.pay("other_amount")
    refused = citizen.browser.post(f"/vorgang/{citizen.reference}/bezahlen/")

    assert "Wir prüfen Ihre Zahlung" in page.text
    assert (0, False) == _money(live_demo, citizen)
    assert "Bitte bezahlen Sie nicht noch einmal" in refused.text


def test_answer_that_was_lost_leads_to_one_payment(live_demo: live.LiveDemo, citizen: Citizen) -> None:
    steer(live_demo, create="lost")
    form = citizen.browser.get(f"/vorgang/{citizen.reference}/bezahlen/").form("/bezahlen/")
    told = citizen.browser.send(form)
    steer(live_demo, create="normal")

    citizen.pay()

    assert "antwortet gerade nicht" in told.text
    assert (1, True) == _money(live_demo, citizen)
    statement = (
        "SELECT count(*) FROM payments_attempt a JOIN payments_claim c ON c.id = a.claim_id WHERE c.subject = %s"
    )
    assert 1 == live_demo.query(statement, f"case:{citizen.reference}")[0][0]


def test_two_windows_lead_to_the_same_payment(live_demo: live.LiveDemo, citizen: Citizen) -> None:
    form = citizen.browser.get(f"/vorgang/{citizen.reference}/bezahlen/").form("/bezahlen/")
    data = {name: values[0] for name, values in form.fields.items()}

    with ThreadPoolExecutor(6) as windows:
        answers = windows.map(lambda _: citizen.browser.client.post(form.action, data=data), range(6))

    addresses = {answer.headers["location"] for answer in answers}
    assert {True} == {"/bezahlen/" in address for address in addresses}
    assert 1 == len({address for address in addresses if address.startswith("http")})


@pytest.mark.parametrize("claimed", ["?status=PAYED", "?amount=0.01&state=paid", "?transactionId=1&result=success"])
def test_way_back_by_hand_pays_nothing(live_demo: live.LiveDemo, citizen: Citizen, claimed: str) -> None:
    _address_of_payment(citizen)

    page = citizen.browser.get(f"/vorgang/{citizen.reference}/bezahlt/{claimed}")

    assert "Bezahlt: " not in page.text
    assert (0, False) == _money(live_demo, citizen)


def test_paid_matter_cannot_be_paid_again(live_demo: live.LiveDemo, citizen: Citizen) -> None:
    citizen.pay()

    page = citizen.browser.post(f"/vorgang/{citizen.reference}/bezahlen/")

    assert f"/vorgang/{citizen.reference}/bezahlt/" == page.path
    assert (1, True) == _money(live_demo, citizen)


@pytest.mark.parametrize("mode", ["down", "garbage"])
def test_payment_service_that_is_away_does_not_hold_anybody_up(
    live_demo: live.LiveDemo, citizen: Citizen, mode: str
) -> None:
    steer(live_demo, mode=mode)
    form = citizen.browser.get(f"/vorgang/{citizen.reference}/bezahlen/").form("/bezahlen/")

    told = citizen.browser.send(form)

    assert "antwortet gerade nicht" in told.text
    assert told.response.elapsed.total_seconds() < LONGEST_S * live.SLOWNESS
    steer(live_demo, mode="normal")
    assert "Bezahlt: " in stories.pay_until_paid(citizen).text
    assert (1, True) == _money(live_demo, citizen)
