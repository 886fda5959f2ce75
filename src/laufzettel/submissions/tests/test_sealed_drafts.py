"""What people type and upload is unreadable for everybody else until they submit it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound
from laufzettel.submissions import api as submissions
from laufzettel.submissions import vault
from laufzettel.submissions.domain import sealing
from laufzettel.submissions.models import Attachment, Draft
from laufzettel.submissions.tests.conftest import ANSWERS, GUEST, NOW, STRANGER, filled, image, started, submit

ACCOUNT = Actor(kind="account", key="account-1", municipality="mainz", level="low")
PERSON = {**ANSWERS["person"], "name": "Walburga Quittenbaum"}
STOLEN = {"person": PERSON, "raeder": [{"marke": "Zwiebelrad", "wert": "500.00", "gestohlen": True}]}
PHOTO = image("PNG", (41, 31))


def _whole_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        texts = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            texts += [
                bytes(value).decode("latin-1") if isinstance(value, memoryview | bytes) else str(value)
                for row in cursor.fetchall()
                for value in row
            ]
    return "\n".join(texts)


def _whole_disk() -> bytes:
    return b"".join(path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def _with_file(ref: str, actor: Actor = GUEST, content: bytes = PHOTO) -> str:
    draft_id = filled(ref, actor, answers=STOLEN)
    submissions.add_attachment(
        actor=actor,
        draft_id=draft_id,
        path="raeder.0.anzeige",
        filename="Krankheit von Erika.png",
        content=content,
        now=NOW,
    )
    return draft_id


@pytest.mark.parametrize("owner", [GUEST, ACCOUNT], ids=["guest", "account"])
def test_neither_database_nor_disk_tells_what_was_typed_or_uploaded(ref: str, owner: Actor) -> None:
    draft_id = _with_file(ref, owner)
    submissions.save_page(
        actor=owner,
        draft_id=draft_id,
        page_key="person",
        answers={"person": PERSON},
        entered={"person.geburtsdatum": "der 31. Feburar"},
        version=3,
        now=NOW,
    )
    submissions.store_look_up(
        actor=owner, draft_id=draft_id, name="halter", answer={"state": "found", "data": {"n": "Max Geheim"}}, now=NOW
    )

    everything = _whole_database()

    told = [
        text
        for text in ("Walburga", "Quittenbaum", "Zwiebelrad", "Feburar", "Geheim", "Krankheit")
        if text in everything
    ]
    assert ([], False) == (told, PHOTO in _whole_disk())
    assert "Zwiebelrad" in str(submissions.access_draft(owner, draft_id).answers)


def test_guest_with_the_key_of_the_session_but_not_the_secret_of_the_browser_reads_nothing(ref: str) -> None:
    draft_id = filled(ref)

    for thief in (replace(GUEST, secret=""), replace(GUEST, secret=STRANGER.secret)):
        with pytest.raises(NotFound):
            submissions.access_draft(thief, draft_id)
        with pytest.raises(NotFound):
            submit(draft_id, actor=thief)


def test_account_cannot_be_read_with_another_draft_key(ref: str, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = filled(ref, ACCOUNT)
    conf = vault.read_conf()

    monkeypatch.setattr(vault, "read_conf", lambda: replace(conf, draft_key="another installation", old_draft_keys=()))

    with pytest.raises(NotFound):
        submissions.access_draft(ACCOUNT, draft_id)


def test_answers_moved_into_the_draft_of_somebody_else_stay_closed(ref: str) -> None:
    mine, theirs = filled(ref), filled(ref, STRANGER)
    row = Draft.objects.get(pk=mine)

    Draft.objects.filter(pk=theirs).update(sealed=row.sealed, wrapped_key=row.wrapped_key)

    with pytest.raises(NotFound):
        submissions.access_draft(STRANGER, theirs)
    with pytest.raises(NotFound):
        submissions.access_draft(GUEST, theirs)


def test_file_exchanged_on_the_disk_is_not_shown(ref: str) -> None:
    one, two = _with_file(ref), _with_file(ref)
    foreign = Attachment.objects.get(draft_id=two)
    Attachment.objects.filter(draft_id=one).update(blob=foreign.blob)
    (file,) = submissions.access_draft(GUEST, one).attachments

    with pytest.raises(NotFound):
        submissions.read_attachment(GUEST, one, file.id)


def test_adopted_draft_opens_for_the_account_on_any_device_with_its_files(ref: str) -> None:
    draft_id = _with_file(ref)

    submissions.adopt_draft(actor=ACCOUNT, draft_id=draft_id, before=GUEST, now=NOW)

    draft = submissions.access_draft(ACCOUNT, draft_id)
    file, content = submissions.read_attachment(ACCOUNT, draft_id, draft.attachments[0].id, is_original=True)
    assert (STOLEN["person"], "Krankheit von Erika.png") == (draft.answers["person"], file.title)
    assert PHOTO == content


def test_submitted_answers_and_files_are_readable_for_the_office(ref: str) -> None:
    photo = image("PNG", (43, 31))
    told = submit(_with_file(ref, content=photo), version=3)

    seen: Any = submissions.get_submission(told.submission_id)
    assert ("Walburga Quittenbaum", "Krankheit von Erika.png") == (
        seen.answers["person"]["name"],
        seen.attachments[0].title,
    )
    assert photo in _whole_disk()


def test_draft_key_can_be_changed_without_losing_drafts(ref: str, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id, guests = filled(ref, ACCOUNT), filled(ref)
    old = vault.read_conf()
    both = replace(old, draft_key="the new key", old_draft_keys=(old.draft_key,))
    monkeypatch.setattr(vault, "read_conf", lambda: both)
    assert "Erika" in str(submissions.access_draft(ACCOUNT, draft_id).answers)

    submissions.wrap_drafts_anew()

    monkeypatch.setattr(vault, "read_conf", lambda: replace(both, old_draft_keys=()))
    assert "Erika" in str(submissions.access_draft(ACCOUNT, draft_id).answers)
    assert "Erika" in str(submissions.access_draft(GUEST, guests).answers)


def test_every_draft_has_a_key_of_its_own(ref: str) -> None:
    one, two = (Draft.objects.get(pk=started(ref, ACCOUNT)) for _ in range(2))

    assert vault.key_for(one, ACCOUNT) != vault.key_for(two, ACCOUNT)


def test_same_content_never_looks_the_same() -> None:
    key = sealing.new_key()

    assert sealing.seal(key, b"x", about="a") != sealing.seal(key, b"x", about="a")


@pytest.mark.parametrize("damage", [lambda sealed: sealed[:-1], lambda sealed: sealed[:-1] + b"\0", lambda sealed: b""])
def test_damaged_content_is_noticed(damage: Any) -> None:
    key = sealing.new_key()

    with pytest.raises(sealing.Unreadable):
        sealing.unseal(key, damage(sealing.seal(key, b"content", about="a")), about="a")
