import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, Invalid, NotFound, Refused
from laufzettel.platform import api as platform
from laufzettel.submissions import api as submissions
from laufzettel.submissions.domain import canonical, check_level, told_path
from laufzettel.submissions.models import Draft, Submission
from laufzettel.submissions.tests.conftest import ANSWERS, ELSEWHERE, GUEST, NOW, STRANGER, filled, pdf, submit


def test_submission_is_frozen_as_it_was_sent(draft_id: str) -> None:
    told = submit(draft_id)

    seen = submissions.get_submission(told.submission_id)
    assert ANSWERS == seen.answers
    assert {"gebuehr": "10.00"} == seen.computed
    assert {"richtig": "Ich versichere die Richtigkeit meiner Angaben."} == seen.declarations
    assert (NOW, "guest", None, "none") == (seen.received_at, seen.owner_kind, seen.account_id, seen.level)


def test_submission_gets_a_readable_reference_of_its_town(draft_id: str) -> None:
    told = submit(draft_id)

    assert told.reference.startswith("MZ-26-")
    assert f"case:{told.reference}" == told.subject


def test_hash_covers_the_whole_submission(draft_id: str) -> None:
    told = submit(draft_id)

    row = Submission.objects.get(pk=told.submission_id)
    assert row.hash == hashlib.sha256(canonical(row.document)).hexdigest()
    assert row.hash != hashlib.sha256(canonical({**row.document, "level": "high"})).hexdigest()


def test_submitting_is_told_once_without_personal_data(draft_id: str) -> None:
    told = submit(draft_id)

    events = platform.timeline("mainz", told.subject)
    assert ("SubmissionReceived", "guest") == (events[0].kind, events[0].actor_kind)
    assert 1 == [event.kind for event in events].count("SubmissionReceived")
    assert "Erika" not in json.dumps([event.payload for event in events])


def test_second_submit_gives_the_first_result(draft_id: str) -> None:
    first, second = submit(draft_id), submit(draft_id)

    assert first == second
    kinds = [event.kind for event in platform.timeline("mainz", first.subject)]
    assert (1, 1) == (Submission.objects.count(), kinds.count("SubmissionReceived"))


def test_submitted_draft_no_longer_holds_answers(draft_id: str) -> None:
    submit(draft_id)

    row = Draft.objects.get(pk=draft_id)
    assert ("submitted", b"", b"", b"") == (row.state, row.sealed, row.wrapped_key, row.resume_key)


def test_submitted_draft_cannot_be_changed(draft_id: str) -> None:
    submit(draft_id)

    with pytest.raises(NotFound):
        submissions.save_page(actor=GUEST, draft_id=draft_id, page_key="person", answers=ANSWERS, version=2, now=NOW)


def test_missing_and_wrong_answers_are_all_named(ref: str) -> None:
    answers = {"person": {"geburtsdatum": "2030-01-01"}, "raeder": []}
    draft_id = filled(ref, answers=answers)

    with pytest.raises(Invalid) as refused:
        submit(draft_id, declarations=())

    paths = {problem.path for problem in refused.value.problems}
    assert {"person.name", "person.geburtsdatum", "raeder", "erklaerung.richtig"} == paths
    assert not Submission.objects.exists()


def test_answers_of_the_wrong_shape_are_refused(ref: str) -> None:
    draft_id = filled(ref, answers={**ANSWERS, "raeder": [{"marke": ["a"], "wert": "viel", "gestohlen": "ja"}]})

    with pytest.raises(Invalid):
        submit(draft_id)


def test_irrelevant_answers_are_not_submitted(ref: str) -> None:
    raeder = [{"marke": "Rad", "wert": "10.00", "gestohlen": False, "anzeige": ["x"], "unfug": 1}]
    draft_id = filled(ref, answers={**ANSWERS, "raeder": raeder, "fremd": {"a": 1}})

    told = submit(draft_id)

    expected = {**ANSWERS, "raeder": [{"marke": "Rad", "wert": "10.00", "gestohlen": False}]}
    assert expected == submissions.get_submission(told.submission_id).answers


def test_submission_made_from_an_older_state_is_refused(draft_id: str) -> None:
    with pytest.raises(Conflict, match="zweiten Fenster"):
        submit(draft_id, version=1)


def test_expired_draft_cannot_be_submitted(draft_id: str) -> None:
    with pytest.raises(NotFound):
        submissions.submit(
            actor=GUEST, draft_id=draft_id, declarations=("richtig",), version=2, now=NOW + timedelta(days=31)
        )


def test_missing_evidence_does_not_stop_the_submission(ref: str) -> None:
    stolen = {**ANSWERS, "raeder": [{"marke": "Rad", "wert": "10.00", "gestohlen": True}]}
    draft_id = filled(ref, answers=stolen)

    told = submit(draft_id)

    assert ("raeder.0.anzeige",) == submissions.get_submission(told.submission_id).missing_evidence


def _with_file(ref: str, actor: Actor = GUEST) -> tuple[str, submissions.AttachmentView]:
    stolen = {**ANSWERS, "raeder": [{"marke": "Rad", "wert": "10.00", "gestohlen": True}]}
    draft_id = filled(ref, actor, answers=stolen)
    added = submissions.add_attachment(
        actor=actor, draft_id=draft_id, path="raeder.0.anzeige", filename="a.pdf", content=pdf(), now=NOW
    )
    return draft_id, added


def test_files_are_submitted_with_their_hash(ref: str) -> None:
    draft_id, added = _with_file(ref)

    told = submit(draft_id, version=3)

    (file,) = submissions.get_submission(told.submission_id).attachments
    assert replace(added, blob=hashlib.sha256(pdf()).hexdigest()) == file
    assert pdf() == platform.read_blob(file.blob)


def test_file_of_another_draft_is_never_submitted(ref: str) -> None:
    _, theirs = _with_file(ref, STRANGER)
    raeder = [{"marke": "Rad", "wert": "10.00", "gestohlen": True, "anzeige": [theirs.id]}]
    draft_id = filled(ref, answers={**ANSWERS, "raeder": raeder})

    told = submit(draft_id)

    seen = submissions.get_submission(told.submission_id)
    assert ((), ("raeder.0.anzeige",)) == (seen.attachments, seen.missing_evidence)


@pytest.mark.parametrize(
    "statement", ["UPDATE submissions_submission SET level = 'high'", "DELETE FROM submissions_submission"]
)
def test_database_refuses_to_change_a_submission(draft_id: str, statement: str) -> None:
    submit(draft_id)

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_database_lets_disposal_delete_a_submission(draft_id: str) -> None:
    submit(draft_id)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL laufzettel.disposal = 'on'")
        cursor.execute("DELETE FROM submissions_submission")

    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("have", "need", "written_form", "says"),
    [
        ("none", "low", False, "„niedrig“"),
        ("low", "substantial", False, "„substanziell“"),
        ("none", "none", True, "„substanziell“"),
        ("substantial", "high", True, "„hoch“"),
    ],
)
def test_level_below_the_one_needed_is_refused(have, need, written_form, says) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused, match=says):
        check_level(have=have, need=need, written_form=written_form)


@pytest.mark.parametrize(
    ("have", "need", "written_form"),
    [("none", "none", False), ("high", "substantial", True), ("substantial", "low", True)],
)
def test_level_that_is_high_enough_passes(have, need, written_form) -> None:  # type: ignore[no-untyped-def]
    check_level(have=have, need=need, written_form=written_form)


def test_submitting_with_all_that_follows_takes_few_statements(  # type: ignore[no-untyped-def]
    draft_id: str, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(30):
        submit(draft_id)


@pytest.mark.parametrize("actor", [STRANGER, ELSEWHERE], ids=["guest", "town"])
def test_submission_of_somebody_else_does_not_exist(draft_id: str, actor: Actor) -> None:
    told = submit(draft_id)

    with pytest.raises(NotFound):
        submissions.access_submission(actor, told.reference)
    with pytest.raises(NotFound):
        submissions.find_copy(actor, told.reference)
    with pytest.raises(NotFound):
        submissions.take_access_code(actor, told.reference)
    assert () == submissions.list_submissions(actor)


def test_owner_finds_the_submission_however_the_reference_is_typed(draft_id: str) -> None:
    told = submit(draft_id)

    typed = told.reference.replace("-", " ").lower()
    assert told.submission_id == submissions.access_submission(GUEST, typed).id
    found = submissions.find_submission_of_draft(GUEST, draft_id)
    assert found is not None
    assert told.reference == found.reference


def test_file_handed_in_later_belongs_to_the_matter(draft_id: str) -> None:
    told = submit(draft_id)

    added = submissions.add_later_attachment(
        actor=GUEST, subject=told.subject, path="nachweis", filename="a.pdf", content=pdf(), now=NOW
    )

    assert (added,) == submissions.later_attachments("mainz", told.subject)
    assert () == submissions.get_submission(told.submission_id).attachments


def test_stranger_cannot_hand_in_a_file(draft_id: str) -> None:
    told = submit(draft_id)

    with pytest.raises(NotFound):
        submissions.add_later_attachment(
            actor=STRANGER, subject=told.subject, path="nachweis", filename="a.pdf", content=pdf(), now=NOW
        )


@pytest.mark.parametrize("path", ["person.ausweis", "hunde.0.erlaubnis", "frage.7.punkt_1"])
def test_known_path_is_told(path: str) -> None:
    assert path == told_path(path)


@pytest.mark.parametrize("path", ["", "Erika Beispiel", "person.Erika Beispiel", "frage.x.y.z", "a.b\n", "a.1.b.c"])
def test_path_that_an_applicant_made_up_is_not_told(path: str) -> None:
    assert "nachweis" == told_path(path)
