"""An identified citizen pays and has a sealed certificate seconds later, without anybody in the town hall."""

import time
from collections.abc import Callable

import page as page_validation
import pytest
from playwright.sync_api import Page, expect

from laufzettel.engine import documents
from tests.browser.conftest import reflows
from tests.live import SLOWNESS, LiveDemo

Barriers = Callable[[Page], list[str]]
SERVICE = "meldebescheinigung-beantragen"


def sign_in(page: Page, demo: LiveDemo, *, person: str) -> None:
    """Sign in at the demo identity provider as a demo person, with the level of that person."""
    page.goto(f"{demo.url}/leistungen/{SERVICE}/beginnen/")
    page.get_by_role("button", name="Mit Nutzerkonto anmelden").click()
    page.get_by_label(person).check()
    page.get_by_role("button", name="Anmelden").click()


def apply(page: Page, demo: LiveDemo) -> str:
    """Apply for a simple certificate for a bank and return the reference."""
    page.goto(f"{demo.url}/leistungen/{SERVICE}/beginnen/")
    page.get_by_role("button", name="Mit meinem Konto beginnen").click()
    page.click("button[name=weiter]")
    page.get_by_label("Bank oder Versicherung").check()
    page.get_by_label("Einfach").check()
    expect(page.locator("#berechnet")).to_contain_text("6,00")
    page.click("button[name=weiter]")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="verbindlich absenden").click()
    expect(page.get_by_role("link", name="Jetzt bezahlen")).to_be_visible()
    return page.url.split("/")[4]


def go_to_payment_service(page: Page) -> None:
    """Leave the portal for the payment page."""
    page.get_by_role("link", name="Jetzt bezahlen").click()
    page.get_by_role("button", name="Weiter zum Bezahldienst").click()


def open_matter(page: Page, demo: LiveDemo, reference: str, *, until: str) -> None:
    """Look at a matter until a text appears."""
    last_moment = time.monotonic() + 30 * SLOWNESS
    page.goto(f"{demo.url}/vorgang/{reference}/")
    while page.get_by_text(until).count() == 0 and time.monotonic() < last_moment:
        time.sleep(0.5)
        page.reload()
    expect(page.get_by_text(until).first).to_be_visible()


@pytest.fixture
def erika(page: Page, live_demo: LiveDemo) -> Page:
    """Give a browser in which Erika Beispiel is signed in (level substantial)."""
    sign_in(page, live_demo, person="Erika Beispiel")
    return page


def test_sealed_certificate_is_there_seconds_after_payment(
    erika: Page, live_demo: LiveDemo, barriers: Barriers
) -> None:
    found: dict[str, object] = {}

    def look(name: str) -> None:
        if problems := barriers(erika) + ([] if reflows(erika) else ["too wide for a phone"]):
            found[name] = problems

    reference = apply(erika, live_demo)
    erika.get_by_role("link", name="Jetzt bezahlen").click()
    look("pay")
    erika.get_by_role("button", name="Weiter zum Bezahldienst").click()
    erika.get_by_role("button", name="Mit Kreditkarte bezahlen").click()
    expect(erika.get_by_text("Bezahlt: 6,00")).to_be_visible(timeout=15_000 * SLOWNESS)
    look("paid")
    open_matter(erika, live_demo, reference, until="Ihr Dokument liegt für Sie bereit")
    look("matter")
    erika.goto(f"{live_demo.url}/meine/")
    look("my matters")
    open_matter(erika, live_demo, reference, until="noch nicht geöffnet")
    erika.locator("section[aria-labelledby=schreiben] a").first.click()
    look("before opening")
    erika.get_by_role("button", name="Schreiben öffnen").click()
    expect(erika.get_by_text("Das elektronische Siegel ist unverletzt")).to_be_visible()
    look("notice")
    with erika.expect_download() as download:
        erika.get_by_role("link", name="Gesiegeltes PDF herunterladen").click()
    pdf = download.value.path().read_bytes()

    assert {} == found
    assert_is_sealed_and_accessible(pdf, live_demo)


def assert_is_sealed_and_accessible(pdf: bytes, demo: LiveDemo) -> None:
    """Check seal, PDF/A-3a and PDF/UA-1 of a downloaded notice."""
    root = (demo.folder / "authority" / "root.pem").read_bytes()
    assert documents.verify(pdf=pdf, trust=(root,)).is_good
    profiles = (page_validation.ValidationProfile.PDF_A_3A, page_validation.ValidationProfile.PDF_UA_1)
    reports = [page_validation.validate_pdf_bytes(pdf, profile=profile) for profile in profiles]
    assert [] == [str(failure) for report in reports for failure in report.failures]


def test_public_page_confirms_the_certificate_without_personal_data(erika: Page, live_demo: LiveDemo) -> None:
    reference = apply(erika, live_demo)
    go_to_payment_service(erika)
    erika.get_by_role("button", name="Mit Kreditkarte bezahlen").click()
    open_matter(erika, live_demo, reference, until="noch nicht geöffnet")
    erika.locator("section[aria-labelledby=schreiben] a").first.click()
    erika.get_by_role("button", name="Schreiben öffnen").click()

    erika.locator("section[aria-labelledby=siegel] a").click()

    expect(erika.get_by_text("Dieses Dokument ist echt und gültig")).to_be_visible()
    assert "Erika" not in erika.locator("main").inner_text()


def test_aborted_payment_loses_nothing_and_can_be_repeated(erika: Page, live_demo: LiveDemo) -> None:
    reference = apply(erika, live_demo)
    go_to_payment_service(erika)
    erika.get_by_role("button", name="Abbrechen").click()
    expect(erika.get_by_text("Die Zahlung ist nicht zustande gekommen")).to_be_visible(timeout=15_000 * SLOWNESS)

    erika.get_by_role("link", name="Noch einmal bezahlen").click()
    erika.get_by_role("button", name="Weiter zum Bezahldienst").click()
    erika.get_by_role("button", name="Mit PayPal bezahlen").click()

    expect(erika.get_by_text("Bezahlt: 6,00")).to_be_visible(timeout=15_000 * SLOWNESS)
    open_matter(erika, live_demo, reference, until="Ihre Zahlung ist eingegangen")


def test_level_that_is_too_low_is_refused_in_plain_words(page: Page, live_demo: LiveDemo) -> None:
    sign_in(page, live_demo, person="Max Mustermann")

    expect(page.locator("main")).to_contain_text("substanziell")
    expect(page.get_by_role("button", name="Mit meinem Konto beginnen")).to_have_count(0)
