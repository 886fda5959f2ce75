"""What one outermost verb gathers until it is saved: its events and the jobs they cause."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from procrastinate.jobs import Job as WaitingJob

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.event import Event


@dataclass(frozen=True)
class Told:
    """An event with the one who caused it and when."""

    event: Event
    actor: Actor
    at: datetime


@dataclass
class UnitOfWork:
    """Events told and jobs deferred inside one transaction, written together at its end."""

    told: list[Told] = field(default_factory=list)
    jobs: list[WaitingJob] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)


_local = threading.local()


def current() -> UnitOfWork | None:
    """Return the unit of work of the verb that is running in this thread, if any."""
    return getattr(_local, "work", None)


def keep(key: str, value: object) -> None:
    """Keep something that this transaction wrote and that nothing may change, so that reactions need not read it."""
    work = current()
    if work is not None:
        work.kept[key] = value


def kept(key: str) -> Any:
    """Return what this unit of work keeps under a key, or None."""
    work = current()
    return work.kept.get(key) if work is not None else None


def begin() -> UnitOfWork:
    """Start a unit of work; the caller ends it."""
    work = UnitOfWork()
    _local.work = work
    return work


def end() -> None:
    """Forget the unit of work of this thread."""
    _local.work = None
