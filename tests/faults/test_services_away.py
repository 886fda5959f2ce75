"""F-07: registers, finance system and identity provider are away or slow; people go on, and later it is done once."""

from collections.abc import Iterator

import httpx
import pytest

from tests import live
from tests.faults import evidence
from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.slow]

# A register is given two seconds, the identity provider five.
LONGEST_S = 8


def _steer(demo: live.LiveDemo, name: str, mode: str) -> None:
    answer = httpx.post(f"{demo.simulator(name)}/steuerung", data={"mode": mode, "seconds": "30"})
    assert answer.status_code == 303, answer.text


@pytest.fixture
def citizen(live_demo: live.LiveDemo) -> Iterator[Citizen]:
    yield Citizen(browser=Browser(live_demo.url))
    for name in ("registers", "finance", "identity"):
        _steer(live_demo, name, "normal")


@pytest.mark.parametrize("mode", ["down", "slow", "garbage"])
def test_register_that_is_away_holds_nobody_up_and_is_asked_again(
    live_demo: live.LiveDemo, citizen: Citizen, mode: str
) -> None:
    _steer(live_demo, "registers", mode)
    answers = stories.parking()
    page = citizen.start(stories.PARKING)
    slowest = 0.0

    while "/frage/" in page.path:
        page = citizen._answer(page, answers, {}, set())
        slowest = max(slowest, page.response.elapsed.total_seconds())
    confirmed = citizen.submit(page)

    assert slowest < LONGEST_S * live.SLOWNESS
    assert "Wir haben Ihre Angaben erhalten" in confirmed.text
    _steer(live_demo, "registers", "normal")
    stories.pay_until_paid(citizen)
    statement = "SELECT state FROM automation_lookup WHERE subject = 'case:' || %s"
    # After trouble the register is left alone for a while, and then asked again.
    wait_for(lambda: live_demo.query(statement, citizen.reference) == [("found",)], seconds=70)


def test_finance_system_that_is_away_gets_the_data_later_and_once(
    live_demo: live.LiveDemo, citizen: Citizen, clerks: stories.Clerks
) -> None:
    _steer(live_demo, "finance", "down")
    before = len(evidence.handed_over(live_demo))

    clerk = clerks.window("boris")
    stories.register_dog(citizen, clerk)

    statement = "SELECT state, tries FROM automation_handover WHERE subject = 'case:' || %s"
    wait_for(lambda: [(state, tries > 0) for state, tries in live_demo.query(statement, citizen.reference)])
    assert "waiting" == live_demo.query(statement, citizen.reference)[0][0]
    page = clerk.case(citizen.reference)
    assert "An die Kasse übergeben" in page.text
    _steer(live_demo, "finance", "normal")
    wait_for(lambda: live_demo.query(statement, citizen.reference)[0][0] == "acknowledged", seconds=70)
    assert before + 1 == len(evidence.handed_over(live_demo))
    assert [] == evidence.wrongs(live_demo, citizen.reference, paid=False)


@pytest.mark.parametrize("mode", ["down", "slow", "garbage"])
def test_identity_provider_that_is_away_is_told_and_guests_go_on(
    live_demo: live.LiveDemo, citizen: Citizen, mode: str
) -> None:
    _steer(live_demo, "identity", mode)
    form = citizen.browser.get("/anmelden/").form("/anmelden/los/")

    page = citizen.browser.send(form)
    if "/authorize" in page.url:
        choice = page.form("/authorize/")
        choice.put("person", "demo-max")
        page = citizen.browser.send(choice, press=("wahl", "anmelden"))

    assert page.status in (200, 503)
    assert page.response.elapsed.total_seconds() < LONGEST_S * live.SLOWNESS
    assert "Mustermann" not in page.text
    assert "Fehler" in page.text or "nicht" in page.text
    citizen.apply(stories.DOG, stories.dog())


def test_control_a_lost_acknowledgement_would_double_without_the_key(live_demo: live.LiveDemo) -> None:
    books = live_demo.simulator("finance") + "/assessments"
    before = len(evidence.handed_over(live_demo))

    for key in ("same", "same", "another"):
        httpx.post(books, json={"a": 1}, headers={"X-Api-Key": "demo-finanzen", "Idempotency-Key": key})

    assert before + 2 == len(evidence.handed_over(live_demo))
