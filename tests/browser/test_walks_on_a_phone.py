"""Each service from search to status on a phone 320 pixels wide whose scripts do not run."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import probes
from tests.browser.hands import Fingers
from tests.browser.walking import ANSWERS, Way
from tests.browser.words import LANGUAGES, words
from tests.live import SLOWNESS, LiveDemo

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", ANSWERS)
def test_whole_way_goes_on_a_phone_without_scripts(
    browser: Browser, live_demo: LiveDemo, service: str, language: str
) -> None:
    found: dict[str, list[str]] = {}

    def look(page: Page, name: str, state: str) -> None:
        wrong = probes.too_wide(page)
        if state == "start":
            wrong += probes.hurt_by_text(page) + probes.vanished_in_forced_colours(page)
        if wrong:
            found[f"{name}, {state}"] = wrong

    context = browser.new_context(locale="de-DE", java_script_enabled=False, viewport=probes.PHONE)  # type: ignore[arg-type]
    context.set_default_timeout(10_000 * SLOWNESS)
    page = context.new_page()
    watch = probes.Watch(page, live_demo)

    Way(hands=Fingers(page=page), words=words(service, language), look=look).go(live_demo.url)
    beside = watch.found()
    context.close()

    assert {} == found
    assert [] == beside
