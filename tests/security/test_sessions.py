"""S-17: signing in gives a new session key, signing out ends it, cookies are out of reach for scripts."""

from http.cookies import SimpleCookie

import httpx
import pytest

from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen
from tests.security.people import World

SESSION, TOKEN = "laufzettel_sitzung", "laufzettel_schutz"


def _key(browser: Browser) -> str | None:
    return browser.client.cookies.get(SESSION)


def _planted(browser: Browser) -> str:
    """Begin a draft, so that there is a session, as somebody would who plants its key in another browser."""
    Citizen(browser=browser).start(stories.DOG)
    key = _key(browser)
    assert key
    return key


def _with_key(world: World, key: str, address: str) -> httpx.Response:
    return httpx.get(world.demo.url + address, cookies={SESSION: key})


def test_account_gets_a_new_key_and_the_planted_one_sees_nothing(world: World) -> None:
    browser = Browser(world.demo.url)
    planted = _planted(browser)

    Citizen(browser=browser).log_in(person="demo-max", level="low")

    assert planted != _key(browser)
    assert "Mustermann" not in _with_key(world, planted, "/meine/").text
    assert "Mustermann" in _with_key(world, str(_key(browser)), "/meine/").text


def test_clerk_gets_a_new_key_at_both_steps_and_the_planted_one_must_sign_in(world: World) -> None:
    clerk = stories.log_in(world.demo.url, "edda")
    browser = Browser(world.demo.url)
    planted = _planted(browser)
    person = stories.demo_clerk("carla")
    form = browser.get("/desk/anmelden/").form()
    form.put("email", person["email"])
    form.put("passwort", person["password"])

    browser.send(form)

    assert planted != _key(browser)
    assert 302 == _with_key(world, str(_key(browser)), "/desk/").status_code
    assert 200 == _with_key(world, str(_key(clerk.browser)), "/desk/").status_code
    _signing_out_ends_the_session(world, clerk.browser, form_at="/desk/", closed="/desk/")


def test_guest_gets_a_new_key_when_opening_a_matter(world: World) -> None:
    owner = world.guest.citizen
    browser = Browser(world.demo.url)
    planted = _planted(browser)
    visitor = Citizen(browser=browser, reference=str(world.things("guest")["open reference"]))
    visitor.access_code = owner.access_code

    page = visitor.come_back()

    assert (200, f"/vorgang/{visitor.reference}/") == (page.status, page.path)
    assert planted != _key(browser)
    assert 404 == _with_key(world, planted, f"/vorgang/{visitor.reference}/").status_code


def test_account_that_signs_out_is_out(world: World) -> None:
    browser = Browser(world.demo.url)
    Citizen(browser=browser).log_in(person="demo-juergen", level="low")

    _signing_out_ends_the_session(world, browser, form_at="/meine/", closed="")

    assert "Jürgen" not in browser.get("/meine/").text


def _signing_out_ends_the_session(world: World, browser: Browser, *, form_at: str, closed: str) -> None:
    key = str(_key(browser))
    page = browser.get(form_at)
    action = page.root.xpath("//form[contains(@action, 'abmelden')]/@action")[0]

    browser.post(action)

    assert not world.demo.query("SELECT 1 FROM django_session WHERE session_key = %s", key.partition(".")[0])
    if closed:
        assert 302 == _with_key(world, key, closed).status_code


@pytest.mark.parametrize("address", ["/status/", "/desk/anmelden/"])
def test_cookies_are_out_of_reach_for_scripts_and_other_sites(world: World, address: str) -> None:
    browser = Browser(world.demo.url)
    _planted(browser)
    cookies: SimpleCookie = SimpleCookie()

    for header in httpx.get(world.demo.url + address, cookies=browser.client.cookies).headers.get_list("set-cookie"):
        cookies.load(header)

    assert TOKEN in cookies
    assert {("Lax", True)} == {(one["samesite"], one["httponly"]) for one in cookies.values()}


def test_session_cookie_carries_the_flags(world: World) -> None:
    browser = Browser(world.demo.url)
    page = browser.get(f"/leistungen/{stories.DOG}/beginnen/")
    form = page.form("/entwurf/")

    response = browser.client.post(form.action, data={key: value[0] for key, value in form.fields.items()})

    cookie: SimpleCookie = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        cookie.load(header)
    assert ("Lax", True, "/") == (cookie[SESSION]["samesite"], cookie[SESSION]["httponly"], cookie[SESSION]["path"])


def test_answer_of_the_identity_provider_counts_once_and_only_in_its_browser(world: World) -> None:
    mine, other = Browser(world.demo.url), Browser(world.demo.url)
    form = mine.get("/anmelden/").form("/anmelden/los/")
    choice = mine.send(form).form("/authorize/")
    choice.put("person", "demo-max")
    data = {**{key: value[0] for key, value in choice.fields.items()}, "wahl": "anmelden"}
    answer = httpx.post(choice.action, data=data).headers["location"]

    stolen = other.get(answer)
    first = mine.get(answer)
    again = Browser(world.demo.url).get(answer)

    assert "Mustermann" not in stolen.text
    assert "Mustermann" not in again.text
    assert "/meine/" == first.path
