"""The inbox of a clerk: open tasks of the own units in the order of their days, one page at a time.

Every question reads a short stretch of one partial index, so the inbox of a town with 100,000 cases costs what
the inbox of a village costs; counts stop at a ceiling instead of counting everything.
"""

import base64
import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal

from django.db.models import Q, QuerySet

from laufzettel.cases.models import Case, Task, WaitsFor
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Forbidden

View = Literal["open", "mine", "unassigned", "overdue", "waiting"]
VIEWS: tuple[View, ...] = ("open", "mine", "unassigned", "overdue", "waiting")
PAGE = 50
CEILING = 1000
SHORTEST_SEARCH, MOST_FOUND = 3, 20


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a clerk wants to see; `service` and `unit` narrow each view."""

    view: View = "open"
    service: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One open task in the inbox, with what identifies its case."""

    task_id: int
    reference: str
    file_reference: str
    service_key: str
    service_title: str
    applicant_name: str
    title: str
    word: str
    unit: str
    assignee: str
    assignee_name: str
    due_on: date
    is_overdue: bool
    waits_for: str
    has_news: bool


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    """One page; `after` leads to the next one, None on the last."""

    rows: tuple[InboxRow, ...]
    after: str | None


@dataclass(frozen=True, kw_only=True)
class InboxCount:
    """How many tasks a view has; with `is_more` there are more than `number`."""

    view: View
    number: int
    is_more: bool

    @property
    def text(self) -> str:
        """Write the number: `12` or `1.000+`."""
        number = f"{self.number:,}".replace(",", ".")
        return f"{number}+" if self.is_more else number


def inbox(actor: Actor, filters: Filters, *, today: date, after: str | None = None, size: int = PAGE) -> InboxPage:
    """Return one page of a clerk's inbox, what is due first comes first.

    `after` is the mark of the page before. Raises `Forbidden` for anybody but a clerk.
    """
    streams = [
        _beyond(_view(actor, unit, filters, today), after).order_by("due_on", "id").select_related("case")[: size + 1]
        for unit in _units(actor, filters)
    ]
    merged: Iterator[Task] = heapq.merge(*streams, key=lambda task: (task.due_on, task.pk))
    tasks = list(islice(merged, size + 1))
    rows = tuple(_row(task, today) for task in tasks[:size])
    return InboxPage(rows=rows, after=_mark(tasks[size - 1]) if len(tasks) > size else None)


def find_references(actor: Actor, text: str) -> tuple[str, ...]:
    """Return the references of the cases of a clerk's units by file reference, else by a part of the applicant's name.

    At most 20, newest first. Raises `Forbidden` for anybody but a clerk.
    """
    wanted = " ".join(text.split())
    if len(wanted) < SHORTEST_SEARCH:
        return ()
    rows = Case.objects.filter(municipality=actor.municipality, unit__in=_units(actor, Filters()))
    exact = rows.filter(file_reference=wanted)
    found = exact if exact.exists() else rows.filter(applicant_name__icontains=wanted)
    return tuple(found.order_by("-opened_at", "-id").values_list("reference", flat=True)[:MOST_FOUND])


def counts(actor: Actor, *, today: date, service: str = "", unit: str = "") -> tuple[InboxCount, ...]:
    """Count the tasks of every view, each at most up to the ceiling."""
    return tuple(_count(actor, Filters(view=view, service=service, unit=unit), today) for view in VIEWS)


def services_in(actor: Actor) -> tuple[str, ...]:
    """List the keys of the services of which a clerk has open tasks, read by skipping along the index."""
    found: set[str] = set()
    for unit in _units(actor, Filters()):
        found.update(_skip_scan(actor.municipality, unit))
    return tuple(sorted(found))


def _skip_scan(municipality: str, unit: str) -> Iterator[str]:
    key = ""
    while True:
        rows = Task.objects.filter(municipality=municipality, unit=unit, state=Task.State.OPEN, service_key__gt=key)
        key = rows.order_by("service_key").values_list("service_key", flat=True).first() or ""
        if not key:
            return
        yield key


def _units(actor: Actor, filters: Filters) -> list[str]:
    if actor.kind != "clerk":
        raise Forbidden
    return sorted(actor.units & {filters.unit} if filters.unit else actor.units)


def _view(actor: Actor, unit: str, filters: Filters, today: date) -> "QuerySet[Task]":
    rows = Task.objects.filter(municipality=actor.municipality, unit=unit, state=Task.State.OPEN)
    if filters.service:
        rows = rows.filter(service_key=filters.service)
    if filters.view == "waiting":
        return rows.filter(waits_for=WaitsFor.APPLICANT)
    rows = rows.filter(waits_for=WaitsFor.CLERK)
    if filters.view == "mine":
        return rows.filter(assignee=actor.key)
    if filters.view == "unassigned":
        return rows.filter(assignee="")
    return rows.filter(due_on__lt=today) if filters.view == "overdue" else rows


def _beyond(rows: "QuerySet[Task]", after: str | None) -> "QuerySet[Task]":
    place = _place(after)
    if place is None:
        return rows
    due_on, pk = place
    return rows.filter(due_on__gte=due_on).filter(Q(due_on__gt=due_on) | Q(due_on=due_on, pk__gt=pk))


def _count(actor: Actor, filters: Filters, today: date) -> InboxCount:
    number = sum(_capped(_view(actor, unit, filters, today)) for unit in _units(actor, filters))
    return InboxCount(view=filters.view, number=min(number, CEILING), is_more=number > CEILING)


def _capped(rows: "QuerySet[Task]") -> int:
    # Django counts a slice inside a subquery, so at most this many index entries are read.
    return rows.order_by()[: CEILING + 1].count()


def _mark(task: Task) -> str:
    return base64.urlsafe_b64encode(json.dumps([task.due_on.isoformat(), task.pk]).encode()).decode()


def _place(mark: str | None) -> tuple[date, int] | None:
    """Read a mark; one that somebody made up simply leads to the first page."""
    try:
        day, pk = json.loads(base64.urlsafe_b64decode(mark or ""))
        return date.fromisoformat(day), int(pk)
    except (ValueError, TypeError):
        return None


def _row(task: Task, today: date) -> InboxRow:
    case = task.case
    return InboxRow(
        task_id=task.pk,
        reference=case.reference,
        file_reference=case.file_reference,
        service_key=case.service_key,
        service_title=case.service_title,
        applicant_name=case.applicant_name,
        title=task.title,
        word=task.word,
        unit=task.unit,
        assignee=task.assignee,
        assignee_name=task.assignee_name,
        due_on=task.due_on,
        is_overdue=task.due_on < today,
        waits_for=task.waits_for,
        has_news=case.has_news,
    )
