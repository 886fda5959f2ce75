"""The three services from search to notice for somebody who reads English only."""

import pytest

from tests import live
from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen
from tests.journeys.reading import EnglishBrowser

pytestmark = pytest.mark.faults
PAYING = {"done": "Paid:", "again": "try again until"}
# Names and answers are nobody's language; German names say so themselves (`lang="de"`).
KNOWN = ("Deutsch", "BAföG")
AROUND = (
    "/", "/leistungen/", "/leistungen/?suche=parken", "/leistungen/?suche=nichtsdergleichen", "/status/", "/hilfe/",
    "/meine/", "/anmelden/", "/barrierefreiheit/", "/datenschutz/", "/impressum/", "/pruefen/KEINCODE/",
    "/gibtesnicht/", "/leistungen/a-z/", "/lebenslagen/", "/aemter/", "/konto/", "/konto/anmelden/",
    "/konto/bestaetigen/",
    "/meine/daten/", f"/datenschutz/{stories.DOG}/", f"/leistungen/{stories.PARKING}/plakat/", "/meine/konto-loeschen/",
    f"/leistungen/{stories.CERTIFICATE}/beginnen/",
)  # fmt: skip


def english_citizen(live_demo: live.LiveDemo) -> tuple[Citizen, EnglishBrowser]:
    browser = EnglishBrowser(live_demo.url, known=KNOWN)
    return Citizen(browser=browser), browser


def look_around(citizen: Citizen, service: str) -> None:
    """Open every page that a finished matter has."""
    reference = citizen.reference
    citizen.browser.get(f"/leistungen/{service}/")
    for page in ("", "eingang/", "nachreichen/", "zuruecknehmen/", "nachricht/", "zugriffe/", "erneut/"):
        citizen.browser.get(f"/vorgang/{reference}/{page}")
    citizen.browser.get("/meine/")


def test_pages_around_the_services_have_no_german_left(live_demo: live.LiveDemo) -> None:
    _, browser = english_citizen(live_demo)

    for address in AROUND:
        browser.get(address)

    assert {} == browser.german


def test_a_dog_is_registered_in_english_and_the_town_hall_reads_german(live_demo: live.LiveDemo) -> None:
    citizen, browser = english_citizen(live_demo)
    clerk = stories.log_in(live_demo.url, "boris")

    stories.register_dog(citizen, clerk)
    look_around(citizen, stories.DOG)
    case = clerk.case(citizen.reference)

    assert {} == browser.german
    assert "de" == case.root.get("lang")
    assert "Anmeldung eingegangen" in case.text
    assert "has arrived" not in case.text


def test_a_parking_permit_is_paid_and_granted_in_english(live_demo: live.LiveDemo) -> None:
    citizen, browser = english_citizen(live_demo)

    stories.park(citizen, stories.log_in(live_demo.url, "anke"), **PAYING)
    look_around(citizen, stories.PARKING)

    assert {} == browser.german


def test_a_certificate_is_issued_in_english(live_demo: live.LiveDemo) -> None:
    citizen, browser = english_citizen(live_demo)
    citizen.log_in(person="demo-erika", level="substantial")

    stories.get_certificate(citizen, **PAYING)
    look_around(citizen, stories.CERTIFICATE)

    assert {} == browser.german


def test_mistakes_are_explained_in_english(live_demo: live.LiveDemo) -> None:
    citizen, browser = english_citizen(live_demo)

    for service in (stories.DOG, stories.PARKING):
        page = citizen.start(service)
        page = browser.send(page.form("/frage/"), press=("weiter", "1"))
        assert page.errors()
        browser.get(f"/antrag/{citizen.draft}/pruefen/")

    assert {} == browser.german


def test_a_draft_goes_on_in_the_other_language(live_demo: live.LiveDemo) -> None:
    citizen = Citizen(browser=Browser(live_demo.url))
    page = citizen.fill(citizen.start(stories.DOG), stories.dog())
    assert "Prüfen Sie Ihre Angaben" in page.text

    english = citizen.browser.get(f"{page.path}?sprache=en")

    assert "Check your answers" in english.text
    assert "Bello" in english.text
    assert citizen.submit(english).path.endswith("/eingang/")
