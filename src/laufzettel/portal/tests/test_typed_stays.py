"""Two windows, a login that ended, a service that is down: nothing typed is lost, and the page says so."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from lxml import html

from laufzettel.accounts.models import Account
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.portal.tests.conftest import PERSON, begin, filled

pytestmark = pytest.mark.usefixtures("bicycle")


def _again(page: bytes) -> dict[str, str]:
    """Return the fields of the form that sends everything once more."""
    form = next(one for one in html.fromstring(page.decode()).forms if "Quittenbaum" in str(one.form_values()))
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def test_page_sent_after_the_login_ended_can_be_sent_again(citizen: Client) -> None:
    address = begin(citizen)
    cookies = citizen.cookies.output()
    kept_cookie = citizen.cookies["laufzettel_sitzung"].value
    citizen.cookies["laufzettel_sitzung"] = ""
    typed = {**PERSON, "person.name": "Walburga Quittenbaum"}

    refused = citizen.post(f"{address}frage/person/", typed)
    citizen.cookies["laufzettel_sitzung"] = kept_cookie
    sent = citizen.post(f"{address}frage/person/", _again(refused.content))

    assert (404, 302) == (refused.status_code, sent.status_code), cookies
    assert "In einem neuen Fenster anmelden" in refused.content.decode()
    assert "Walburga Quittenbaum" in citizen.get(f"{address}frage/person/").content.decode()


def test_page_sent_while_the_database_is_down_can_be_sent_again(
    citizen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = begin(citizen)
    typed = {**PERSON, "person.name": "Walburga Quittenbaum"}

    def down(*_: object, **__: object) -> None:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr("laufzettel.portal.pages.draft.Drafting.of", down)
        refused = citizen.post(f"{address}frage/person/", typed)
    sent = citizen.post(f"{address}frage/person/", _again(refused.content))

    assert (503, 302) == (refused.status_code, sent.status_code)


def test_secrets_are_never_sent_back(citizen: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object, **__: object) -> None:
        raise OperationalError

    monkeypatch.setattr("laufzettel.submissions.api.open_as_guest", down)

    page = citizen.post("/status/", {"vorgangsnummer": "MZ-26-AAAA-AAAA", "zugangscode": "ABCDE-FGHJK"})

    assert (503, False) == (page.status_code, b"ABCDE" in page.content)


def test_second_window_shows_what_differs_and_either_version_can_be_chosen(citizen: Client) -> None:
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", {**PERSON, "person.name": "Fenster Eins"})

    asked = citizen.post(f"{address}frage/person/", {**PERSON, "person.name": "Walburga Quittenbaum"})
    cells = [cell.text_content().strip() for cell in html.fromstring(asked.content.decode()).xpath("//tbody//td")]
    citizen.post(f"{address}frage/person/", _again(asked.content))

    assert (409, ["Walburga Quittenbaum", "Fenster Eins"]) == (asked.status_code, cells)
    assert "Walburga Quittenbaum" in citizen.get(f"{address}frage/person/").content.decode()


def _signed_in(citizen: Client) -> None:
    account = Account.objects.create(
        provider="test", subject_key="1", level="low", created_at=platform.now(), signed_in_at=platform.now()
    )
    citizen.get("/meine/")
    citizen.post("/leistungen/fahrrad-registrieren/entwurf/")
    store = citizen.session
    now = platform.now().timestamp()
    store.update({"konto": {"account": str(account.pk), "level": "low"}, "angemeldet": now, "gesehen": now})
    store.save()


def test_asking_how_long_the_login_lasts_is_no_sign_of_life_but_staying_is(citizen: Client) -> None:
    _signed_in(citizen)
    store = citizen.session
    store["gesehen"] = platform.now().timestamp() - session.LONGEST_PAUSE_S + 100
    store.save()

    first = citizen.get("/sitzung/").json()["left"]
    second = citizen.get("/sitzung/").json()["left"]
    stayed = citizen.post("/sitzung/", headers={"accept": "application/json"}).json()["left"]

    assert (True, True, True) == (95 <= first <= 100, second <= first, stayed > session.LONGEST_PAUSE_S - 5)


def test_login_lasts_no_longer_than_a_working_day_however_often_somebody_stays(citizen: Client) -> None:
    _signed_in(citizen)
    store = citizen.session
    store["angemeldet"] = platform.now().timestamp() - timedelta(hours=8).total_seconds() + 60
    store.save()

    assert citizen.post("/sitzung/", headers={"accept": "application/json"}).json()["left"] <= 60


def test_page_of_somebody_signed_in_says_how_long_without_javascript(citizen: Client) -> None:
    _signed_in(citizen)

    page = citizen.get("/meine/").content.decode()

    assert re.search(r"<noscript>.*30 Minuten", page)
    assert 'id="sitzung"' not in Client(headers={"host": "mainz.localhost"}).get("/meine/").content.decode()


def test_everything_in_this_browser_can_be_deleted_from_every_page(citizen: Client) -> None:
    address = filled(citizen)
    footer = html.fromstring(citizen.get("/").content.decode()).xpath("//footer//a/@href")

    asked = citizen.get("/daten-loeschen/")
    citizen.post("/daten-loeschen/")

    assert ("/daten-loeschen/" in footer, True) == (True, "1 Entwurf" in asked.content.decode())
    assert 404 == citizen.get(f"{address}pruefen/").status_code
