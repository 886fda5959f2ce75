"""A clerk asks, the applicant answers."""

import io
from datetime import date, timedelta

import pikepdf
import pytest

from laufzettel.cases import api as cases
from laufzettel.cases.jobs import watch_days
from laufzettel.cases.models import Case, Query
from laufzettel.cases.tests.conftest import CITIZEN, CLERK, LATER, NOW, STRANGER, TOWN, World, decide, open_steps, work
from laufzettel.kernel.errors import Invalid, NotFound, Problem, Refused
from laufzettel.messaging import api as messaging
from laufzettel.platform.testing import clock_at
from laufzettel.records import api as records

SINCE = cases.QueryItem(key="", label="Seit wann steht der Baum dort?", type="date")
PHOTO = cases.QueryItem(key="", label="Foto des Baums", type="file")


@pytest.fixture
def asked(world: World, received: str) -> str:
    """Give the reference of a case whose clerk has asked for a day and a photo."""
    cases.ask_applicant(
        reference=received, text="Wie alt ist der Baum?", items=(SINCE, PHOTO), due_on=None, actor=CLERK, now=NOW
    )
    return received


def days_later(days: int) -> None:
    with clock_at(NOW + timedelta(days=days)):
        watch_days()
    work(NOW + timedelta(days=days))


def photo() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_question_reaches_the_applicant_as_a_small_form(asked: str) -> None:
    own = cases.access_own_case(CITIZEN, asked, today=NOW.date())

    (query,) = own.queries
    assert ("Wie alt ist der Baum?", date(2026, 12, 7)) == (query.text, query.due_on)
    assert [("angabe1", "date"), ("angabe2", "file")] == [(item["key"], item["type"]) for item in query.items]
    assert ("applicant", date(2026, 12, 7)) == (own.turn.who, own.turn.due_on)
    assert ["Wir haben eine Frage zu Ihrem Antrag"] == [m.title for m in messaging.messages_of(TOWN, f"case:{asked}")]


def test_answer_with_a_file_comes_back_to_the_clerk_and_into_the_file(world: World, asked: str) -> None:
    query = Query.objects.get()
    path = cases.file_path(query.pk, "angabe2")
    cases.add_evidence(reference=asked, path=path, filename="foto.pdf", content=photo(), actor=CITIZEN, now=LATER)
    work(LATER)

    cases.answer_query(reference=asked, query_id=query.pk, values={"angabe1": "1.3.1980"}, actor=CITIZEN, now=LATER)

    case = Case.objects.get()
    kinds = [document.kind for document in records.list_documents(TOWN, f"case:{asked}")]
    assert {"angabe1": "1980-03-01"} == Query.objects.get().answer
    assert ("clerk", True) == (case.waits_for, case.has_news)
    assert {"evidence", "message"} <= set(kinds)


def test_answer_without_the_file_is_incomplete(asked: str) -> None:
    with pytest.raises(Invalid) as refused:
        cases.answer_query(
            reference=asked,
            query_id=Query.objects.get().pk,
            values={"angabe1": "1.3.1980"},
            actor=CITIZEN,
            now=LATER,
        )

    assert (Problem("angabe2", "Laden Sie hoch: Foto des Baums"),) == refused.value.problems


def test_question_is_answered_only_once(world: World, received: str) -> None:
    cases.ask_applicant(reference=received, text="Wie alt?", items=(), due_on=None, actor=CLERK, now=NOW)
    query_id = Query.objects.get().pk
    cases.answer_query(reference=received, query_id=query_id, values={"angabe1": "Alt."}, actor=CITIZEN, now=LATER)

    with pytest.raises(NotFound):
        cases.answer_query(reference=received, query_id=query_id, values={"angabe1": "Neu."}, actor=CITIZEN, now=LATER)


def test_stranger_cannot_answer(asked: str) -> None:
    with pytest.raises(NotFound):
        cases.answer_query(reference=asked, query_id=Query.objects.get().pk, values={}, actor=STRANGER, now=LATER)


def test_unanswered_question_returns_to_the_clerk_after_its_day(asked: str) -> None:
    waiting = cases.inbox(CLERK, cases.Filters(view="waiting"), today=NOW.date())
    days_later(17)

    back = cases.inbox(CLERK, cases.Filters(view="open"), today=NOW.date())

    assert [asked] == [row.reference for row in waiting.rows]
    assert [asked] == [row.reference for row in back.rows]
    assert ["pruefen"] == open_steps(asked)


def test_day_in_the_past_is_refused(world: World, received: str) -> None:
    with pytest.raises(Refused):
        cases.ask_applicant(reference=received, text="Wie alt?", items=(), due_on=NOW.date(), actor=CLERK, now=NOW)


def test_question_without_words_is_refused(world: World, received: str) -> None:
    with pytest.raises(Invalid):
        cases.ask_applicant(reference=received, text=" ", items=(), due_on=None, actor=CLERK, now=NOW)


def test_unanswered_request_of_the_process_can_be_ended_by_the_clerk(world: World, received: str) -> None:
    cases.complete_task(
        reference=received,
        task_id=cases.access_case(CLERK, received, today=NOW.date()).tasks[0].id,
        values={"vollstaendig": "nein"},
        actor=CLERK,
        now=LATER,
    )
    days_later(17)
    assert ["besides", "nachfordern"] == open_steps(received)
    (ask,) = [task for task in cases.access_case(CLERK, received, today=NOW.date()).tasks if task.word == "ask"]

    cases.complete_task(reference=received, task_id=ask.id, values={"grund": "Frist vorbei."}, actor=CLERK, now=LATER)

    assert ["besides", "pruefen"] == open_steps(received)


def test_evidence_after_the_decision_becomes_one_task_in_the_inbox(world: World, to_decide: str) -> None:
    decide(to_decide, "ablehnen", reasons="Der Baum ist geschützt.")
    work(LATER)

    for name in ("widerspruch.pdf", "anlage.pdf"):
        cases.add_evidence(
            reference=to_decide, path="nachweis", filename=name, content=photo(), actor=CITIZEN, now=LATER
        )
    work(LATER)

    rows = cases.inbox(CLERK, cases.Filters(), today=NOW.date()).rows
    title = "Neue Unterlagen nach der Entscheidung, z. B. Widerspruch prüfen"
    assert [(to_decide, title, True)] == [(row.reference, row.title, row.has_news) for row in rows]


def test_part_of_an_answer_reaches_the_clerk_while_the_question_stays_open(asked: str) -> None:
    query = Query.objects.get()

    cases.answer_query(
        reference=asked, query_id=query.pk, values={"angabe1": "1.5.1990"}, actor=CITIZEN, now=LATER, is_part=True
    )

    (own,) = cases.access_own_case(CITIZEN, asked, today=NOW.date()).queries
    clerks = cases.access_case(CLERK, asked, today=NOW.date())
    assert ("open", "1990-05-01") == (own.state, own.answer["angabe1"])
    assert clerks.has_news
    assert "1990-05-01" == clerks.queries[0].answer["angabe1"]


def test_files_handed_in_for_a_question_are_shown_with_it(asked: str) -> None:
    query = Query.objects.get()
    path = cases.file_path(query.pk, "angabe2")
    cases.add_evidence(reference=asked, path=path, filename="foto.pdf", content=photo(), actor=CITIZEN, now=LATER)

    (own,) = cases.access_own_case(CITIZEN, asked, today=NOW.date()).queries

    assert ("foto.pdf",) == own.files["angabe2"]


def test_nothing_is_no_part_of_an_answer(asked: str) -> None:
    with pytest.raises(Invalid):
        cases.answer_query(
            reference=asked, query_id=Query.objects.get().pk, values={}, actor=CITIZEN, now=LATER, is_part=True
        )
