"""Own units only: what belongs to another unit or town does not exist."""

import pytest
from django.test import Client

from laufzettel.cases.models import Note
from laufzettel.cases.tests.conftest import open_task
from laufzettel.desk.tests.conftest import HOST, Desk, browser

CASE = "/desk/vorgang/MU-26-2222-2222/"
PAGES = ("/desk/", CASE, f"{CASE}frage/", f"{CASE}vermerk/", f"{CASE}abgeben/", f"{CASE}akte.zip", f"{CASE}aufgabe/1/")
BELOW = (
    "",
    "frage/",
    "vermerk/",
    "abgeben/",
    "akte.zip",
    "dokument/1/",
    "schreiben/x/",
    "aufgabe/{task}/",
    "aufgabe/{task}/entscheiden/",
    "aufgabe/{task}/vorschau/",
    "aufgabe/{task}/freigabe/",
    "aufgabe/{task}/entwurf.pdf",
)
WRITING = (
    "frage/",
    "vermerk/",
    "abgeben/",
    "zahlung/",
    "aufgabe/{task}/",
    "aufgabe/{task}/uebernehmen/",
    "aufgabe/{task}/vorschau/",
)


def _addresses(reference: str, below: tuple[str, ...]) -> list[str]:
    task = open_task(reference, "pruefen").pk
    return [f"/desk/vorgang/{reference}/{part.format(task=task)}" for part in below]


@pytest.mark.parametrize("who", ["uwe", "eva"])
def test_foreign_case_does_not_exist(arrived: str, who: str, request: pytest.FixtureRequest) -> None:
    desk: Desk = request.getfixturevalue(who)

    found = {address: desk.client.get(address).status_code for address in _addresses(arrived, BELOW)}

    assert dict.fromkeys(found, 404) == found


@pytest.mark.parametrize("who", ["uwe", "eva"])
def test_foreign_case_cannot_be_worked_on(arrived: str, who: str, request: pytest.FixtureRequest) -> None:
    desk: Desk = request.getfixturevalue(who)
    data = {"text": "x", "vollstaendig": "ja", "stelle": "steuern", "grund": "x", "ergebnis": "genehmigen"}

    found = {address: desk.client.post(address, data).status_code for address in _addresses(arrived, WRITING)}

    assert dict.fromkeys(found, 404) == found


@pytest.mark.parametrize("who", ["uwe", "eva"])
def test_foreign_case_is_not_in_the_inbox_nor_found_by_number(
    arrived: str, who: str, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(who)

    inbox = desk.client.get("/desk/").content.decode()
    found = desk.client.get("/desk/oeffnen/", {"nummer": arrived})

    assert arrived not in inbox
    assert "/desk/" == found.url


def test_without_login_every_page_leads_to_the_login(arrived: str) -> None:
    client = browser()

    answers = [client.get(address) for address in ["/desk/", *_addresses(arrived, BELOW)]]
    posted = [client.post(address) for address in _addresses(arrived, WRITING)]

    assert {302} == {answer.status_code for answer in [*answers, *posted]}
    assert all(answer.url.startswith("/desk/anmelden/") for answer in [*answers, *posted])


def test_form_of_another_site_is_refused(falk: Desk, arrived: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": HOST})
    strict.cookies = falk.client.cookies

    answer = strict.post(f"/desk/vorgang/{arrived}/vermerk/", {"text": "untergeschoben"})

    assert 403 == answer.status_code


def test_pages_are_never_kept_by_the_browser(falk: Desk, arrived: str) -> None:
    answer = falk.client.get(f"/desk/vorgang/{arrived}/")

    assert "private, no-store" == answer.headers["Cache-Control"]


def test_text_sent_after_the_session_ended_is_given_back_and_not_stored(arrived: str) -> None:
    text = "Mit Frau Beispiel telefoniert. Sie reicht das Gutachten bis Ende der Woche nach, spätestens am Freitag."

    answer = browser().post(f"/desk/vorgang/{arrived}/vermerk/", {"text": text})

    assert 403 == answer.status_code
    assert text in answer.content.decode()
    assert not Note.objects.exists()
