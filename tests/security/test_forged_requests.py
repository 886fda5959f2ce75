"""S-16: no address changes anything without the token of the page, whoever asks and however it is sent."""

import pytest
from django.urls import reverse

from tests.security import test_rights as rights
from tests.security.people import World

SENDERS = ("nobody", "guest owner", "account owner", "clerk")
# What a forged request could change, as counts and sums of the database.
STATE = """
    SELECT (SELECT count(*) FROM platform_event), (SELECT count(*) FROM submissions_draft),
           (SELECT sum(version) FROM submissions_draft), (SELECT count(*) FROM submissions_attachment),
           (SELECT count(*) FROM payments_attempt), (SELECT count(*) FROM cases_task WHERE state = 'open')
"""


def _addresses(world: World) -> list[str]:
    return [
        rights._address(name, dict(world.things(owner)))
        for owner in ("guest", "account")
        for name in sorted(rights._names())
        # Programs show a token in a header, which no other site can make a browser send (src/laufzettel/rest/tests).
        if name not in ("theme", "health") and not name.startswith("rest:")
    ]


@pytest.mark.parametrize("disguise", ["form", "json", "text"])
def test_sending_without_the_token_is_refused_and_changes_nothing(world: World, disguise: str) -> None:
    before = world.demo.query(STATE)
    bodies = {
        "form": {"data": {"weiter": "1", "text": "x", "erklaerung.richtig": "ja", "fassung": "1"}},
        "json": {"json": {"text": "x"}},
        "text": {"content": b'{"text": "x"}', "headers": {"Content-Type": "text/plain"}},
    }

    answers = {
        f"{role} {address}": world.browsers[role].client.post(world.demo.url + address, **bodies[disguise]).status_code
        for address in _addresses(world)
        for role in SENDERS
    }

    # Pages that are only for reading refuse sending as such.
    assert {} == {where: status for where, status in answers.items() if status not in (403, 405)}
    assert before == world.demo.query(STATE)


def test_token_of_somebody_else_is_refused(world: World) -> None:
    address = world.demo.url + reverse("portal:start_login", urlconf="laufzettel.config.urls")
    foreign = world.browsers["other guest"].token()

    response = world.browsers["guest owner"].client.post(address, data={"csrfmiddlewaretoken": foreign})

    assert 403 == response.status_code


def test_request_that_comes_from_another_site_is_refused(world: World) -> None:
    browser = world.browsers["guest owner"]
    address = world.demo.url + reverse("portal:start_login", urlconf="laufzettel.config.urls")

    response = browser.client.post(
        address, data={"csrfmiddlewaretoken": browser.token()}, headers={"Origin": "https://evil.example"}
    )

    assert 403 == response.status_code


def test_with_its_token_the_same_request_is_accepted(world: World) -> None:
    browser = world.browsers["guest owner"]
    address = reverse("portal:start_login", urlconf="laufzettel.config.urls")

    page = browser.post(address, stufe="low", weiter="/meine/")

    assert "/authorize" in page.url


def test_strangers_cannot_send_with_their_own_token(world: World) -> None:
    before = world.demo.query(STATE)
    answers = {}

    for role in ("other guest", "other account", "clerk of another unit", "clerk of another town"):
        for name in sorted({*rights.OWNED, *rights.SENT_ONLY, *rights.CASES, *rights.DESK_SENT_ONLY}):
            browser = world.browsers[role]
            for owner in ("guest", "account"):
                address = world.demo.url + rights._address(name, dict(world.things(owner)))
                sent = browser.client.post(address, data={"csrfmiddlewaretoken": browser.token(), "text": "x"})
                if sent.headers.get("location", "").startswith("/desk/anmelden/") or sent.status_code == 405:
                    continue
                # Who has not signed in as a clerk gets the typed text back and the way to the login.
                if sent.status_code == 403 and name.startswith("desk:") and "/desk/anmelden/" in sent.text:
                    continue
                is_gone = name == "portal:delete_draft" and sent.status_code == 302
                if sent.status_code != 404 and not is_gone:
                    answers[f"{role} {address}"] = sent.status_code

    assert {} == answers
    assert before == world.demo.query(STATE)
