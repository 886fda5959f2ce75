"""What axe cannot see: each probe returns what is wrong with a page, in words; empty when nothing is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.hands import names
from tests.browser.words import Words
from tests.live import LiveDemo

ROOT = Path(__file__).resolve().parents[2]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The session, and the token that keeps other sites from sending forms in somebody's name.
COOKIES = {"laufzettel_sitzung", "laufzettel_schutz"}
PHONE, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
# WCAG 1.4.12, as the criterion gives it.
_SPACING = (
    "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
    " p {margin-bottom: 2em !important}"
)
_DOUBLE = "html {font-size: 200% !important}"
_AXE = """([tags, locale, rules]) => { axe.configure({locale}); return axe.run(document, {resultTypes: ['violations'],
    runOnly: rules ? {type: 'rule', values: rules} : {type: 'tag', values: tags},
    rules: {'target-size': {enabled: true}}}) }"""
# Colours differ between the schemes, structure does not.
_OF_COLOUR = ["color-contrast", "link-in-text-block"]
_CUT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter((e) => {
    const s = getComputedStyle(e);
    return e.checkVisibility() && !e.closest('.lz-sr, .kern-sr-only') && ['hidden', 'clip'].includes(s.overflowX)
      && e.children.length === 0 && e.textContent.trim()
      && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  }).map((e) => e.tagName.toLowerCase() + ': ' + e.textContent.trim().slice(0, 30))"""
_WIDE = """() => { const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    return [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility()
        && e.getBoundingClientRect().right > limit + 1 && !e.closest('.lz-scroll'))
      .map((e) => e.tagName.toLowerCase() + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right))
      .slice(0, 5).concat(['wider than ' + limit]) }"""
_VANISHED = """() => [...document.querySelectorAll('main :is(input, select, textarea, button, a.kern-btn)')]
    .filter((e) => e.checkVisibility() && e.type !== 'hidden')
    .filter((e) => !e.matches('.lz-linkbutton, .kern-btn--tertiary, .lz-sr'))
    .filter((e) => ![e, e.parentElement].some((box) => { const s = getComputedStyle(box);
      return s.outlineStyle !== 'none' || s.appearance !== 'none' || ['Top', 'Bottom'].some((side) =>
        s['border' + side + 'Style'] !== 'none' && parseFloat(s['border' + side + 'Width']) > 0) }))
    .map((e) => 'no border in forced colours: ' + (e.name || e.innerText))"""
_RING = """() => { const e = document.activeElement, s = getComputedStyle(e);
    return e === document.body || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) }"""


def barriers(page: Page) -> list[str]:
    """List what axe finds on a page in light colours, and in dark ones what depends on colours."""
    # evaluate runs outside the page's CSP, so the strict policy stays on.
    script, german = _axe()
    page.evaluate(script)
    found = []
    for scheme, rules in (("light", None), ("dark", _OF_COLOUR)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        result = page.evaluate(_AXE, [TAGS, german, rules])
        found += [f"{scheme}: {line}" for line in _lines(result)]
    page.emulate_media(color_scheme=None)
    return found


def wrong_labels(page: Page, words: Words) -> list[str]:
    """List the labels of fields on the page that are not those of the package in the language of the reader."""
    shown = " ".join(page.inner_text("main").split())
    wanted = {words.label(name) for name in names(page, "")}
    return [f"label not shown: {label}" for label in wanted if " ".join(label.split()) not in shown]


def too_wide(page: Page) -> list[str]:
    """List what sticks out of the window: the page would scroll sideways (WCAG 1.4.10 at 320 CSS pixels)."""
    return list(page.evaluate(_WIDE))


def hurt_by_text(page: Page) -> list[str]:
    """List what is cut or sticks out with wider spacing (1.4.12) and with letters twice as large (1.4.4)."""
    found = []
    for name, style in (("text spacing", _SPACING), ("200 % text", _DOUBLE)):
        with _styled(page, style):
            found += [f"{name}: {one}" for one in (*page.evaluate(_CUT), *too_wide(page))]
    return found


def vanished_in_forced_colours(page: Page) -> list[str]:
    """List controls without an edge, and a focus without a ring, when the system dictates the colours."""
    page.emulate_media(forced_colors="active")
    found = list(page.evaluate(_VANISHED))
    for _ in range(3):
        page.keyboard.press("Tab")
        if not page.evaluate(_RING):
            found.append("no ring in forced colours: " + page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
    page.emulate_media(forced_colors=None)
    return found


def small_targets(page: Page) -> list[str]:
    """List what axe finds too small or too close to be hit (2.5.8)."""
    script, german = _axe()
    page.evaluate(script)
    return list(_lines(page.evaluate(_AXE, [TAGS, german, ["target-size"]])))


class Watch:
    """What a browser does besides showing pages: complaints, cookies, whom it asks."""

    def __init__(self, page: Page, demo: LiveDemo) -> None:
        self._page = page
        self._url = demo.url
        # The payment service and the identity provider are pages that people go to, not parts of ours.
        self._known = (demo.url, demo.simulator("payment"), demo.simulator("identity"), "data:")
        self.complaints: list[str] = []
        self.strangers: set[str] = set()
        page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda asked: self._hear(asked.url))

    def _note(self, text: str) -> None:
        if is_complaint(text):
            self.complaints.append(text)

    def _hear(self, address: str) -> None:
        if not address.startswith(self._known):
            self.strangers.add(address)

    def found(self) -> list[str]:
        """List what must not be: complaints, requests to strangers, cookies besides session and protection token."""
        cookies = {str(one["name"]) for one in self._page.context.cookies(self._url)} - COOKIES
        return [*self.complaints, *sorted(self.strangers), *(f"cookie: {name}" for name in sorted(cookies))]


def is_complaint(text: str) -> bool:
    """Say whether a line of the browser's console tells of something wrong.

    A page that says what is missing answers 422, and the browser remarks on that by itself; htmx remarks on a question
    that it dropped because a newer one followed. A question that failed is `htmx:sendError`, and that counts.
    """
    return "status of 422" not in text and not text.startswith(("htmx:afterRequest", "htmx:sendAbort"))


def _lines(result: dict[str, Any]) -> Iterator[str]:
    for violation in result["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']} ({violation['impact']}) {violation['help']}: {node['target']}"


@contextmanager
def _styled(page: Page, style: str) -> Iterator[None]:
    # A style sheet that a script builds is none of those that the policy forbids.
    page.evaluate(
        "(text) => { const s = new CSSStyleSheet(); s.replaceSync(text); document.adoptedStyleSheets = [s] }", style
    )
    yield
    page.evaluate("() => { document.adoptedStyleSheets = [] }")


@cache
def _axe() -> tuple[str, Any]:
    folder = ROOT / "node_modules" / "axe-core"
    return (folder / "axe.min.js").read_text(), json.loads((folder / "locales" / "de.json").read_text())
