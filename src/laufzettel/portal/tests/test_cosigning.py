"""A second person signs through a link: it shows what will be sent, works once, and is bound to the answers."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from laufzettel.catalogue.tests.conftest import BICYCLE
from laufzettel.platform import api as platform
from laufzettel.platform.testing import clock_at
from laufzettel.portal.pages import cosigning
from laufzettel.portal.tests.conftest import BICYCLE as BICYCLES
from laufzettel.portal.tests.conftest import PERSON, begin
from laufzettel.portal.tests.test_email_account import sign_in, sign_up
from laufzettel.submissions.models import CoSignature, Submission
from laufzettel.submissions.tests import conftest as submissions_tests

pytestmark = pytest.mark.django_db
_FIELD = "{key: partner, type: signature, label: Wer unterschreibt noch?, required: false}"
_PARTNER = {"person.partner.name": "Max Muster", "person.partner.email": "max@beispiel.example"}


@pytest.fixture
def two_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Publish the bicycle service with a field for somebody who also signs."""
    folder = tmp_path / BICYCLE.name
    shutil.copytree(BICYCLE, folder)
    form = folder / "form.yaml"
    text = form.read_text()
    line = next(line for line in text.splitlines() if "key: name" in line)
    indent = line[: len(line) - len(line.lstrip())]
    form.write_text(text.replace(line, f"{line}\n{indent}- {_FIELD}", 1))
    monkeypatch.setattr(submissions_tests, "BICYCLE", folder)
    yield from submissions_tests.published()


@pytest.fixture
def filled(two_sign: None, citizen: Client) -> str:
    """Give the address of a draft that is complete but for the second signature."""
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", {**PERSON, **_PARTNER})
    citizen.post(f"{address}frage/raeder/", BICYCLES)
    return address


def invited(citizen: Client, address: str) -> str:
    """Invite the second person and return the address in the mail."""
    citizen.post(f"{address}mitunterschrift/", {"wer": "person.partner", "was": "einladen"})
    found = re.search(r"https?://[^/]+(/mitunterschrift/[\w-]+/)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def send(citizen: Client, address: str, *, version_now: str = "3") -> int:
    version = re.search(r'name="fassung" value="(\d+)"', citizen.get(f"{address}pruefen/").text)
    data = {"fassung": version[1] if version else version_now, "erklaerung.richtig": "ja"}
    return citizen.post(f"{address}pruefen/", data).status_code


def test_nothing_can_be_sent_before_the_second_person_signed(citizen: Client, filled: str) -> None:
    page = citizen.get(f"{filled}pruefen/").text

    assert "Max Muster" in page
    assert "sobald alle unterschrieben haben" in page
    assert 422 == send(citizen, filled)
    assert not Submission.objects.exists()


def test_second_person_reads_agrees_and_the_office_sees_it(citizen: Client, stranger: Client, filled: str) -> None:
    link = invited(citizen, filled)
    answered = stranger.get(link)
    shown = answered.text
    unread = stranger.post(link, {"antwort": "ja"})
    done = stranger.post(link, {"antwort": "ja", "gelesen": "ja"})

    assert "no-store" in answered.headers["Cache-Control"]
    assert "Erika Beispiel" in shown
    assert "Hollandrad" in shown
    assert 422 == unread.status_code
    assert "Sie haben unterschrieben" in done.text
    assert "unterschrieben" in citizen.get(f"{filled}pruefen/").text
    assert 302 == send(citizen, filled)
    (signature,) = Submission.objects.get().document["co_signatures"]
    assert ("Max Muster", "signed", "none") == (signature["name"], signature["state"], signature["level"])
    assert not CoSignature.objects.exists()


def test_mail_names_neither_applicant_nor_answers_and_the_token_is_not_stored(citizen: Client, filled: str) -> None:
    link = invited(citizen, filled)
    token = link.split("/")[2]

    row = CoSignature.objects.get()

    assert ["max@beispiel.example"] == mail.outbox[-1].to
    assert "Erika" not in str(mail.outbox[-1].body)
    assert token not in f"{row.token_mark}{row.content_mark}{bytes(row.wrapped_key)!r}"


def test_link_works_once(citizen: Client, stranger: Client, filled: str) -> None:
    link = invited(citizen, filled)
    stranger.post(link, {"antwort": "ja", "gelesen": "ja"})

    assert [404, 404] == [stranger.get(link).status_code, stranger.post(link, {"antwort": "nein"}).status_code]


def test_changed_answers_void_invitation_and_signature(citizen: Client, stranger: Client, filled: str) -> None:
    link = invited(citizen, filled)
    stranger.post(link, {"antwort": "ja", "gelesen": "ja"})
    citizen.post(f"{filled}frage/raeder/", {**BICYCLES, "fassung": "3", "raeder.0.wert": "900,00"})

    page = citizen.get(f"{filled}pruefen/").text

    assert "ist noch nicht eingeladen" in page
    assert 422 == send(citizen, filled, version_now="4")
    second = invited(citizen, filled)
    citizen.post(f"{filled}frage/raeder/", {**BICYCLES, "fassung": "4", "raeder.0.wert": "950,00"})
    assert 404 == stranger.get(second).status_code


def test_refusal_needs_a_reason_and_the_applicant_reads_it(citizen: Client, stranger: Client, filled: str) -> None:
    link = invited(citizen, filled)
    silent = stranger.post(link, {"antwort": "nein"})
    stranger.post(link, {"antwort": "nein", "grund": "Das Rad gehört mir allein."})

    page = citizen.get(f"{filled}pruefen/").text

    assert 422 == silent.status_code
    assert "Das Rad gehört mir allein." in page
    assert 422 == send(citizen, filled)


def test_reminder_is_possible_after_seven_days_and_replaces_the_link(
    citizen: Client, stranger: Client, filled: str
) -> None:
    first = invited(citizen, filled)
    citizen.post(f"{filled}mitunterschrift/", {"wer": "person.partner", "was": "einladen"})
    mails = len(mail.outbox)
    early = citizen.get(f"{filled}pruefen/").text

    with clock_at(platform.now() + timedelta(days=7, minutes=1)):
        late = citizen.get(f"{filled}pruefen/").text
        second = invited(citizen, filled)

        assert ("Max Muster erinnern" in early, "Max Muster erinnern" in late) == (False, True)
        assert (1, 2) == (mails, len(mail.outbox))
        assert [404, 200] == [stranger.get(first).status_code, stranger.get(second).status_code]


def test_invitation_can_be_taken_back_and_paper_is_always_a_way(citizen: Client, stranger: Client, filled: str) -> None:
    link = invited(citizen, filled)
    citizen.post(f"{filled}mitunterschrift/", {"wer": "person.partner", "was": "zurueck"})
    citizen.post(f"{filled}mitunterschrift/", {"wer": "person.partner", "was": "papier"})

    assert 404 == stranger.get(link).status_code
    assert 302 == send(citizen, filled)
    assert "paper" == Submission.objects.get().document["co_signatures"][0]["state"]


def test_nobody_invites_for_the_draft_of_somebody_else(stranger: Client, filled: str) -> None:
    answer = stranger.post(f"{filled}mitunterschrift/", {"wer": "person.partner", "was": "einladen"})

    assert 404 == answer.status_code
    assert [] == mail.outbox


def test_link_ends_with_the_draft(citizen: Client, stranger: Client, filled: str) -> None:
    link = invited(citizen, filled)

    with clock_at(platform.now() + timedelta(days=31)):
        assert 404 == stranger.get(link).status_code
    citizen.post(f"{filled}loeschen/")
    assert 404 == stranger.get(link).status_code


def test_applicant_with_an_account_is_no_second_person(two_sign: None, citizen: Client) -> None:
    sign_up(citizen)
    sign_in(citizen)
    address = begin(citizen)
    citizen.post(f"{address}frage/person/", {**PERSON, **_PARTNER})
    citizen.post(f"{address}frage/raeder/", BICYCLES)

    answer = citizen.post(invited(citizen, address), {"antwort": "ja", "gelesen": "ja"})

    assert (422, True) == (answer.status_code, "Unterschreiben muss eine zweite Person" in answer.text)
    assert not CoSignature.objects.filter(state="signed").exists()


def test_many_drafts_do_not_make_many_mails(two_sign: None, citizen: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cosigning, "_MAILS_PER_ADDRESS", 2)
    for _ in range(3):
        address = begin(citizen)
        citizen.post(f"{address}frage/person/", {**PERSON, **_PARTNER})
        citizen.post(f"{address}frage/raeder/", BICYCLES)
        citizen.post(f"{address}mitunterschrift/", {"wer": "person.partner", "was": "einladen"})

    assert 2 == len(mail.outbox)
