"""What a clerk answered to a step stays readable: on the case, in its course, in its record file."""

import pytest

from laufzettel.cases import api as cases
from laufzettel.cases.results import say
from laufzettel.cases.tests.conftest import CLERK, LATER, NOW, TOWN, World, review, work
from laufzettel.engine.process import StepField
from laufzettel.engine.process.definition import Option
from laufzettel.platform import api as platform
from laufzettel.records import api as records

ROWS = (("Angaben vollständig?", "Nein"),)


@pytest.fixture
def reviewed(world: World, received: str) -> str:
    """Give the reference of a case whose review found something missing."""
    review(received, complete=False)
    work(LATER)
    return received


def test_answers_of_a_review_stand_on_the_case_with_who_and_when(reviewed: str) -> None:
    (result,) = cases.access_case(CLERK, reviewed, today=NOW.date()).results

    assert ("Angaben prüfen", LATER, ROWS) == (result.title, result.at, result.rows)


def test_answers_of_a_review_stand_in_the_course(reviewed: str) -> None:
    lines = cases.access_case(CLERK, reviewed, today=NOW.date()).timeline

    assert ["Angaben vollständig?: Nein"] == [line.detail for line in lines if line.kind == "TaskCompleted"]


def test_answers_of_a_review_are_filed_inside_the_town_hall(reviewed: str) -> None:
    (paper,) = [d for d in records.list_documents(TOWN, f"case:{reviewed}") if d.kind == "note"]

    text = platform.read_blob(paper.blob).decode()
    assert ("Prüfvermerk: Angaben prüfen", False) == (paper.title, paper.public)
    assert "Von: Falk Sommer\nAm: 21.11.2026" in text
    assert "Angaben vollständig?: Nein" in text


def test_each_repetition_of_a_step_has_its_own_paper(reviewed: str) -> None:
    (ask,) = cases.access_case(CLERK, reviewed, today=NOW.date()).tasks
    values = {"grund": "Am Telefon geklärt."}
    cases.complete_task(reference=reviewed, task_id=ask.id, values=values, actor=CLERK, now=LATER)

    review(reviewed, complete=True)

    titles = [d.title for d in records.list_documents(TOWN, f"case:{reviewed}") if d.kind == "note"]
    assert 2 == titles.count("Prüfvermerk: Angaben prüfen")


ZONE = (Option(value="a1", label="Zone A1"),)


@pytest.mark.parametrize(
    ("kind", "options", "value", "said"),
    [
        ("boolean", (), False, "Nein"),
        ("choice", ZONE, "a1", "Zone A1"),
        ("date", (), "2026-11-21", "21.11.2026"),
        ("money", (), "12.5", "12,50 €"),
        ("number", (), "12.50", "12,5"),
        ("text", (), "", "keine Angabe"),
    ],
)
def test_values_read_as_in_a_german_letter(kind: str, options: tuple[Option, ...], value: object, said: str) -> None:
    assert said == say(StepField(key="x", type=kind, label="X", options=options), value)
