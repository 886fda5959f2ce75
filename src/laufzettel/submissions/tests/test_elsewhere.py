"""A draft goes on elsewhere: files from the phone, a code for another device, a mail before it is deleted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, NotFound, Refused
from laufzettel.submissions import api as submissions
from laufzettel.submissions.conf import read_conf
from laufzettel.submissions.models import DraftReminder, Handover
from laufzettel.submissions.tests.conftest import ANSWERS, GUEST, NOW, STRANGER, filled, image, pdf, submit

ACCOUNT = Actor(kind="account", key="account-1", municipality="mainz", level="low")
STOLEN = {**ANSWERS, "raeder": [{"marke": "Hollandrad", "wert": "500.00", "gestohlen": True}]}
PATH = "raeder.0.anzeige"


@pytest.fixture
def draft_id(ref: str) -> str:
    return filled(ref, answers=STOLEN)


def _token(draft_id: str, actor: Actor = GUEST, path: str = PATH) -> str:
    return submissions.hand_over(actor=actor, draft_id=draft_id, path=path, now=NOW)


def _send(token: str, *contents: bytes, now=NOW, town: str = "mainz"):  # type: ignore[no-untyped-def]
    files = [(f"foto{number}.jpg", content) for number, content in enumerate(contents, 1)]
    return submissions.receive_from_phone(token=token, municipality=town, files=files, now=now)


@pytest.mark.parametrize("owner", [GUEST, ACCOUNT], ids=["guest", "account"])
def test_files_from_the_phone_are_in_the_draft_and_only_its_owner_reads_them(ref: str, owner: Actor) -> None:
    draft_id = filled(ref, owner, answers=STOLEN)

    one, two = _send(_token(draft_id, owner), image("JPEG"), pdf(2))

    draft = submissions.access_draft(owner, draft_id)
    assert [one.id, two.id] == draft.answers["raeder"][0]["anzeige"]
    assert {"foto1.jpg", "foto2.jpg"} == {file.title for file in draft.attachments}
    assert pdf(2) == submissions.read_attachment(owner, draft_id, two.id)[1]


def test_link_counts_once(draft_id: str) -> None:
    token = _token(draft_id)
    _send(token, pdf())

    with pytest.raises(NotFound, match="gilt nicht mehr"):
        _send(token, pdf())


def test_link_stays_valid_when_the_file_was_not_taken(draft_id: str) -> None:
    token = _token(draft_id)
    with pytest.raises(Refused, match="nicht das richtige Format"):
        _send(token, b"MZ program")

    assert 1 == len(_send(token, pdf()))


def test_link_ends_after_ten_minutes_and_when_a_new_one_is_shown(draft_id: str) -> None:
    old, new = _token(draft_id), _token(draft_id)

    for token, now in ((old, NOW), (new, NOW + timedelta(minutes=10)), ("guessed", NOW)):
        with pytest.raises(NotFound):
            submissions.find_handover(token=token, municipality="mainz", now=now)
    assert draft_id == submissions.find_handover(token=new, municipality="mainz", now=NOW).draft_id


def test_link_of_another_town_is_none(draft_id: str) -> None:
    with pytest.raises(NotFound):
        _send(_token(draft_id), pdf(), town="musterstadt")


@pytest.mark.parametrize("path", ["raeder.0.marke", "person.name", "nix", "raeder.7.anzeige"])
def test_there_is_no_link_for_a_question_that_asks_for_no_file(draft_id: str, path: str) -> None:
    with pytest.raises(NotFound):
        _token(draft_id, path=path)


def test_nobody_makes_a_link_for_the_draft_of_somebody_else(draft_id: str) -> None:
    with pytest.raises(NotFound):
        _token(draft_id, STRANGER)


def test_file_from_the_phone_is_told_apart_from_what_somebody_typed(draft_id: str) -> None:
    before = submissions.access_draft(GUEST, draft_id)
    _send(_token(draft_id), pdf())
    after = submissions.access_draft(GUEST, draft_id)

    assert (before.version, before.version + 1) == (after.typed_version, after.version)
    with pytest.raises(Conflict):
        submissions.save_page(
            actor=GUEST,
            draft_id=draft_id,
            page_key="person",
            answers={"person": {"name": "Anders"}},
            version=before.version,
            now=NOW,
        )


def test_submission_ends_the_link_and_forgets_the_reminder(draft_id: str) -> None:
    _token(draft_id)
    submissions.set_reminder(actor=GUEST, draft_id=draft_id, email="erika@beispiel.example", now=NOW)

    submit(draft_id)

    assert (0, 0) == (Handover.objects.count(), DraftReminder.objects.count())


def test_server_keeps_nothing_of_a_link_or_code_that_opens_a_draft(draft_id: str) -> None:
    token = _token(draft_id)
    code = submissions.make_resume_code(actor=GUEST, draft_id=draft_id, now=NOW)

    (row,) = Handover.objects.select_related("draft")
    kept = [row.token_mark, row.draft.resume_mark, bytes(row.wrapped_key).hex(), bytes(row.draft.resume_key).hex()]
    assert [] == [one for one in kept if token in one or code in one or token.encode().hex() in one]


OTHER_DEVICE = Actor(kind="guest", key="session-at-work", municipality="mainz", secret="another browser")


def _resume(code: str, actor: Actor = OTHER_DEVICE) -> str:
    return submissions.resume_draft(actor=actor, code=code, client="192.0.2.7", now=NOW)


def test_guest_goes_on_at_another_device_with_the_code(draft_id: str) -> None:
    code = submissions.make_resume_code(actor=GUEST, draft_id=draft_id, now=NOW)

    assert draft_id == _resume(code.lower().replace("-", " "))

    assert "Erika Beispiel" == submissions.access_draft(OTHER_DEVICE, draft_id).answers["person"]["name"]
    with pytest.raises(NotFound):
        submissions.access_draft(GUEST, draft_id)
    with pytest.raises(NotFound):
        _resume(code, replace(OTHER_DEVICE, key="a third"))


def test_earlier_code_of_a_draft_ends_with_a_new_one(draft_id: str) -> None:
    old = submissions.make_resume_code(actor=GUEST, draft_id=draft_id, now=NOW)
    submissions.make_resume_code(actor=GUEST, draft_id=draft_id, now=NOW)

    with pytest.raises(NotFound):
        _resume(old)


def test_codes_cannot_be_tried_out(draft_id: str) -> None:
    code = submissions.make_resume_code(actor=GUEST, draft_id=draft_id, now=NOW)
    for _ in range(read_conf().guest_tries):
        with pytest.raises(NotFound, match="keinen Entwurf"):
            _resume("AAAAA-AAAAA-AAAAA-AAAAA")

    with pytest.raises(Refused, match="zu viele Versuche"):
        _resume(code)


@pytest.mark.parametrize("code", ["", "-", "\0"])
def test_empty_code_opens_no_draft(draft_id: str, code: str) -> None:
    with pytest.raises(NotFound):
        _resume(code)


def test_code_of_a_draft_that_moved_to_an_account_opens_nothing(draft_id: str) -> None:
    code = submissions.make_resume_code(actor=GUEST, draft_id=draft_id, now=NOW)
    submissions.adopt_draft(actor=ACCOUNT, draft_id=draft_id, before=GUEST, now=NOW)

    with pytest.raises(NotFound):
        _resume(code)


def test_reminder_is_sent_once_three_days_before_and_tells_nothing(draft_id: str) -> None:
    submissions.set_reminder(actor=GUEST, draft_id=draft_id, email="erika@beispiel.example", now=NOW)
    deleted_on = submissions.access_draft(GUEST, draft_id).expires_on

    for days in (26, 27, 27, 28):
        submissions.send_reminders_due(now=NOW + timedelta(days=days))

    (sent,) = mail.outbox
    assert (date(2026, 12, 21), ["erika@beispiel.example"]) == (deleted_on, sent.to)
    assert "21.12.2026" in sent.subject
    assert [] == [word for word in ("Erika", "Fahrrad", draft_id, "http") if word in sent.subject + sent.body]


def test_draft_that_is_worked_on_after_the_reminder_is_reminded_of_again(draft_id: str) -> None:
    submissions.set_reminder(actor=GUEST, draft_id=draft_id, email="erika@beispiel.example", now=NOW)
    submissions.send_reminders_due(now=NOW + timedelta(days=28))
    submissions.save_page(
        actor=GUEST,
        draft_id=draft_id,
        page_key="person",
        answers={"person": {}},
        version=2,
        now=NOW + timedelta(days=28),
    )

    submissions.send_reminders_due(now=NOW + timedelta(days=29))
    submissions.send_reminders_due(now=NOW + timedelta(days=56))

    assert 2 == len(mail.outbox)


def test_reminder_can_be_taken_back_and_a_wrong_address_is_told(draft_id: str) -> None:
    with pytest.raises(Refused, match="E-Mail-Adresse"):
        submissions.set_reminder(actor=GUEST, draft_id=draft_id, email="erika@", now=NOW)
    submissions.set_reminder(actor=GUEST, draft_id=draft_id, email="erika@beispiel.example", now=NOW)
    (row,) = DraftReminder.objects.all()
    assert b"erika" not in bytes(row.sealed_address)

    submissions.set_reminder(actor=GUEST, draft_id=draft_id, email="", now=NOW)

    assert not DraftReminder.objects.exists()
