"""What belongs to somebody else does not exist."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from laufzettel.portal.tests.conftest import BICYCLE, filled, sent

pytestmark = pytest.mark.usefixtures("bicycle")


@pytest.mark.parametrize("place", ["", "pruefen/", "frage/person/"])
def test_draft_of_somebody_else_is_not_found(citizen: Client, stranger: Client, place: str) -> None:
    address = filled(citizen)

    assert 404 == stranger.get(f"{address}{place}").status_code


@pytest.mark.parametrize("place", ["pruefen/", "frage/person/", "frage/person/live/"])
def test_draft_of_somebody_else_cannot_be_written_to(citizen: Client, stranger: Client, place: str) -> None:
    address = filled(citizen)

    assert 404 == stranger.post(f"{address}{place}", {"fassung": "3"}).status_code


@pytest.mark.parametrize(
    "place",
    ["", "eingang/", "eingang/kopie.pdf", "bezahlen/", "bezahlt/", "zuruecknehmen/", "nachreichen/", "alles.zip",
     "frage/1/", "aufgabe/1/", "dokument/1/", "schreiben/1/", "schreiben/1/pdf/"],
)  # fmt: skip
def test_matter_of_somebody_else_is_not_found(citizen: Client, stranger: Client, place: str) -> None:
    reference = sent(citizen)

    assert 404 == stranger.get(f"/vorgang/{reference}/{place}").status_code


def test_matter_is_not_found_under_another_town(citizen: Client) -> None:
    reference = sent(citizen)

    answer = citizen.get(f"/vorgang/{reference}/", headers={"host": "musterstadt.localhost"})

    assert 404 == answer.status_code


def test_guest_comes_back_with_reference_and_code(citizen: Client, stranger: Client) -> None:
    reference = sent(citizen)
    page = citizen.get(f"/vorgang/{reference}/eingang/").content.decode()
    code = page.split('id="code"')[1].split('lz-code">')[1].split("<")[0]

    opened = stranger.post("/status/", {"vorgangsnummer": reference.lower(), "zugangscode": code.lower()})

    assert f"/vorgang/{reference}/" == opened.headers["Location"]
    assert 200 == stranger.get(f"/vorgang/{reference}/").status_code


def test_wrong_code_and_unknown_reference_get_the_same_answer(citizen: Client, stranger: Client) -> None:
    reference = sent(citizen)
    wrong = {"zugangscode": "AAAAA-AAAAA-AAAAA-AAAAA"}

    known = stranger.post("/status/", {"vorgangsnummer": reference, **wrong})
    unknown = stranger.post("/status/", {"vorgangsnummer": "MZ-26-2222-2222", **wrong})

    said = [answer.content.decode().split('id="fehler"')[1].split("</div></div>")[0] for answer in (known, unknown)]
    assert said[0] == said[1]
    assert (422, 422) == (known.status_code, unknown.status_code)


def test_session_changes_its_key_when_a_matter_is_opened(citizen: Client, stranger: Client) -> None:
    reference = sent(citizen)
    page = citizen.get(f"/vorgang/{reference}/eingang/").content.decode()
    code = page.split('id="code"')[1].split('lz-code">')[1].split("<")[0]
    stranger.get("/meine/")
    before = stranger.session.session_key

    stranger.post("/status/", {"vorgangsnummer": reference, "zugangscode": code})

    assert before != stranger.session.session_key


def test_somebody_who_only_looks_around_leaves_no_session(citizen: Client) -> None:
    for address in ("/", "/leistungen/", "/meine/", "/status/", "/vorgang/MZ-26-2222-2222/"):
        citizen.get(address)

    assert None is citizen.session.session_key or {} == dict(citizen.session)


def test_unreadable_sign_is_refused_without_an_error(citizen: Client) -> None:
    answers = [
        citizen.post("/status/", {"vorgangsnummer": "MZ\0", "zugangscode": "x"}),
        citizen.get("/vorgang/MZ-26-2222-2222/schreiben/%00/"),
    ]

    assert [400, 400] == [answer.status_code for answer in answers]


def test_file_larger_than_any_is_refused_before_it_is_read(citizen: Client) -> None:
    address = filled(citizen)
    huge = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024))

    answer = citizen.post(
        f"{address}frage/raeder/",
        {**BICYCLE, "fassung": "3", "raeder.0.gestohlen": "ja", "raeder.0.anzeige": huge},
        follow=True,
    )

    assert "zu groß" in answer.content.decode()
