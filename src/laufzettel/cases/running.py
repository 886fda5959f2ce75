"""Let the process of a case go on: start what is next, keep what came out. Runs inside a verb, under the row lock."""

from collections import deque
from datetime import datetime
from typing import Any

from laufzettel import packages
from laufzettel.cases import domain
from laufzettel.cases.models import Case, Deadline, Query, Task
from laufzettel.cases.pending import end_queries
from laufzettel.cases.run import Run, Started
from laufzettel.cases.vocabulary import start_step
from laufzettel.engine import process
from laufzettel.engine.process import Advance, OpenTask
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Refused
from laufzettel.packages import StepPlan
from laufzettel.platform.api import defer, insert_rows
from laufzettel.submissions import api as submissions

MOST_STEPS_AT_ONCE = 100
_CHANGES = (
    "process_state", "results", "decision", "is_decided", "is_finished", "finished_at", "waits_for", "has_news"
)  # fmt: skip


def resume(case: Case, *, actor: Actor, now: datetime) -> Run:
    """Return the run of a case that is locked by this transaction."""
    known = set(Task.objects.filter(case=case).values_list("engine_task", flat=True))
    submission = submissions.get_submission(case.submission_id)
    return Run(case=case, submission=submission, actor=actor, now=now, known=known)


def begin(run: Run) -> None:
    """Start the process of a new case; nothing is saved yet."""
    _absorb(run, process.start(run.package.process, run.process_facts()))


def finish(run: Run, task: Task, result: dict[str, Any]) -> bool:
    """Close an open task by compare-and-set with its result and go on; False when somebody was faster."""
    closed = Task.objects.filter(pk=task.pk, state=Task.State.OPEN).update(
        state=Task.State.DONE, done_at=run.now, done_by=run.actor.key[:80]
    )
    if not closed:
        return False
    Deadline.objects.filter(case=run.case, engine_task=task.engine_task, state=Deadline.State.OPEN).update(
        state=Deadline.State.CANCELLED
    )
    _go_on(run, OpenTask(id=task.engine_task, step=task.step), result)
    return True


def create(run: Run) -> None:
    """Write a new case with its first tasks."""
    run.case.waits_for = domain.waits_for(tasks=[task.waits_for for task in run.fresh], has_open_query=False)
    insert_rows([run.case])
    for task in run.fresh:
        task.case = run.case
    for deadline in run.deadlines:
        deadline.case = run.case
    _write_fresh(run)


def save(run: Run) -> None:
    """Write the new tasks and where the case stands now."""
    _write_fresh(run)
    run.case.waits_for = turn_of(run.case)
    run.case.save(update_fields=_CHANGES)


def _write_fresh(run: Run) -> None:
    if run.case.is_finished:
        cancel_open(run.case, now=run.now)
        close_later(run.case)
        return
    insert_rows(run.fresh)
    insert_rows(run.deadlines)


def cancel_open(case: Case, *, now: datetime) -> None:
    """End everything that still waits in a case; tasks besides the process stay, a clerk has to look at them."""
    tasks = Task.objects.filter(case=case, state=Task.State.OPEN).exclude(word="besides")
    tasks.update(state=Task.State.CANCELLED)
    end_queries(case, now=now)
    Deadline.objects.filter(case=case, state=Deadline.State.OPEN).update(state=Deadline.State.CANCELLED)


def close_later(case: Case) -> None:
    """Have a job close the case as soon as its record file is complete."""
    from laufzettel.cases.jobs import close_finished

    defer(close_finished, municipality=case.municipality, subject=case.subject)


def turn_of(case: Case) -> str:
    """Say whose turn it is, from the open tasks and questions of a case."""
    waiting = Task.objects.filter(case=case, state=Task.State.OPEN).values_list("waits_for", flat=True)
    has_query = Query.objects.filter(case=case, state=Query.State.OPEN).exists()
    return domain.waits_for(tasks=waiting, has_open_query=has_query)


def _go_on(run: Run, open_task: OpenTask, result: dict[str, Any]) -> None:
    run.case.results = {**run.case.results, open_task.step: result}
    _absorb(run, process.complete(run.package.process, run.case.process_state, open_task.id, run.process_facts()))


def _absorb(run: Run, advance: Advance) -> None:
    """Start every newly opened step; steps that are done at once lead on, until only waiting ones are left."""
    waiting = deque(_new_of(run, advance))
    for _ in range(MOST_STEPS_AT_ONCE):
        run.case.process_state, run.case.is_finished = advance.state, advance.finished
        run.case.finished_at = run.now if advance.finished else None
        if not waiting:
            return
        open_task = waiting.popleft()
        facts = run.process_facts(open_task.step)
        plan = packages.plan_step(run.package, open_task.step, facts, land=run.land)
        started = start_step(run, open_task, plan)
        if started.result is None:
            _keep(run, open_task, plan, started)
            continue
        run.case.results = {**run.case.results, open_task.step: started.result}
        advance = process.complete(run.package.process, run.case.process_state, open_task.id, run.process_facts())
        waiting.extend(_new_of(run, advance))
    raise Refused("Der Ablauf dieser Leistung kommt nicht zum Stehen. Bitte wenden Sie sich an die Stadt.")


def _new_of(run: Run, advance: Advance) -> list[OpenTask]:
    new = [task for task in advance.open if task.id not in run.known]
    run.known.update(task.id for task in new)
    return new


def _keep(run: Run, open_task: OpenTask, plan: StepPlan, started: Started) -> None:
    run.opened.append(open_task.step)
    run.fresh.append(
        Task(
            case=run.case,
            municipality=run.case.municipality,
            unit=started.unit or run.case.unit,
            service_key=run.case.service_key,
            engine_task=open_task.id,
            step=open_task.step,
            word=plan.word,
            title=run.step(open_task.step).name[:200],
            waits_for=started.waits_for,
            due_on=started.due_on or plan.due_on or run.case.deadline_on,
            awaits=started.awaits,
            opened_at=run.now,
        )
    )
