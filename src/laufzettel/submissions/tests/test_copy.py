import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest

from laufzettel.kernel.actor import Actor
from laufzettel.platform import api as platform
from laufzettel.platform.testing import clock_at, lose_jobs, run_jobs
from laufzettel.records import api as records
from laufzettel.submissions import api as submissions
from laufzettel.submissions import handlers
from laufzettel.submissions.actions.copy import watch_copies
from laufzettel.submissions.events import SubmissionReceived
from laufzettel.submissions.receipt import receipt_data
from laufzettel.submissions.tests.conftest import ANSWERS, GUEST, NOW, filled, pdf, submit
from laufzettel.submissions.tests.pictures import photograph

STOLEN = {**ANSWERS, "raeder": [{"marke": "Hollandrad", "wert": "1500.00", "gestohlen": True}]}


@pytest.fixture
def told(ref: str) -> SubmissionReceived:
    draft_id = filled(ref, answers=STOLEN)
    submissions.add_attachment(
        actor=GUEST, draft_id=draft_id, path="raeder.0.anzeige", filename="Anzeige.pdf", content=pdf(), now=NOW
    )
    event: SubmissionReceived = submit(draft_id, version=3)
    opened(event)
    return event


def opened(event: SubmissionReceived) -> None:
    """Open the record file of a submission."""
    records.open_file(
        subject=event.subject,
        municipality="mainz",
        plan_key="11.12",
        title="Fahrrad registrieren",
        retention="P10Y",
        starts="case_closed",
        disposal="destroy",
        actor=Actor.system("mainz"),
        now=NOW,
    )


def test_picture_is_filed_as_the_copy_that_people_open_and_as_it_was_sent(ref: str) -> None:
    draft_id = filled(ref, answers=STOLEN)
    photo = photograph()
    submissions.add_attachment(
        actor=GUEST, draft_id=draft_id, path="raeder.0.anzeige", filename="foto.jpg", content=photo, now=NOW
    )
    event: SubmissionReceived = submit(draft_id, version=3)
    opened(event)

    handlers.produce_copy(event, now=NOW)
    run_jobs()

    filed = {
        document.title: (document.media_type, platform.read_blob(document.blob) == photo)
        for document in records.list_documents("mainz", event.subject)
        if document.kind == "evidence"
    }
    title = "Anzeige, Fahrrad 1: Hollandrad (foto.jpg)"
    assert {
        title: ("application/pdf", False),
        f"{title} – Original, wie es gesendet wurde": ("image/jpeg", True),
    } == filed


def test_copy_is_filed_with_data_and_evidence(told: SubmissionReceived) -> None:
    handlers.produce_copy(told, now=NOW)
    run_jobs()

    filed = sorted((document.kind, document.title) for document in records.list_documents("mainz", told.subject))
    assert [
        ("data", "Daten der Meldung"),
        ("evidence", "Anzeige, Fahrrad 1: Hollandrad (Anzeige.pdf)"),
        ("submission", "Meldung"),
    ] == filed


def test_copy_can_be_fetched_by_its_owner(told: SubmissionReceived) -> None:
    before = submissions.find_copy(GUEST, told.reference)
    handlers.produce_copy(told, now=NOW)
    run_jobs()

    after = submissions.find_copy(GUEST, told.reference)
    assert before is None
    assert after is not None
    assert platform.read_blob(after.pdf).startswith(b"%PDF-")
    data = json.loads(platform.read_blob(after.data))
    assert submissions.get_submission(told.submission_id).hash == data["sha256"]


def test_copy_carries_the_data_inside(told: SubmissionReceived) -> None:
    handlers.produce_copy(told, now=NOW)
    run_jobs()

    copy = submissions.find_copy(GUEST, told.reference)
    assert copy is not None
    with pikepdf.open(io.BytesIO(platform.read_blob(copy.pdf))) as document:
        inside = document.attachments["antrag.json"].get_file().read_bytes()
    assert platform.read_blob(copy.data) == inside


def test_copy_never_tells_what_a_register_said(ref: str) -> None:
    draft_id = filled(ref)
    submissions.store_look_up(
        actor=GUEST,
        draft_id=draft_id,
        name="halter",
        answer={"state": "found", "query": {"plate": "MZ-AB 1"}, "data": {"name": "Fremde Halterin"}},
        now=NOW,
    )
    event = submit(draft_id)
    opened(event)

    handlers.produce_copy(event, now=NOW)
    run_jobs()

    copy = submissions.find_copy(GUEST, event.reference)
    assert copy is not None
    with pikepdf.open(io.BytesIO(platform.read_blob(copy.pdf))) as document:
        inside = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    assert {"halter": {"state": "found", "query": {"plate": "MZ-AB 1"}}} == json.loads(inside["antrag.json"])[
        "look_ups"
    ]
    public = [document.blob for document in records.list_documents("mainz", event.subject, public_only=True)]
    for given in [*inside.values(), *map(platform.read_blob, [copy.data, *public])]:
        assert b"Fremde Halterin" not in given


def test_office_keeps_what_the_register_said(ref: str) -> None:
    draft_id = filled(ref)
    answer = {"state": "found", "query": {}, "data": {"name": "Fremde Halterin"}}
    submissions.store_look_up(actor=GUEST, draft_id=draft_id, name="halter", answer=answer, now=NOW)
    event = submit(draft_id)
    opened(event)

    handlers.produce_copy(event, now=NOW)
    run_jobs()

    (data,) = [document for document in records.list_documents("mainz", event.subject) if document.kind == "data"]
    whole = platform.read_blob(data.blob)
    assert not data.public
    assert answer == json.loads(whole)["look_ups"]["halter"]
    assert submissions.get_submission(event.submission_id).hash == hashlib.sha256(whole).hexdigest()


def test_making_the_copy_twice_files_it_once(told: SubmissionReceived) -> None:
    for _ in range(2):
        handlers.produce_copy(told, now=NOW)
        run_jobs()

    assert 3 == len(records.list_documents("mainz", told.subject))
    kinds = [event.kind for event in platform.timeline("mainz", told.subject)]
    assert 1 == kinds.count("SubmissionCopyMade")


def test_copy_missing_after_an_outage_is_made_later(told: SubmissionReceived) -> None:
    handlers.produce_copy(told, now=NOW)
    lose_jobs()

    with clock_at(NOW + timedelta(minutes=59)):
        watch_copies()
    too_early = run_jobs()
    with clock_at(NOW + timedelta(minutes=61)):
        watch_copies()
    run_jobs()

    assert [] == too_early
    assert submissions.find_copy(GUEST, told.reference) is not None
    with clock_at(NOW + timedelta(hours=2)):
        watch_copies()
    assert [] == run_jobs()


def test_copy_shows_every_answer_in_words(told: SubmissionReceived) -> None:
    data = receipt_data(submissions.get_submission(told.submission_id))

    shown = {row["label"]: row["value"] for section in data["sections"] for row in section["rows"]}
    assert "Erika Beispiel" == shown["Name"]
    assert "keine Angabe" == shown["E-Mail-Adresse"]
    assert "04.05.1990" == shown["Geburtsdatum"]
    assert "Anzeige.pdf" == shown["Anzeige"]
    assert "Ja" == shown["Wurde es schon einmal gestohlen?"]
    assert "bestätigt" == shown["Ich versichere die Richtigkeit meiner Angaben."]
    assert "21.11.2026 um 10:00 Uhr" == data["received_de"]


def test_copy_lists_each_file_as_it_was_sent(told: SubmissionReceived) -> None:
    submission = submissions.get_submission(told.submission_id)
    photo = replace(submission.attachments[0], original="a" * 64, original_size=2048, blob="b" * 64, size=4096)

    listed = receipt_data(replace(submission, attachments=(photo,)))["attachments"]

    assert [("a" * 64, "2 KB")] == [(file["sha256"], file["size_de"]) for file in listed]
