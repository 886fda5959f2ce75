"""Every request to the applicant, its answer and its end lie in the record file."""

import pytest

from laufzettel.cases import api as cases
from laufzettel.cases.tests.conftest import CITIZEN, CLERK, LATER, NOW, TOWN, World, open_steps, review, work
from laufzettel.cases.tests.test_questions import photo
from laufzettel.kernel.errors import Invalid
from laufzettel.platform import api as platform
from laufzettel.records import api as records


def papers(reference: str) -> dict[str, str]:
    documents = records.list_documents(TOWN, f"case:{reference}")
    return {d.title: platform.read_blob(d.blob).decode() for d in documents if d.media_type == "text/plain"}


def test_request_of_the_process_and_its_answer_are_filed(world: World, received: str) -> None:
    review(received, complete=False)
    (task,) = cases.access_own_case(CITIZEN, received, today=NOW.date()).tasks
    values = {"hinweis": "Liegt bei."}
    cases.answer_task(reference=received, task_id=task.id, values=values, actor=CITIZEN, now=LATER)

    filed = papers(received)

    assert "Gutachten für Hof hinter dem Haus" in filed["Aufforderung: Gutachten nachreichen"]
    assert "Ihr Hinweis: Liegt bei." in filed["Antwort: Gutachten nachreichen"]


def test_question_is_filed_when_it_is_asked(world: World, received: str) -> None:
    cases.ask_applicant(reference=received, text="Wie alt?", items=(), due_on=None, actor=CLERK, now=NOW)

    assert "Antwort bis: 07.12.2026\n\nWie alt?" in papers(received)["Rückfrage"]


def test_question_that_ends_with_the_withdrawal_says_so_in_the_file(world: World, received: str) -> None:
    cases.ask_applicant(reference=received, text="Wie alt?", items=(), due_on=None, actor=CLERK, now=NOW)
    cases.withdraw(reference=received, reason="", actor=CITIZEN, now=LATER)

    assert "vom 21.11.2026 endet ohne Antwort:\nWie alt?" in papers(received)["Rückfrage ohne Antwort beendet"]


def test_paper_about_the_end_is_filed_once(world: World, to_decide: str) -> None:
    cases.ask_applicant(reference=to_decide, text="Wie alt?", items=(), due_on=None, actor=CLERK, now=NOW)
    (task,) = cases.access_case(CLERK, to_decide, today=NOW.date()).tasks
    cases.decide(
        reference=to_decide, task_id=task.id, outcome="ablehnen", reasons="Geschützt.", conditions=(), values={},
        despite_open_request=True, actor=CLERK, now=LATER,
    )  # fmt: skip
    work(LATER)

    titles = [d.title for d in records.list_documents(TOWN, f"case:{to_decide}")]
    assert 1 == titles.count("Rückfrage ohne Antwort beendet")


def test_request_is_not_answered_by_nothing_at_all(world: World, received: str) -> None:
    review(received, complete=False)
    (task,) = cases.access_own_case(CITIZEN, received, today=NOW.date()).tasks

    with pytest.raises(Invalid, match="Laden Sie etwas hoch oder schreiben Sie uns"):
        cases.answer_task(reference=received, task_id=task.id, values={"hinweis": " "}, actor=CITIZEN, now=LATER)


def test_message_alone_answers_a_request(world: World, received: str) -> None:
    review(received, complete=False)
    (task,) = cases.access_own_case(CITIZEN, received, today=NOW.date()).tasks

    values = {"nachricht": "Der Gutachter ist krank."}
    cases.answer_task(reference=received, task_id=task.id, values=values, actor=CITIZEN, now=LATER)

    assert "Nachricht: Der Gutachter ist krank." in papers(received)["Antwort: Gutachten nachreichen"]
    assert ["pruefen"] == open_steps(received)


def test_evidence_on_another_way_gives_the_turn_to_the_clerk(world: World, received: str) -> None:
    review(received, complete=False)
    cases.add_evidence(
        reference=received, path="nachweis", filename="gutachten.pdf", content=photo(), actor=CITIZEN, now=LATER
    )
    work(LATER)

    assert ["besides", "nachfordern"] == open_steps(received)
    assert "clerk" == cases.access_case(CLERK, received, today=NOW.date()).waits_for
