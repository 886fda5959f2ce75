"""A citizen's way through the running product: without barriers, on a phone, by keyboard, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import reflows
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


def fill_dog(page: Page) -> None:
    """Answer the page about the dogs for one that is not dangerous."""
    page.fill("#hunde-0-name", "Bello")
    page.select_option("#hunde-0-rasse", "labrador")
    page.check("#hunde-0-gefaehrlich-2")
    page.check("#hunde-0-herkunft-1")
    fill_date(page, "hunde-0-seit", "4.5.2026")
    page.check("#hunde-0-verguenstigung-1")


def see_what_follows(page: Page) -> None:
    """Wait until the page says that the dog is registered late."""
    expect(page.get_by_text("Die Frist ist vorbei")).to_be_visible()


def send(page: Page) -> str:
    """Tick the declarations, send, and return the reference."""
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="verbindlich absenden").click()
    expect(page.get_by_text("Wir haben Ihre Angaben erhalten")).to_be_visible()
    return page.url.split("/")[4]


def walk(page: Page, demo: LiveDemo, look: Callable[[str], None]) -> str:
    """Register a dog from the start page to the confirmation; `look` is called on every page."""
    page.goto(f"{demo.url}/")
    look("start")
    page.fill("#suche", "hund")
    page.get_by_role("button", name="Suchen").click()
    look("search")
    page.get_by_role("link", name="Hund anmelden").first.click()
    look("service")
    page.get_by_role("link", name="Jetzt online beginnen").click()
    look("begin")
    page.get_by_role("button", name="Ohne Anmeldung beginnen").click()
    look("question")
    go_on(page)
    expect(page).to_have_title("Fehler: Wer hält den Hund? – Hund anmelden – Landeshauptstadt Mainz")
    look("question with errors")
    fill_holder(page)
    go_on(page)
    page.check("#haushalt-hat_hunde-2")
    go_on(page)
    fill_dog(page)
    see_what_follows(page)
    look("repeated items")
    go_on(page)
    page.check("#zahlung-lastschrift-2")
    go_on(page)
    look("check")
    reference = send(page)
    look("received")
    page.goto(f"{demo.url}/vorgang/{reference}/")
    look("matter")
    page.goto(f"{demo.url}/vorgang/{reference}/zuruecknehmen/")
    look("withdraw")
    page.goto(f"{demo.url}/vorgang/{reference}/nachreichen/")
    look("evidence")
    return reference


def test_no_page_of_the_way_has_barriers(page: Page, live_demo: LiveDemo, barriers: Barriers) -> None:
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        if names := barriers(page):
            found[name] = names

    walk(page, live_demo, look)

    assert {} == found


def test_every_page_of_the_way_fits_a_phone(page: Page, live_demo: LiveDemo) -> None:
    too_wide: list[str] = []

    def look(name: str) -> None:
        if not reflows(page):
            too_wide.append(name)

    walk(page, live_demo, look)

    assert [] == too_wide


def test_whole_way_works_without_javascript(page_without_javascript: Page, live_demo: LiveDemo) -> None:
    page = page_without_javascript
    begin_dog(page, live_demo)
    fill_holder(page)
    go_on(page)
    page.check("#haushalt-hat_hunde-2")
    go_on(page)
    fill_dog(page)
    go_on(page)
    see_what_follows(page)
    go_on(page)
    page.check("#zahlung-lastschrift-2")
    go_on(page)

    reference = send(page)

    page.goto(f"{live_demo.url}/vorgang/{reference}/")
    expect(page.get_by_text("Ihre Anmeldung ist eingegangen")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    ["", "leistungen/", "status/", "anmelden/", "hilfe/", "barrierefreiheit/", "datenschutz/", "impressum/", "meine/",
     "pruefen/XXXXX/", "gibt-es-nicht/"],
)  # fmt: skip
def test_page_has_no_barriers_and_fits_a_phone(
    browser: Browser, live_demo: LiveDemo, barriers: Barriers, address: str
) -> None:
    # A page of its own: here a missing page is no complaint.
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(f"{live_demo.url}/{address}")

    found = (barriers(page), reflows(page))
    context.close()

    assert ([], True) == found


def test_focus_is_always_visible(page: Page, live_demo: LiveDemo, invisible_focus: Callable[[Page], list[str]]) -> None:
    begin_dog(page, live_demo)

    assert [] == invisible_focus(page)


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


def test_application_can_be_sent_by_keyboard_alone(page: Page, live_demo: LiveDemo) -> None:
    page.goto(f"{live_demo.url}/leistungen/hundesteuer-anmeldung/beginnen/")
    press(page, "Ohne Anmeldung beginnen")
    type_into(page, "halter-vorname", "Erika")
    type_into(page, "halter-familienname", "Beispiel")
    for part, text in (("tag", "1"), ("monat", "2"), ("jahr", "1990")):
        type_into(page, f"halter-geburtsdatum-{part}", text)
    for part, text in ADDRESS.items():
        type_into(page, f"halter-anschrift-{part}", text)
    press(page, "Weiter")

    expect(page.locator("h1")).to_have_text("Leben schon Hunde bei Ihnen?")


def tab_to(page: Page, condition: str) -> None:
    """Press Tab until the focused element fits."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const e = document.activeElement; return {condition} }})()"):
            return
    raise AssertionError(f"not reached by keyboard: {condition}")


def press(page: Page, label: str) -> None:
    """Reach a button by Tab and press Enter."""
    tab_to(page, f"e.tagName === 'BUTTON' && e.textContent.trim() === '{label}'")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page: Page, name: str, text: str) -> None:
    """Reach a field by Tab and type."""
    tab_to(page, f"e.id === '{name}'")
    page.keyboard.type(text)
