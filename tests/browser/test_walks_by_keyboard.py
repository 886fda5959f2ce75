"""Each service from search to status with a keyboard and nothing else; no page on the way has a barrier."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import probes
from tests.browser.hands import Keyboard
from tests.browser.walking import ANSWERS, Way
from tests.browser.words import LANGUAGES, words
from tests.live import SLOWNESS, LiveDemo

pytestmark = pytest.mark.slow
# Pages beside the way, below the address of the matter.
BESIDE = ("", "zuruecknehmen/", "nachreichen/", "nachricht/", "zugriffe/")


class Eyes:
    """Look at every page in every state, in both schemes, and once as narrow as a phone."""

    def __init__(self, language: str, service: str) -> None:
        self.words = words(service, language)
        self.found: dict[str, list[str]] = {}
        self.titles: dict[str, str] = {}

    def look(self, page: Page, name: str, state: str) -> None:
        found = probes.barriers(page) + probes.wrong_labels(page, self.words)
        if page.locator("html").get_attribute("lang") != self.words.language:
            found.append("language")
        if state == "start":
            self.titles[urlsplit(page.url).path] = page.title()
        if state != "filled":
            page.set_viewport_size(probes.PHONE)  # type: ignore[arg-type]
            found += [f"320 px: {one}" for one in (*probes.too_wide(page), *probes.small_targets(page))]
            page.set_viewport_size(probes.DESKTOP)  # type: ignore[arg-type]
        if (state == "errors") != page.title().startswith(self.words.ui("Fehler:")) and state != "filled":
            found.append(f"title: {page.title()}")
        if found:
            self.found[f"{name}, {state}"] = found

    def doubled_titles(self) -> list[str]:
        """List titles that more than one page bears."""
        all_of_them = list(self.titles.values())
        return sorted({title for title in all_of_them if all_of_them.count(title) > 1})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", ANSWERS)
def test_whole_way_goes_by_keyboard_and_has_no_barriers(
    browser: Browser, live_demo: LiveDemo, service: str, language: str
) -> None:
    context = browser.new_context(locale="de-DE", viewport=probes.DESKTOP)  # type: ignore[arg-type]
    context.set_default_timeout(10_000 * SLOWNESS)
    page = context.new_page()
    watch, eyes, hands = probes.Watch(page, live_demo), Eyes(language, service), Keyboard(page=page)

    reference = Way(hands=hands, words=eyes.words, look=eyes.look).go(live_demo.url)
    for below in BESIDE:
        hands.open(f"{live_demo.url}/vorgang/{reference}/{below}")
        eyes.look(page, f"matter {below}" if below else "matter", "start")
    beside = watch.found()
    context.close()

    assert {} == eyes.found
    assert [] == hands.unseen
    assert [] == eyes.doubled_titles()
    assert [] == beside


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_stop_is_a_visible_way_past_the_header(page: Page, live_demo: LiveDemo, language: str) -> None:
    page.goto(f"{live_demo.url}/")
    if language != "de":
        page.get_by_role("link", name=LANGUAGES[language]).click()

    page.keyboard.press("Tab")

    skip = page.locator("a.lz-skip")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert min(box["width"], box["height"]) >= 24
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
