"""A real Chromium, and axe to look for barriers."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES = ("light", "dark")


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
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [] == complaints


@pytest.fixture
def page_without_javascript(browser: Browser) -> Iterator[Page]:
    """Give a fresh page on which scripts do not run."""
    context = browser.new_context(locale="de-DE", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def _axe(root: Path) -> tuple[str, Any]:
    folder = root / "node_modules" / "axe-core"
    return (folder / "axe.min.js").read_text(), json.loads((folder / "locales" / "de.json").read_text())


@pytest.fixture
def barriers(_axe: tuple[str, Any]) -> Callable[[Page], list[str]]:
    """Give a function that lists the barriers axe finds on a page, in light and in dark colours."""
    script, german = _axe

    def find(page: Page) -> list[str]:
        found: list[str] = []
        # evaluate runs outside the page's CSP, so the strict policy stays on.
        page.evaluate(script)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            result = page.evaluate(
                """([tags, locale]) => { axe.configure({locale}); return axe.run(document, {
                    runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}}}) }""",
                [TAGS, german],
            )
            found += [
                f"{scheme}: {violation['id']} ({violation['impact']}) {violation['help']}: {node['target']}"
                for violation in result["violations"]
                for node in violation["nodes"]
            ]
        page.emulate_media(color_scheme=None)
        return found

    return find


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
    page.set_viewport_size({"width": 320, "height": 640})
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
