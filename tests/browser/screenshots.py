"""Take the pictures of a citizen's journey for docs/start: `python -m tests.browser.screenshots ADDRESS_OF_A_DEMO`."""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.hands import Fingers
from tests.browser.walking import Way
from tests.browser.words import words
from tests.journeys import stories

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "start" / "journey"
SIZES = {"phone": {"width": 390, "height": 960}, "desktop": {"width": 1280, "height": 800}}
# Which pages and states of which service are shown, and under which name.
SHOWN = {
    stories.DOG: {
        ("start", "start"): "01-start",
        ("search", "start"): "02-search",
        ("service", "start"): "03-service",
        ("begin", "start"): "04-begin",
        ("question halter", "start"): "05-question",
        ("question halter", "errors"): "06-errors",
        ("question hunde", "filled"): "07-filled",
        ("check", "start"): "08-check",
        ("received", "start"): "09-received",
        ("matter", "start"): "10-status",
    },
    stories.CERTIFICATE: {
        ("data from the account", "start"): "11-account",
        ("pay", "start"): "12-pay",
        ("paid", "start"): "13-paid",
    },
}
# Taken where the interesting part begins further down.
FROM_FIELD = {"07-filled": "h2, .lz-item", "08-check": "form[data-once]"}
COLOURS, MOST_BYTES = 96, 150_000


def main(url: str) -> None:
    """Walk through the services on a phone and at a desk, and keep the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("LAUFZETTEL_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for size in SIZES:
            for service in SHOWN:
                _walk(browser, url, service, size)
        browser.close()


def _walk(browser: Browser, url: str, service: str, size: str) -> None:
    # Two dots for one on a phone: small letters stay readable.
    scale = 1.5 if size == "phone" else 1
    context = browser.new_context(locale="de-DE", viewport=SIZES[size], device_scale_factor=scale)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)

    def look(page: Page, name: str, state: str) -> None:
        if picture := SHOWN[service].get((name, state)):
            _keep(page, picture, size)

    Way(hands=Fingers(page=context.new_page()), words=words(service, "de"), look=look).go(url)
    context.close()


def _keep(page: Page, picture: str, size: str) -> None:
    page.evaluate("() => document.fonts.ready")
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    if within := FROM_FIELD.get(picture):
        page.locator(f"main :is({within})").first.evaluate("(e) => e.scrollIntoView({block: 'start'})")
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    target = FOLDER / f"{picture}-{size}.png"
    image.save(target, optimize=True)
    assert target.stat().st_size < MOST_BYTES, f"{target.name}: {target.stat().st_size}"


if __name__ == "__main__":
    main(sys.argv[1])
