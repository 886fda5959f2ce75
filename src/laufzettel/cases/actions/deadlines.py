"""What happens when a day passes."""

from datetime import date, datetime

from laufzettel.cases import access
from laufzettel.cases.actions.advance import advance, raise_side_task
from laufzettel.cases.actions.questions import hand_tasks_to
from laufzettel.cases.events import DeadlinePassed
from laufzettel.cases.models import Case, Deadline, WaitsFor
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.platform.api import action


@action("cases.pass_deadline", by=("system",))
def pass_deadline(*, deadline_id: int, actor: Actor, now: datetime) -> DeadlinePassed | None:
    """Act on a day that has come: the process goes on, or what was not answered returns to the clerk.

    `wait_until` ends on its day, an answer is late after it. A repeated call changes nothing and returns None.
    """
    deadline = Deadline.objects.select_related("case").get(pk=deadline_id)
    case = access.locked_row(deadline.case.municipality, deadline.case.subject)
    assert case is not None, "a deadline belongs to a case"
    if not _is_over(deadline, local_date(now)):
        return None
    if not Deadline.objects.filter(pk=deadline_id, state=Deadline.State.OPEN).update(state=Deadline.State.PASSED):
        return None
    if deadline.query_id is not None:
        _return_to_clerk(case)
    elif deadline.kind == Deadline.Kind.ANSWER:
        raise_side_task(
            subject=case.subject,
            municipality=case.municipality,
            key=f"late:{deadline.engine_task}",
            title="Frist für die Antwort ist abgelaufen: bitte entscheiden, wie es weitergeht",
            actor=actor,
            now=now,
        )
    else:
        advance(
            subject=case.subject,
            municipality=case.municipality,
            awaits=f"day:{deadline.engine_task}",
            result={"ergebnis": "erreicht"},
            actor=actor,
            now=now,
        )
    return DeadlinePassed(
        subject=case.subject, municipality=case.municipality, deadline=deadline.kind, step=deadline.step
    )


def _is_over(deadline: Deadline, today: date) -> bool:
    return deadline.due_on <= today if deadline.kind == Deadline.Kind.WAIT_UNTIL else deadline.due_on < today


def _return_to_clerk(case: Case) -> None:
    hand_tasks_to(case, WaitsFor.CLERK)
    Case.objects.filter(pk=case.pk).update(waits_for=WaitsFor.CLERK, has_news=True)
