"""Let a case go on when something it waited for has happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laufzettel.cases import access, running
from laufzettel.cases.events import CaseAdvanced
from laufzettel.cases.models import Case, Task, WaitsFor
from laufzettel.kernel.actor import Actor
from laufzettel.platform.api import action


@action("cases.advance", by=("system",))
def advance(
    *, subject: str, municipality: str, awaits: str, result: Mapping[str, Any], actor: Actor, now: datetime
) -> CaseAdvanced | None:
    """Complete the open step that waits for this, with its result, and go on.

    `awaits` names what happened (`payment:…`, `notice:…`, `look_up:…`, `hand_over:…`). Returns None, and changes
    nothing, when no step waits for it (any more): told twice, case withdrawn, or not a case at all.
    """
    case = access.locked_row(municipality, subject)
    if case is None or case.state != Case.State.OPEN:
        return None
    task = Task.objects.filter(case=case, awaits=awaits, state=Task.State.OPEN).first()
    if task is None:
        return None
    run = running.resume(case, actor=actor, now=now)
    if not running.finish(run, task, dict(result)):
        return None
    running.save(run)
    return CaseAdvanced(
        subject=subject,
        municipality=municipality,
        step=task.step,
        word=task.word,
        result=str(result.get("ergebnis", "")),
        opened=tuple(run.opened),
    )


@action("cases.end_side_task", by=("system",))
def end_side_task(*, subject: str, municipality: str, key: str, actor: Actor, now: datetime) -> None:
    """Tick off a task besides the process whose reason is gone; does nothing when there is no such open task."""
    case = access.locked_row(municipality, subject)
    if case is None:
        return
    task = Task.objects.filter(case=case, engine_task=side_task_key(key), state=Task.State.OPEN)
    if not task.update(state=Task.State.DONE, done_at=now, done_by=actor.key[:80]):
        return
    if case.is_finished:
        running.close_later(case)
    else:
        Case.objects.filter(pk=case.pk).update(waits_for=running.turn_of(case))


def side_task_key(key: str) -> str:
    """Return how a task besides the process is called among the tasks of its case."""
    return f"besides:{key}"[:80]


@action("cases.raise_side_task", by=("system",))
def raise_side_task(*, subject: str, municipality: str, key: str, title: str, actor: Actor, now: datetime) -> None:
    """Give the unit of a case a task besides the process, once per key; also when the case has ended already."""
    case = access.locked_row(municipality, subject)
    if case is None:
        return
    _, is_new = Task.objects.get_or_create(
        case=case,
        engine_task=side_task_key(key),
        defaults={
            "municipality": municipality,
            "unit": case.unit,
            "service_key": case.service_key,
            "step": "besides",
            "word": "besides",
            "title": title[:200],
            "waits_for": WaitsFor.CLERK,
            "due_on": case.deadline_on,
            "opened_at": now,
        },
    )
    if is_new:
        Case.objects.filter(pk=case.pk).update(waits_for=running.turn_of(case), has_news=True)
