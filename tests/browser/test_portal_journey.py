"""Pages beside the way of a citizen: without barriers, on a phone; what changes while somebody types."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import probes
from tests.browser.conftest import reflows
from tests.browser.words import LANGUAGES
from tests.live import LiveDemo

Barriers = Callable[[Page], list[str]]
ADDRESS = {"strasse": "Musterweg", "hausnummer": "1a", "plz": "55116", "ort": "Mainz"}


def fill_date(page: Page, name: str, day: str) -> None:
    """Type a date into its three boxes."""
    for part, text in zip(("tag", "monat", "jahr"), day.split("."), strict=True):
        page.fill(f"#{name}-{part}", text)


def go_on(page: Page) -> None:
    """Press the button that leads to the next page."""
    page.click("button[name=weiter]")


def begin_dog(page: Page, demo: LiveDemo) -> None:
    """Begin to register a dog as a guest."""
    page.goto(f"{demo.url}/leistungen/hundesteuer-anmeldung/beginnen/")
    page.get_by_role("button", name="Ohne Anmeldung beginnen").click()


def fill_holder(page: Page) -> None:
    """Answer the first page."""
    page.fill("#halter-vorname", "Ayşe")
    page.fill("#halter-familienname", "Öztürk-Großmann")
    fill_date(page, "halter-geburtsdatum", "12.3.1984")
    for part, text in ADDRESS.items():
        page.fill(f"#halter-anschrift-{part}", text)


BESIDE = (
    "leistungen/", "leistungen/a-z/", "lebenslagen/", "aemter/", "leichte-sprache/", "status/", "anmelden/", "hilfe/",
    "konto/anmelden/", "konto/bestaetigen/", "barrierefreiheit/", "rueckmeldung/",
    "datenschutz/", "datenschutz/hundesteuer-anmeldung/",
    "impressum/", "meine/", "pruefen/XXXXX/", "gibt-es-nicht/", "leistungen/hundesteuer-anmeldung/plakat/",
    "daten-loeschen/",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_beside_the_way_have_no_barriers_and_fit_a_phone(
    browser: Browser, live_demo: LiveDemo, barriers: Barriers, language: str
) -> None:
    # A page of its own: here a missing page is no complaint.
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    found = {}

    for address in BESIDE:
        page.set_viewport_size(probes.DESKTOP)  # type: ignore[arg-type]
        page.goto(f"{live_demo.url}/{address}?sprache={language}")
        if problems := barriers(page) + ([] if reflows(page) else ["too wide for a phone"]):
            found[address] = problems
    context.close()

    assert {} == found


def test_typing_changes_the_page_but_never_the_field_in_use(page: Page, live_demo: LiveDemo) -> None:
    begin_dog(page, live_demo)
    fill_holder(page)
    go_on(page)
    page.check("#haushalt-hat_hunde-2")
    go_on(page)
    page.check("#hunde-0-gefaehrlich-1")

    expect(page.locator("#hunde-0-erlaubnis")).to_be_visible()
    fill_date(page, "hunde-0-seit", "4.5.2026")
    page.check("#hunde-0-herkunft-1")
    page.check("#hunde-0-verguenstigung-1")
    expect(page.locator("#berechnet")).to_contain_text("600,00")
    page.fill("#hunde-0-name", "Bello")
    expect(page.locator("#hunde-0-name")).to_be_focused()
