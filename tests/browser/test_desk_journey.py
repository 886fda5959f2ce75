"""A clerk's way through the running product: without barriers, on a narrow window, by keyboard, without JavaScript."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from laufzettel.accounts.totp import totp_code
from tests.browser.conftest import reflows
from tests.journeys import stories
from tests.journeys.http_driver import Browser as Reader
from tests.journeys.http_driver import Citizen, Clerk, wait_for
from tests.live import SLOWNESS, LiveDemo

Barriers = Callable[[Page], list[str]]
Desk = tuple[Clerk, str]


@pytest.fixture(scope="module")
def desk(live_demo: LiveDemo, clerks: stories.Clerks) -> Desk:
    """Give a signed-in clerk and the reference of a dog that waits for the check."""
    clerk = clerks.window("boris")
    return clerk, apply_for_dog(live_demo, clerk)


def apply_for_dog(demo: LiveDemo, clerk: Clerk) -> str:
    """Register a dog and wait until the town hall sees it."""
    citizen = Citizen(browser=Reader(demo.url, patience_s=30))
    citizen.apply(stories.DOG, stories.dog())
    wait_for(lambda: clerk.open_tasks(citizen.reference))
    return citizen.reference


@pytest.fixture
def clerk_page(browser: Browser, live_demo: LiveDemo, desk: Desk) -> Iterator[Page]:
    """Give a page on which the clerk is signed in; whatever the browser complains about fails the test."""
    context = signed_in(browser, live_demo, desk)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [] == complaints


def signed_in(browser: Browser, demo: LiveDemo, desk: Desk, *, scripts: bool = True) -> BrowserContext:
    """Open a browser with the clerk's session."""
    context = browser.new_context(locale="de-DE", java_script_enabled=scripts, viewport={"width": 1366, "height": 900})
    context.set_default_timeout(10_000 * SLOWNESS)
    cookies = desk[0].browser.client.cookies
    context.add_cookies([{"name": name, "value": value, "url": demo.url} for name, value in cookies.items()])
    return context


def test_clerk_signs_in_with_two_factors(page: Page, live_demo: LiveDemo, barriers: Barriers) -> None:
    carla = stories.demo_clerk("carla")
    page.goto(f"{live_demo.url}/desk/")
    found = barriers(page)
    page.fill("#email", carla["email"])
    page.fill("#passwort", carla["password"])
    page.keyboard.press("Enter")
    page.wait_for_selector("#code")
    found += barriers(page)
    page.fill("#code", totp_code(carla["totp_secret"], now=datetime.now(UTC)))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Posteingang")).to_be_visible()
    assert [] == found


@pytest.mark.parametrize("below", ["", "frage/", "vermerk/", "abgeben/"])
def test_page_of_a_case_has_no_barriers_and_fits_a_phone(
    clerk_page: Page, live_demo: LiveDemo, desk: Desk, barriers: Barriers, below: str
) -> None:
    clerk_page.goto(f"{live_demo.url}/desk/vorgang/{desk[1]}/{below}")

    assert ([], True) == (barriers(clerk_page), reflows(clerk_page))


def test_inbox_has_no_barriers_and_fits_a_phone(
    clerk_page: Page, live_demo: LiveDemo, desk: Desk, barriers: Barriers
) -> None:
    clerk_page.goto(f"{live_demo.url}/desk/")

    expect(clerk_page.get_by_role("link", name=desk[1])).to_be_visible()
    assert ([], True) == (barriers(clerk_page), reflows(clerk_page))


def test_focus_is_always_visible(
    clerk_page: Page, live_demo: LiveDemo, desk: Desk, invisible_focus: Callable[[Page], list[str]]
) -> None:
    clerk_page.goto(f"{live_demo.url}/desk/vorgang/{desk[1]}/frage/")

    assert [] == invisible_focus(clerk_page)


def test_viewer_shows_the_application_inside_the_page(clerk_page: Page, live_demo: LiveDemo, desk: Desk) -> None:
    clerk_page.goto(f"{live_demo.url}/desk/vorgang/{desk[1]}/")
    clerk_page.wait_for_selector("iframe[name=betrachter]")

    with clerk_page.expect_response(lambda answer: "/dokument/" in answer.url) as shown:
        clerk_page.locator(".lz-documents a[target=betrachter]").first.click()

    assert 200 == shown.value.status
    assert clerk_page.url.endswith(f"/vorgang/{desk[1]}/")


def test_check_decision_preview_and_release(
    clerk_page: Page, live_demo: LiveDemo, desk: Desk, barriers: Barriers
) -> None:
    reference = apply_for_dog(live_demo, desk[0])
    page = clerk_page
    page.goto(f"{live_demo.url}/desk/vorgang/{reference}/")
    page.get_by_role("button", name="Übernehmen").first.click()
    expect(page.get_by_text("Ihnen zugewiesen")).to_be_visible()
    complete_review(page)
    open_decision(page, live_demo, reference)
    found = barriers(page)
    page.get_by_label("Festsetzen", exact=False).first.check()
    page.fill("#gruende", "Die Angaben sind vollständig.")
    page.get_by_role("button", name="Vorschau ansehen").click()
    expect(page.get_by_text("Entwurf – nicht gesiegelt")).to_be_visible()
    found += barriers(page)
    assert reflows(page)
    page.get_by_role("button", name="Schreiben freigeben").click()

    expect(page.get_by_text("Die Entscheidung ist getroffen.")).to_be_visible()
    wait_for(lambda: _reloaded(page).locator("a[href*='/schreiben/']").count())
    page.locator("a[href*='/schreiben/']").first.click()
    expect(page.get_by_role("heading", name="Stand")).to_be_visible()
    assert [] == found + barriers(page)


def _reloaded(page: Page) -> Page:
    page.reload()
    return page


def complete_review(page: Page) -> None:
    """Complete the first task with its first answers."""
    for group in page.locator(".lz-task form fieldset").all():
        group.locator("input[type=radio]").first.check()
    page.get_by_role("button", name="Aufgabe abschließen").click()


def open_decision(page: Page, demo: LiveDemo, reference: str) -> None:
    """Wait until there is something to decide and open it."""
    last_moment = time.monotonic() + 60 * SLOWNESS
    while not page.get_by_role("link", name="Entscheiden").count():
        assert time.monotonic() < last_moment, page.inner_text("main")
        page.goto(f"{demo.url}/desk/vorgang/{reference}/")
    page.get_by_role("link", name="Entscheiden").first.click()


def test_desk_works_without_javascript(browser: Browser, live_demo: LiveDemo, desk: Desk) -> None:
    context = signed_in(browser, live_demo, desk, scripts=False)
    page = context.new_page()
    page.goto(f"{live_demo.url}/desk/vorgang/{desk[1]}/frage/")
    page.fill("#text", "Wie alt ist Bello?")
    page.fill("#angabe-0", "Alter")
    page.get_by_role("button", name="Weitere Angabe").click()
    expect(page.locator("#angabe-3")).to_be_visible()
    page.get_by_role("button", name="Rückfrage senden").click()

    expect(page.get_by_text("Die Frage ist gestellt.")).to_be_visible()
    context.close()
