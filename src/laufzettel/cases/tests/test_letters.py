"""Applicants write to the office of their own accord."""

import pytest

from laufzettel.cases import api as cases
from laufzettel.cases.models import Letter, Task
from laufzettel.cases.tests.conftest import CITIZEN, CLERK, LATER, NOW, STRANGER, TOWN, World, open_steps, work
from laufzettel.kernel.errors import Invalid, NotFound, Refused
from laufzettel.records import api as records


def write(reference: str, *, topic: str = "question", text: str = "Wie lange dauert es noch?") -> None:
    cases.write_to_office(reference=reference, topic=topic, text=text, actor=CITIZEN, now=LATER)


def test_letter_is_filed_and_becomes_a_task_of_the_unit(received: str) -> None:
    write(received)

    (document,) = [d for d in records.list_documents(TOWN, f"case:{received}") if d.title == "Nachricht an die Stelle"]
    task = Task.objects.get(word="besides")
    assert document.public
    assert ("buergeramt", "Nachricht der antragstellenden Person lesen und beantworten") == (task.unit, task.title)
    assert "besides" in open_steps(received)


def test_conversation_holds_both_sides_in_order(received: str) -> None:
    cases.send_message(reference=received, title="Hinweis", text="Der Baum steht.", actor=CLERK, now=NOW)
    write(received, topic="change", text="Ich heiße jetzt Sommer.")

    thread = cases.access_own_case(CITIZEN, received, today=NOW.date()).thread

    assert [(False, "Hinweis"), (True, "Ihre geänderten Angaben")] == [(one.is_own, one.title) for one in thread]
    assert "Ich heiße jetzt Sommer." == thread[-1].text


def test_several_letters_wait_as_one_task(received: str) -> None:
    write(received)
    write(received, text="Noch etwas.")

    assert 1 == Task.objects.filter(word="besides").count()
    assert 2 == Letter.objects.count()


@pytest.mark.parametrize(("topic", "text"), [("", "Hallo"), ("question", "  "), ("question", "x" * 5001)])
def test_letter_needs_a_topic_and_a_text_of_reasonable_length(received: str, topic: str, text: str) -> None:
    with pytest.raises(Invalid):
        write(received, topic=topic, text=text)


def test_nobody_writes_in_a_foreign_matter_or_in_a_closed_one(world: World, received: str) -> None:
    with pytest.raises(NotFound):
        cases.write_to_office(reference=received, topic="question", text="Hallo", actor=STRANGER, now=LATER)
    cases.withdraw(reference=received, reason="", actor=CITIZEN, now=LATER)
    work(LATER)

    with pytest.raises(Refused):
        write(received)
    assert not cases.access_own_case(CITIZEN, received, today=NOW.date()).can_write


def test_clerk_reads_in_the_task_what_was_written(received: str) -> None:
    write(received)
    write(received, text="Noch etwas.")
    write(received, topic="change", text="Ich heiße jetzt Sommer.")

    tasks = cases.access_case(CLERK, received, today=NOW.date()).tasks

    assert {"Wie lange dauert es noch?\n\nNoch etwas.", "Ich heiße jetzt Sommer."} == {
        task.text for task in tasks if task.word == "besides"
    }
