"""Rules of a case."""

from datetime import date
from decimal import Decimal

import pytest

from laufzettel.cases import domain
from laufzettel.engine.process import Outcome, StepField
from laufzettel.engine.process.definition import Option
from laufzettel.kernel.errors import Invalid, Problem, Refused
from laufzettel.packages import APPLICATION, Noun

COMPLETE = StepField(key="vollstaendig", type="boolean", label="Angaben vollständig?")
FEE = StepField(key="gebuehr", type="money", label="Gebühr")
DAY = StepField(key="ab", type="date", label="Gültig ab")
KIND = StepField(key="art", type="choice", label="Art", options=(Option(value="neu", label="Neu"),))
REMARK = StepField(key="bemerkung", type="text", label="Bemerkung", required=False)


def test_values_of_a_form_become_plain_values() -> None:
    given = {"vollstaendig": "ja", "gebuehr": "1.234,50 €", "ab": "1.2.2027", "art": "neu", "bemerkung": " "}

    assert {
        "vollstaendig": True,
        "gebuehr": "1234.50",
        "ab": "2027-02-01",
        "art": "neu",
        "bemerkung": None,
    } == domain.read_values((COMPLETE, FEE, DAY, KIND, REMARK), given)


def test_ready_values_are_taken_as_they_are() -> None:
    given = {"vollstaendig": False, "gebuehr": Decimal("1234.50"), "ab": date(2027, 2, 1)}

    expected = {"vollstaendig": False, "gebuehr": "1234.50", "ab": "2027-02-01"}

    assert expected == domain.read_values((COMPLETE, FEE, DAY), given)


def test_every_wrong_value_is_named() -> None:
    given = {"vollstaendig": "vielleicht", "gebuehr": "viel", "ab": "31.2.2027", "art": "alt"}

    with pytest.raises(Invalid) as refused:
        domain.read_values((COMPLETE, FEE, DAY, KIND), given)

    assert ["vollstaendig", "gebuehr", "ab", "art"] == [problem.path for problem in refused.value.problems]


def test_missing_value_is_asked_for() -> None:
    with pytest.raises(Invalid) as refused:
        domain.read_values((COMPLETE,), {})

    assert (
        Problem("vollstaendig", "Wählen Sie bei „Angaben vollständig“ Ja oder Nein aus."),
    ) == refused.value.problems


def test_names_the_step_does_not_know_are_dropped() -> None:
    assert {"vollstaendig": True} == domain.read_values((COMPLETE,), {"vollstaendig": "ja", "ergebnis": "bezahlt"})


@pytest.mark.parametrize("kind", ["refuse", "partial"])
def test_refusal_of_everything_or_a_part_needs_reasons(kind: str) -> None:
    with pytest.raises(Invalid):
        domain.check_reasons(Outcome(key="ablehnen", label="Ablehnen", kind=kind), "  ")


def test_conditions_lose_the_marks_a_clerk_typed_before_them() -> None:
    outcomes = (Outcome(key="bewilligen", label="Bewilligen", kind="grant"),)
    typed = ("- Nachpflanzen", " • Bis 2027 ", "Höchstens 2-mal", "-")

    draft = domain.read_draft(outcomes, (), outcome="bewilligen", reasons="", conditions=typed, values={})

    assert ["Nachpflanzen", "Bis 2027", "Höchstens 2-mal"] == draft["conditions"]


def test_grant_needs_no_reasons() -> None:
    assert domain.check_reasons(Outcome(key="bewilligen", label="Bewilligen", kind="grant"), "") is None


@pytest.mark.parametrize(
    ("state", "is_finished", "is_decided"),
    [("closed", True, False), ("withdrawn", True, False), ("open", True, False), ("open", False, True)],
)
def test_withdrawal_too_late_is_refused(state: str, is_finished: bool, is_decided: bool) -> None:
    with pytest.raises(Refused):
        domain.check_withdrawal(state=state, is_finished=is_finished, is_decided=is_decided, noun=APPLICATION)


def test_answer_is_due_after_two_weeks_on_a_working_day() -> None:
    # 14 days after 11 December 2026 is Christmas Day, a Friday; the next working day is Monday the 28th.
    assert date(2026, 12, 28) == domain.answer_day(today=date(2026, 12, 11), wanted=None, land="RP")


def test_answer_wanted_on_a_saturday_is_due_on_the_monday() -> None:
    saturday = date(2026, 12, 5)

    assert date(2026, 12, 7) == domain.answer_day(today=date(2026, 11, 21), wanted=saturday, land="RP")


def test_answer_due_in_the_past_is_refused() -> None:
    with pytest.raises(Refused):
        domain.answer_day(today=date(2026, 12, 11), wanted=date(2026, 12, 11), land="RP")


@pytest.mark.parametrize(
    ("tasks", "has_open_query", "expected"),
    [
        (["machine", "clerk"], False, "clerk"),
        (["clerk"], True, "applicant"),
        (["machine", "applicant"], False, "applicant"),
        (["machine"], False, "machine"),
        ([], False, ""),
    ],
)
def test_turn_is_the_clerks_before_the_machines(tasks: list[str], has_open_query: bool, expected: str) -> None:
    assert expected == domain.waits_for(tasks=tasks, has_open_query=has_open_query)


@pytest.mark.parametrize("kind", ["notification", "report"])
def test_legal_duty_is_not_taken_back_and_says_where_to_turn(kind: str) -> None:
    noun = Noun(word="Anmeldung", is_masculine=False)

    with pytest.raises(Refused, match=r"gesetzlich vorgeschrieben.*Wenden Sie sich"):
        domain.check_withdrawal(state="open", is_finished=False, is_decided=False, noun=noun, kind=kind)
