"""Complete a task: a clerk reviews, an applicant hands in what was asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laufzettel import packages
from laufzettel.cases import access, domain, running
from laufzettel.cases.events import TaskAssigned, TaskCompleted
from laufzettel.cases.models import Case, Task
from laufzettel.cases.results import file_answer, file_result
from laufzettel.cases.run import Run
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, Invalid, Problem, Refused
from laufzettel.kernel.language import say
from laufzettel.platform.api import action
from laufzettel.submissions import api as submissions


@action("cases.complete_task", by=("clerk",))
def complete_task(
    *, reference: str, task_id: int, values: Mapping[str, Any], actor: Actor, now: datetime
) -> TaskCompleted:
    """Complete a review with the values of its fields, tick off a task besides the process, or end an unanswered `ask`.

    A clerk may end an `ask` without an answer, because otherwise the case could never go on; the reason (`grund`) is
    filed. `values` are typed texts
    or ready values by field key. Raises `NotFound` for a foreign case or a task that is no longer open, `Invalid` for
    wrong values and `Refused` for a task that is not completed this way.
    """
    case = access.access_row(actor, reference, lock=True)
    task = access.access_task(actor, case, task_id)
    if task.word == "besides":
        return _tick_off(case, task, actor, now)
    if task.word not in {"review", "ask"}:
        raise Refused(say("Diese Aufgabe wird auf andere Weise erledigt."))
    return _complete(case, task, dict(values), actor=actor, now=now)


@action("cases.answer_task", by=("account", "guest"))
def answer_task(
    *, reference: str, task_id: int, values: Mapping[str, Any], actor: Actor, now: datetime
) -> TaskCompleted:
    """Answer what the process asks the applicant for; files have been added before by `add_evidence`.

    Raises `NotFound` for a foreign case or a task that is no longer open, `Invalid` for wrong values.
    """
    case = access.access_row(actor, reference, lock=True)
    task = access.access_task(actor, case, task_id)
    if task.word != "ask":
        raise Refused(say("Diese Aufgabe wird auf andere Weise erledigt."))
    return _complete(case, task, dict(values), actor=actor, now=now)


def _complete(case: Case, task: Task, given: dict[str, Any], *, actor: Actor, now: datetime) -> TaskCompleted:
    run = running.resume(case, actor=actor, now=now)
    result = _answer(run, task, given) if task.word == "ask" else domain.read_values(run.step(task.step).fields, given)
    if not running.finish(run, task, result):
        raise Conflict(say("Diese Aufgabe hat gerade jemand anderes erledigt."))
    case.has_news = actor.is_applicant
    if actor.is_applicant:
        file_answer(case, run.step(task.step), task, result=result, now=now)
    else:
        file_result(case, run.step(task.step), task, name=actor.name, result=result, now=now)
    running.save(run)
    return TaskCompleted(
        subject=case.subject,
        municipality=case.municipality,
        step=task.step,
        word=task.word,
        opened=tuple(run.opened),
    )


def _answer(run: Run, task: Task, given: dict[str, Any]) -> dict[str, Any]:
    if run.actor.kind == "clerk":
        reason = str(given.get("grund", "")).strip()
        if not reason or len(reason) > domain.LONGEST_TEXT:
            raise Invalid((Problem("grund", say("Nennen Sie den Grund.")),))
        return {"ergebnis": "ohne_antwort", "grund": reason}
    plan = packages.plan_step(run.package, task.step, run.process_facts(task.step))
    files: dict[str, list[str]] = {}
    for file in submissions.later_attachments(run.case.municipality, run.case.subject):
        files.setdefault(domain.without_numbers(file.path), []).append(file.id)
    message = str(given.get("nachricht") or "").strip()[: domain.LONGEST_TEXT]
    # Who cannot hand something in says why: a file that is missing then is for the clerk to judge.
    fields = domain.without_required_files(plan.ask_fields) if message else plan.ask_fields
    asked = domain.read_asked(fields, given, files, today=run.today)
    values = domain.read_values(plan.fields, given)
    if not message and not any(value not in (None, "", []) for value in (*asked.values(), *values.values())):
        raise Invalid((Problem("nachricht", say("Laden Sie etwas hoch oder schreiben Sie uns.")),))
    return {**values, **asked, "nachricht": message, "ergebnis": "beantwortet"}


def _tick_off(case: Case, task: Task, actor: Actor, now: datetime) -> TaskCompleted:
    closed = Task.objects.filter(pk=task.pk, state=Task.State.OPEN).update(
        state=Task.State.DONE, done_at=now, done_by=actor.key[:80]
    )
    if not closed:
        raise Conflict(say("Diese Aufgabe hat gerade jemand anderes erledigt."))
    Case.objects.filter(pk=case.pk).update(waits_for=running.turn_of(case), has_news=False)
    if case.is_finished:
        running.close_later(case)
    return TaskCompleted(
        subject=case.subject, municipality=case.municipality, step=task.title, word=task.word, opened=()
    )


@action("cases.assign", by=("clerk",))
def assign_to_me(*, reference: str, task_id: int, actor: Actor, now: datetime) -> TaskAssigned:
    """Take a task over; raises `NotFound` for a foreign case or a task that is not open."""
    return _assign(reference, task_id, assignee=actor.key, name=actor.name, actor=actor)


@action("cases.give_back", by=("clerk",))
def give_back(*, reference: str, task_id: int, actor: Actor, now: datetime) -> TaskAssigned:
    """Give a task back to the unit; raises `NotFound` for a foreign case or a task that is not open."""
    return _assign(reference, task_id, assignee="", name="", actor=actor)


def _assign(reference: str, task_id: int, *, assignee: str, name: str, actor: Actor) -> TaskAssigned:
    case = access.access_row(actor, reference, lock=True)
    task = access.access_task(actor, case, task_id)
    Task.objects.filter(pk=task.pk).update(assignee=assignee, assignee_name=name[:200])
    return TaskAssigned(subject=case.subject, municipality=case.municipality, step=task.step, assignee=assignee)
