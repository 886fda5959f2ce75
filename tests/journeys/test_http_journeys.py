"""The three services from the first page to the opened notice, in a browser without JavaScript."""

import httpx
import pytest

from tests import live
from tests.faults import evidence
from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen, wait_for

pytestmark = pytest.mark.faults


def test_dog_is_registered_assessed_and_handed_over(live_demo: live.LiveDemo, clerks: stories.Clerks) -> None:
    citizen = Citizen(browser=Browser(live_demo.url))

    stories.register_dog(citizen, clerks.window("boris"))

    handed_over = "SELECT state FROM automation_handover WHERE subject = 'case:' || %s"
    wait_for(lambda: live_demo.query(handed_over, citizen.reference) == [("acknowledged",)])
    assert [] == evidence.wrongs(live_demo, citizen.reference, paid=False)


def test_parking_permit_is_paid_granted_and_can_be_verified_by_anybody(
    live_demo: live.LiveDemo, clerks: stories.Clerks
) -> None:
    citizen = Citizen(browser=Browser(live_demo.url))

    stories.park(citizen, clerks.window("anke"))

    assert [] == evidence.wrongs(live_demo, citizen.reference, paid=True)
    statement = "SELECT verification_code FROM notices_notice WHERE subject = 'case:' || %s"
    code = live_demo.query(statement, citizen.reference)[0][0]
    page = httpx.get(f"{live_demo.url}/pruefen/{code}/")
    assert 200 == page.status_code
    assert "Beispiel" not in page.text.replace("Beispielwert", "")


def test_certificate_is_issued_without_anybody_at_the_town_hall(live_demo: live.LiveDemo) -> None:
    citizen = Citizen(browser=Browser(live_demo.url))
    citizen.log_in(person="demo-erika", level="substantial")

    stories.get_certificate(citizen)

    assert [] == evidence.wrongs(live_demo, citizen.reference, paid=True)


def test_certificate_needs_an_identified_account(live_demo: live.LiveDemo) -> None:
    citizen = Citizen(browser=Browser(live_demo.url))
    citizen.log_in(person="demo-erika", level="low")

    page = citizen.browser.get(f"/leistungen/{stories.CERTIFICATE}/beginnen/")
    refused = citizen.browser.post(f"/leistungen/{stories.CERTIFICATE}/entwurf/")

    assert "reicht dafür nicht aus" in page.text
    assert refused.path.endswith("/beginnen/")


def test_guest_comes_back_with_the_code_in_another_browser(live_demo: live.LiveDemo) -> None:
    citizen = Citizen(browser=Browser(live_demo.url))
    citizen.apply(stories.DOG, stories.dog())
    elsewhere = Citizen(browser=Browser(live_demo.url), reference=citizen.reference, access_code=citizen.access_code)

    before, after = elsewhere.matter().status, elsewhere.come_back()

    assert (404, f"/vorgang/{citizen.reference}/") == (before, after.path)
