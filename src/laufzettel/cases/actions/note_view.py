"""Note that somebody in the town hall looked at a case, so that its applicant can see who did."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from laufzettel.cases import access
from laufzettel.cases.events import CaseViewed, Viewed
from laufzettel.cases.models import Case, Task, WaitsFor
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.ids import tidy_reference
from laufzettel.platform.api import action, was_told

# Whoever works on a case opens it again and again: one line an hour says as much as twenty.
QUIET = timedelta(hours=1)


def note_view(*, reference: str, what: Viewed, actor: Actor, now: datetime) -> CaseViewed | None:
    """Note a look at the case, at its documents or at the whole record file, in the chain of the case.

    The same clerk is noted once an hour for the case and for its documents, and each time for the whole file; what is
    noted already costs two questions and no transaction. Raises `NotFound` for a foreign case.
    """
    work = Task.objects.filter(
        case=OuterRef("pk"), state=Task.State.OPEN, unit__in=actor.units, waits_for=WaitsFor.CLERK
    )
    rows = access.reachable(actor).filter(reference=tidy_reference(reference) or "")
    case = rows.annotate(has_work=Exists(work)).only("municipality", "subject", "unit", "state").first()
    if case is None:
        raise NotFound("Diesen Vorgang gibt es nicht.")
    is_known = what != "file" and was_told(
        case.municipality,
        case.subject,
        kind=CaseViewed.kind,
        actor_key=actor.key,
        since=now - QUIET,
        facts={"what": what},
    )
    if is_known:
        return None
    look = CaseViewed(
        subject=case.subject,
        municipality=case.municipality,
        unit=case.unit if case.unit in actor.units else min(actor.units),
        role="lead" if "lead" in actor.roles else "clerk",
        what=what,
        purpose=_purpose(case.state, has_work=case.has_work),
    )
    return _tell(look=look, actor=actor, now=now)


@action("cases.note_view", by=("clerk",))
def _tell(*, look: CaseViewed, actor: Actor, now: datetime) -> CaseViewed:
    return look


def _purpose(state: str, *, has_work: bool) -> str:
    """Say why a clerk may look: there is work for their unit, the case goes on, or it is over."""
    if state != Case.State.OPEN:
        return "closed"
    return "work" if has_work else "running"
