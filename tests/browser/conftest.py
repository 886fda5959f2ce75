"""A real Chromium, and axe to look for barriers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import probes
from tests.live import SLOWNESS

expect.set_options(timeout=5_000 * SLOWNESS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a browser test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a fresh page; anything the browser complains about (CSP, missing files, script errors) fails the test."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    context.set_default_timeout(10_000 * SLOWNESS)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [] == [text for text in complaints if probes.is_complaint(text)]


@pytest.fixture
def barriers() -> Callable[[Page], list[str]]:
    """Give the function that lists the barriers axe finds on a page."""
    return probes.barriers


@pytest.fixture
def invisible_focus() -> Callable[[Page], list[str]]:
    """Give a function that walks a page with the Tab key and lists what has no visible focus."""

    def walk(page: Page) -> list[str]:
        hidden: list[str] = []
        for _ in range(120):
            page.keyboard.press("Tab")
            stop = page.evaluate(
                """() => { const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
                    if (e === document.body) return null;
                    const ring = (s.outlineStyle !== 'none' && s.outlineWidth !== '0px') || s.boxShadow !== 'none';
                    const seen = ring && r.width > 3 && r.height > 3;
                    return {name: e.id || e.textContent.trim().slice(0, 25), ok: seen} }"""
            )
            if stop is None:
                break
            if not stop["ok"]:
                hidden.append(stop["name"])
        return hidden

    return walk


def reflows(page: Page) -> bool:
    """Say whether the page fits 320 CSS pixels without scrolling sideways (WCAG 1.4.10)."""
    page.set_viewport_size(probes.PHONE)  # type: ignore[arg-type]
    return not probes.too_wide(page)
