"""Who may do what: for everybody else a case does not exist."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from laufzettel.cases import api as cases
from laufzettel.cases.models import Case, Task
from laufzettel.cases.tests.conftest import (
    CITIZEN,
    CLERK,
    LATER,
    NOW,
    OTHER_TOWN,
    OTHER_UNIT,
    STRANGER,
    TOWN,
    World,
    decide,
    open_task,
)
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Forbidden, NotFound

ELSEWHERE = Actor(kind="guest", key="session-of-erika", municipality="mainz")
ACCOUNT = Actor(kind="account", key="a-1", municipality=TOWN)
NOBODY = Actor(kind="guest", key="", municipality=TOWN)
SYSTEM = Actor.system(TOWN)
TODAY = date(2026, 11, 21)

Verb = Callable[[Actor, str, int], Any]

CLERK_VERBS: dict[str, Verb] = {
    "complete": lambda actor, reference, task: cases.complete_task(
        reference=reference, task_id=task, values={"vollstaendig": True}, actor=actor, now=LATER
    ),
    "assign": lambda actor, reference, task: cases.assign_to_me(
        reference=reference, task_id=task, actor=actor, now=LATER
    ),
    "give_back": lambda actor, reference, task: cases.give_back(
        reference=reference, task_id=task, actor=actor, now=LATER
    ),
    "ask": lambda actor, reference, task: cases.ask_applicant(
        reference=reference, text="Wie alt?", items=(), due_on=None, actor=actor, now=LATER
    ),
    "message": lambda actor, reference, task: cases.send_message(
        reference=reference, title="X", text="X", actor=actor, now=LATER
    ),
    "note": lambda actor, reference, task: cases.write_note(reference=reference, text="X", actor=actor, now=LATER),
    "forward": lambda actor, reference, task: cases.forward(
        reference=reference, to_unit="steuern", reason="X", actor=actor, now=LATER
    ),
    "view": lambda actor, reference, task: cases.access_case(actor, reference, today=TODAY),
}
APPLICANT_VERBS: dict[str, Verb] = {
    "view": lambda actor, reference, task: cases.access_own_case(actor, reference, today=TODAY),
    "withdraw": lambda actor, reference, task: cases.withdraw(reference=reference, reason="", actor=actor, now=LATER),
}


@pytest.mark.parametrize("verb", CLERK_VERBS)
@pytest.mark.parametrize("actor", [OTHER_UNIT, OTHER_TOWN], ids=["other unit", "other town"])
def test_case_does_not_exist_for_foreign_clerks(world: World, received: str, verb: str, actor: Actor) -> None:
    with pytest.raises(NotFound):
        CLERK_VERBS[verb](actor, received, open_task(received, "pruefen").pk)


@pytest.mark.parametrize("verb", CLERK_VERBS)
@pytest.mark.parametrize("actor", [CITIZEN, ACCOUNT, SYSTEM], ids=["guest", "account", "system"])
def test_only_clerks_do_what_clerks_do(world: World, received: str, verb: str, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        CLERK_VERBS[verb](actor, received, open_task(received, "pruefen").pk)


@pytest.mark.parametrize("verb", CLERK_VERBS)
def test_own_clerk_may(staffed: None, received: str, verb: str) -> None:
    CLERK_VERBS[verb](CLERK, received, open_task(received, "pruefen").pk)


@pytest.fixture
def shared(received: str) -> tuple[str, int]:
    """Give a case of the citizens' office in which the review is the tax office's."""
    task = open_task(received, "pruefen")
    Task.objects.filter(pk=task.pk).update(unit="steuern")
    return received, task.pk


@pytest.mark.parametrize("verb", ["view", "note", "assign", "give_back", "complete"])
def test_unit_with_a_task_reads_writes_notes_and_does_its_task(
    world: World, shared: tuple[str, int], verb: str
) -> None:
    CLERK_VERBS[verb](OTHER_UNIT, *shared)


@pytest.mark.parametrize("verb", ["ask", "forward"])
def test_unit_with_a_task_does_nothing_that_concerns_the_whole_case(
    world: World, shared: tuple[str, int], verb: str
) -> None:
    with pytest.raises(Forbidden):
        CLERK_VERBS[verb](OTHER_UNIT, *shared)


@pytest.mark.parametrize("verb", ["assign", "give_back", "complete"])
def test_unit_of_the_case_leaves_the_tasks_of_others_alone(world: World, shared: tuple[str, int], verb: str) -> None:
    with pytest.raises(Forbidden):
        CLERK_VERBS[verb](CLERK, *shared)


def test_unit_with_a_task_does_not_decide(world: World, to_decide: str) -> None:
    Task.objects.create(
        case=Case.objects.get(),
        municipality=TOWN,
        unit="steuern",
        service_key="baumfaellung-beantragen",
        engine_task="besides:steuern",
        step="besides",
        word="besides",
        title="Zuarbeit",
        waits_for="clerk",
        due_on=TODAY,
        opened_at=NOW,
    )
    task = open_task(to_decide, "entscheiden")

    with pytest.raises(Forbidden):
        decide(to_decide, "genehmigen", reasons="Krank.", actor=OTHER_UNIT)
    assert "open" == Task.objects.get(pk=task.pk).state


@pytest.mark.parametrize("verb", APPLICANT_VERBS)
@pytest.mark.parametrize(
    "actor", [STRANGER, ELSEWHERE, ACCOUNT, NOBODY], ids=["stranger", "other town", "account", "nobody"]
)
def test_case_does_not_exist_for_other_applicants(world: World, received: str, verb: str, actor: Actor) -> None:
    with pytest.raises(NotFound):
        APPLICANT_VERBS[verb](actor, received, 0)


@pytest.mark.parametrize("verb", APPLICANT_VERBS)
@pytest.mark.parametrize("actor", [CLERK, SYSTEM], ids=["clerk", "system"])
def test_only_applicants_do_what_applicants_do(world: World, received: str, verb: str, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        APPLICANT_VERBS[verb](actor, received, 0)


def test_internal_document_does_not_exist_for_the_applicant(world: World, received: str) -> None:
    documents = cases.access_case(CLERK, received, today=TODAY).documents
    (data,) = [document for document in documents if document.kind == "data"]

    assert cases.access_document(CLERK, received, data.id)[1]
    with pytest.raises(NotFound):
        cases.access_document(CITIZEN, received, data.id)


def test_guest_with_the_code_reaches_the_case(world: World, received: str) -> None:
    case = cases.access_case(CLERK, received, today=TODAY)
    with_code = Actor(kind="guest", key=case.submission.id, municipality=TOWN)

    assert received == cases.access_own_case(with_code, received, today=TODAY).reference
    assert [received] == [card.reference for card in cases.my_cases(with_code)]


def test_lists_hold_only_what_is_ones_own(world: World, received: str) -> None:
    assert [received] == [card.reference for card in cases.my_cases(CITIZEN)]
    assert () == cases.my_cases(STRANGER)
    assert () == cases.inbox(OTHER_UNIT, cases.Filters(), today=NOW.date()).rows
    assert () == cases.inbox(CLERK, cases.Filters(unit="steuern"), today=NOW.date()).rows
