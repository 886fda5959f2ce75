"""S-04, S-18: guessing teaches nothing and soon ends, for the guesser alone."""

import statistics
import time
from collections.abc import Callable
from itertools import count

import pytest

from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen, Page
from tests.security.people import World

_addresses = count(10)
# Generous for a busy machine; a password check that is left out saves ten times as much.
DIFFERENCE_MS = 25


def _elsewhere(world: World) -> Browser:
    """Give a browser at an address of its own: tries are counted per address."""
    return Browser(world.demo.url, address=f"127.0.1.{next(_addresses)}")


def _ask_status(browser: Browser, reference: str, code: str = "AAAAA-BBBBB-CCCCC-DDDDD") -> Page:
    form = browser.get("/status/").form()
    form.put("vorgangsnummer", reference)
    form.put("zugangscode", code)
    return browser.send(form)


def _sign_in(browser: Browser, email: str, password: str = "falsches-Passwort-1") -> Page:
    form = browser.get("/desk/anmelden/").form()
    form.put("email", email)
    form.put("passwort", password)
    return browser.send(form)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _body(page: Page, *typed: str) -> str:
    text = page.text
    for word in typed:
        text = text.replace(word, "…")
    return text


def test_status_answers_the_same_for_known_and_unknown_matters(world: World) -> None:
    of_guest, of_account = (str(world.things(owner)["reference"]) for owner in ("guest", "account"))
    unknown = "MZ-26-AAAA-AAAA"

    answers = {
        (page.status, _body(page, reference))
        for reference in (of_guest, of_account, unknown)
        for page in [_ask_status(_elsewhere(world), reference)]
    }

    assert 1 == len(answers)
    assert 422 == next(iter(answers))[0]


def test_login_answers_the_same_for_known_and_unknown_people(world: World) -> None:
    known, elsewhere, unknown = "boris.thelen@mainz.example", "falk.sommer@musterstadt.example", "x@mainz.example"

    answers = {
        (page.status, _body(page, email))
        for email in (known, elsewhere, unknown)
        for page in [_sign_in(_elsewhere(world), email)]
    }
    right_password = _sign_in(_elsewhere(world), elsewhere, stories.demo_clerk("falk", town="musterstadt")["password"])

    assert 1 == len(answers)
    assert answers == {(right_password.status, _body(right_password, elsewhere))}


def test_login_takes_as_long_for_unknown_people(world: World) -> None:
    browsers = [_elsewhere(world) for _ in range(8)]

    known, unknown = [], []
    for number, browser in enumerate(browsers):
        known.append(_seconds(lambda: _sign_in(browser, "deniz.kaya@mainz.example")))  # noqa: B023
        unknown.append(_seconds(lambda: _sign_in(browser, f"nobody{number}@mainz.example")))  # noqa: B023

    difference = abs(statistics.median(known) - statistics.median(unknown))
    assert difference * 1000 < DIFFERENCE_MS + 500 * statistics.median(known)


def test_status_ends_guessing_for_the_guesser_alone(world: World) -> None:
    guesser, owner = _elsewhere(world), Citizen(browser=_elsewhere(world))
    owner.reference = str(world.things("guest")["open reference"])
    owner.access_code = world.guest.citizen.access_code

    answers = [_ask_status(guesser, owner.reference) for _ in range(12)]
    with_right_code = _ask_status(guesser, owner.reference, owner.access_code)

    assert "zu viele Versuche" in answers[-1].text
    assert "zu viele Versuche" in with_right_code.text
    assert f"/vorgang/{owner.reference}/" == owner.come_back().path


def test_login_ends_guessing_without_locking_the_clerk_out(world: World) -> None:
    guesser = _elsewhere(world)
    person = stories.demo_clerk("deniz")

    answers = [_sign_in(guesser, person["email"], f"geraten-Passwort-{number}") for number in range(12)]
    with_right_password = _sign_in(guesser, person["email"], person["password"])
    clerk = _sign_in(_elsewhere(world), person["email"], person["password"])

    assert "zu viele Versuche" in answers[-1].text
    assert "zu viele Versuche" in with_right_password.text
    assert clerk.path.endswith("/code/")


def test_second_factor_ends_guessing(world: World) -> None:
    browser = _elsewhere(world)
    person = stories.demo_clerk("carla")
    page = _sign_in(browser, person["email"], person["password"])

    for number in range(8):
        form = page.form()
        form.put("code", f"{number:06d}")
        page = browser.send(form)

    assert "zu viele Versuche" in page.text


@pytest.mark.parametrize("address", ["127.0.1.200"])
def test_forged_proxy_header_does_not_reset_the_count(world: World, address: str) -> None:
    guesser = Browser(world.demo.url, address=address)

    answers = []
    for number in range(12):
        guesser.client.headers["X-Forwarded-For"] = f"203.0.113.{number}"
        answers.append(_ask_status(guesser, "MZ-26-AAAA-AAAA"))

    assert "zu viele Versuche" in answers[-1].text
