"""The course of a case in words."""

from dataclasses import replace
from datetime import UTC, datetime

from laufzettel.cases import timeline
from laufzettel.packages import Noun
from laufzettel.platform.api import EventRecord

NAMES = timeline.Names(
    steps={"pruefen": "Angaben prüfen"}, outcomes={"bewilligen": "Bewilligen"}, units={"steuern": "Steueramt"}
)


def record(kind: str, *, actor: str = "system", **payload: object) -> EventRecord:
    return EventRecord(
        id=1,
        municipality="musterstadt",
        subject="case:MS-26-2222-2222",
        number=1,
        kind=kind,
        at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
        actor_kind=actor,
        actor_key="1",
        payload=payload,
        previous="",
        hash="",
    )


def test_task_of_a_clerk_is_named_inside_and_hidden_outside() -> None:
    events = [record("TaskCompleted", actor="clerk", step="pruefen", word="review", opened=["entscheiden"])]

    assert ["Erledigt: Angaben prüfen"] == [entry.title for entry in timeline.internal_timeline(events, NAMES)]
    assert () == timeline.public_timeline(events, NAMES)


def test_question_names_its_day_to_the_applicant() -> None:
    (entry,) = timeline.public_timeline([record("QuestionAsked", query_id=1, due_on="2026-12-05")], NAMES)

    assert ("Wir haben eine Frage an Sie", "Bitte antworten Sie bis 05.12.2026.") == (entry.title, entry.detail)


def test_silent_register_is_told_in_the_course() -> None:
    (entry,) = timeline.internal_timeline([record("LookUpAnswered", step="halter", state="unavailable")], NAMES)

    assert "Registerabfrage: Register nicht erreichbar" == entry.title


def test_event_of_a_later_release_still_shows_inside() -> None:
    (entry,) = timeline.internal_timeline([record("SomethingNew")], NAMES)

    assert "SomethingNew" == entry.title


def test_opening_of_a_case_is_told_before_its_payment() -> None:
    events = [
        record("SubmissionReceived", actor="guest"),
        record("PaymentRequested", claim="1", payment_reference="4711", amount="30.70", due_on="2026-12-05"),
        record("CaseOpened", unit="steuern"),
    ]

    entries = timeline.public_timeline(events, NAMES)

    assert ["SubmissionReceived", "CaseOpened", "PaymentRequested"] == [entry.kind for entry in entries]


def test_course_of_a_notification_speaks_of_it() -> None:
    registration = Noun(word="Anmeldung", is_masculine=False)
    names = replace(NAMES, noun=registration)

    titles = [
        entry.title
        for kind in ("SubmissionReceived", "DecisionMade", "CaseWithdrawn")
        for entry in timeline.public_timeline([record(kind)], names)
    ]
    (filed,) = timeline.internal_timeline([record("DocumentFiled", document_kind="submission")], names)

    assert [
        "Ihre Anmeldung ist eingegangen",
        "Über Ihre Anmeldung ist entschieden",
        "Sie haben Ihre Anmeldung zurückgenommen",
    ] == titles
    assert "Zur Akte genommen: Anmeldung" == filed.title
