"""S-06 in a real browser: what people typed runs nowhere, and the policy has nothing to complain about."""

from urllib.parse import quote

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Dialog, Page

from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen
from tests.security.payloads import SCRIPTS
from tests.security.people import World


class Watched:
    """A page whose dialogs, script errors and complaints of the policy are written down."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.seen: list[str] = []
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        self.page.on("console", lambda said: self.seen.append(said.text) if "Content Security" in said.text else None)
        self.page.on("request", lambda asked: self.seen.append(asked.url) if _is_foreign(asked.url) else None)

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def look(self, address: str) -> None:
        """Open an address and stay as long as a script would need."""
        self.page.goto(address, wait_until="load")
        self.page.wait_for_timeout(150)


def _is_foreign(address: str) -> bool:
    return address.startswith(("https://evil.example", "http://evil.example"))


def _watched(browser: Chromium, world: World, person: Browser) -> Watched:
    context = browser.new_context(locale="de-DE")
    cookies = [
        {"name": cookie.name, "value": str(cookie.value), "url": world.demo.url}
        for cookie in person.client.cookies.jar
        if cookie.name.startswith("laufzettel")
    ]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    return Watched(context)


def test_typed_scripts_run_on_no_page(browser: Chromium, world: World) -> None:
    seen = []

    for start in range(0, len(SCRIPTS), 10):
        answers = stories.dog()
        answers["hunde"] = [
            {**answers["hunde"][0], "name": one[:60], "rasse": "andere", "rasse_text": one[:100]}
            for one in SCRIPTS[start : start + 10]
        ]
        citizen = Citizen(browser=Browser(world.demo.url))
        page = citizen.fill(citizen.start(stories.DOG), answers)
        window = _watched(browser, world, citizen.browser)
        for part in ("pruefen/", "frage/hunde/"):
            window.look(f"{world.demo.url}/antrag/{citizen.draft}/{part}")
        citizen.submit(page)
        window.look(f"{world.demo.url}/vorgang/{citizen.reference}/")
        desk = _watched(browser, world, world.browsers["clerk"])
        desk.look(f"{world.demo.url}/desk/vorgang/{citizen.reference}/")
        seen += window.seen + desk.seen

    assert [] == seen


def test_scripts_in_addresses_do_not_run(browser: Chromium, world: World) -> None:
    window = _watched(browser, world, world.browsers["nobody"])

    for one in SCRIPTS:
        window.page.goto(f"{world.demo.url}/leistungen/?suche={quote(one)}", wait_until="load")

    assert [] == window.seen


def test_control_the_same_text_without_escaping_and_policy_runs(browser: Chromium, world: World) -> None:
    window = _watched(browser, world, world.browsers["nobody"])

    for one in SCRIPTS[:20]:
        window.page.set_content(f"<html><body>{one}</body></html>")
        window.page.wait_for_timeout(50)

    assert "dialog: 1" in window.seen


def test_control_the_policy_stops_a_script_that_slipped_through(browser: Chromium, world: World) -> None:
    window = _watched(browser, world, world.browsers["nobody"])
    window.look(f"{world.demo.url}/status/")

    window.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'alert(1)'; document.body.append(s);"
        " const i = document.createElement('img'); i.setAttribute('onerror', 'alert(1)'); i.src = 'data:,x';"
        " document.body.append(i) }"
    )
    window.page.wait_for_timeout(300)

    assert not any(text.startswith("dialog") for text in window.seen)
    assert any("Content Security Policy" in text for text in window.seen)
