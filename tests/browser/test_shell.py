"""The running installation as a browser sees it: strict policy, files in place, no barrier on the first page."""

import urllib.request
from collections.abc import Callable

from playwright.sync_api import Page

from tests import live
from tests.browser.conftest import reflows

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "frame-src 'self'",
}


def test_first_page_has_no_barrier_and_breaks_no_policy(
    live_demo: live.LiveDemo, page: Page, barriers: Callable[[Page], list[str]]
) -> None:
    page.goto(live_demo.url)

    assert [] == barriers(page)


def test_first_page_shows_where_the_focus_is(
    live_demo: live.LiveDemo, page: Page, invisible_focus: Callable[[Page], list[str]]
) -> None:
    page.goto(live_demo.url)

    assert [] == invisible_focus(page)


def test_first_page_fits_a_small_screen(live_demo: live.LiveDemo, page: Page) -> None:
    page.goto(live_demo.url)

    assert reflows(page)


def test_every_answer_carries_the_strict_policy(live_demo: live.LiveDemo) -> None:
    with urllib.request.urlopen(live_demo.url) as answer:
        headers = answer.headers

    directives = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    form_action = next(part for part in directives if part.startswith("form-action"))
    payment, identity = live_demo.simulator("payment"), live_demo.simulator("identity")
    assert POLICY | {f"form-action 'self' {payment} {identity}"} == directives
    assert form_action.startswith("form-action 'self'")
    assert ("nosniff", "same-origin", "DENY") == (
        headers["X-Content-Type-Options"],
        headers["Referrer-Policy"],
        headers["X-Frame-Options"],
    )
