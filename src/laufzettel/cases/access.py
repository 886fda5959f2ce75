"""Who may reach which case: foreign is not found."""

from django.db.models import Q, QuerySet

from laufzettel.cases.models import Case, Task
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Forbidden, NotFound
from laufzettel.kernel.ids import tidy_reference
from laufzettel.kernel.language import say


def reachable(actor: Actor) -> "QuerySet[Case]":
    """Return the cases an actor may reach at all.

    Clerks: cases of their units, and those in which a task is theirs. Accounts: their own and those of
    their companies. Guests: those of
    the session that submitted, or the one opened with its code. The machine: those of its town.
    """
    rows = Case.objects.filter(municipality=actor.municipality)
    if actor.kind == "clerk":
        has_task = Task.objects.filter(municipality=actor.municipality, unit__in=actor.units, state=Task.State.OPEN)
        return rows.filter(Q(unit__in=actor.units) | Q(pk__in=has_task.values("case_id")))
    if actor.kind == "account" and actor.key:
        return rows.filter(account_id__in=[actor.key, *sorted(actor.reads)])
    if actor.kind == "guest" and actor.key:
        return rows.filter(Q(submission_id=actor.key) | Q(guest_key=actor.key))
    return rows if actor.kind == "system" else rows.none()


def access_row(actor: Actor, reference: str, *, lock: bool = False, acts: bool = False) -> Case:
    """Return the row of a case by its reference, locked if wanted; raises `NotFound` for everything foreign.

    `acts` (and `lock`) is for those who do something: `Forbidden` for members of a company who may only read.
    """
    rows = reachable(actor).select_for_update(no_key=True) if lock else reachable(actor)
    row = rows.filter(reference=tidy_reference(reference) or "").first()
    if row is None:
        raise NotFound(say("Diesen Vorgang gibt es nicht."))
    if (lock or acts) and actor.kind == "account" and row.account_id not in {actor.key, *actor.applies}:
        raise Forbidden(say("In dieser Organisation dürfen Sie nur lesen."))
    return row


def access_whole(actor: Actor, reference: str) -> Case:
    """Return the locked row of a case for what concerns all of it; raises `NotFound`, and `Forbidden` for a guest unit.

    A unit that merely has a task in a case reads it, does its task and writes notes; the rest is for the case's unit.
    """
    case = access_row(actor, reference, lock=True)
    if actor.kind == "clerk" and case.unit not in actor.units:
        raise Forbidden(say("Das darf nur die Stelle, bei der der Vorgang liegt."))
    return case


def locked_row(municipality: str, subject: str) -> Case | None:
    """Return the row of a subject, locked until the transaction ends, or None when it is no case."""
    rows = Case.objects.select_for_update(no_key=True).filter(municipality=municipality, subject=subject)
    return rows.first()


def access_task(actor: Actor, case: Case, task_id: int) -> Task:
    """Return an open task of a case; clerks work only on tasks of their own units.

    Raises `NotFound` for one of another case or that is no longer open, `Forbidden` for one of another unit.
    """
    task = Task.objects.filter(case=case, pk=task_id, state=Task.State.OPEN).first()
    if task is None:
        raise NotFound(say("Diese Aufgabe ist nicht mehr offen. Jemand anderes hat sie erledigt."))
    if actor.kind == "clerk" and task.unit not in actor.units:
        raise Forbidden(say("Diese Aufgabe liegt bei einer anderen Stelle."))
    return task
