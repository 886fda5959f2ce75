"""Write events into their chains and start the reactions to them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec
from django.db import connection

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.event import Event
from laufzettel.platform import jobs_registry, models, unit_of_work
from laufzettel.platform.domain import event_hash
from laufzettel.platform.rows import insert_rows
from laufzettel.platform.unit_of_work import Told

Handler = Callable[..., None]


@dataclass(frozen=True)
class Reaction:
    """A function of a higher app that runs when an event from below was told."""

    name: str
    handler: Handler
    when: Literal["at_once", "later"]


_reactions: dict[str, list[Reaction]] = {}
_kinds: dict[str, type[Event]] = {}


def on(event_class: type[Event], handler: Handler, *, when: Literal["at_once", "later"]) -> None:
    """Wire a reaction: in the same transaction (`at_once`) or as a job of its own, exactly once (`later`)."""
    name = f"{handler.__module__.removeprefix('laufzettel.')}.{handler.__name__}"
    _kinds[event_class.kind] = event_class
    known = _reactions.setdefault(event_class.kind, [])
    if name not in {reaction.name for reaction in known}:
        known.append(Reaction(name=name, handler=handler, when=when))


def reactions(kind: str) -> tuple[Reaction, ...]:
    """Return the reactions wired to a kind of event, in the order of wiring."""
    return tuple(_reactions.get(kind, ()))


def tell(event: Event, *, actor: Actor, at: datetime) -> None:
    """Add an event to the running unit of work and run the reactions that belong into the same transaction."""
    work = unit_of_work.current()
    if work is None:
        raise RuntimeError(f"{event.kind} was told outside of a verb")
    work.told.append(Told(event=event, actor=actor, at=at))
    for reaction in reactions(event.kind):
        if reaction.when == "at_once":
            reaction.handler(event, now=at)


def flush(work: unit_of_work.UnitOfWork) -> None:
    """Write the gathered events into their chains and everything that follows from them into the queue."""
    written = _append(work.told) if work.told else []
    from laufzettel.platform.jobs import react

    for row in written:
        for reaction in reactions(row.kind):
            if reaction.when == "later":
                jobs_registry.defer(react, lock=row.subject, event_id=row.pk, handler=reaction.name)
    jobs_registry.enqueue(work.jobs)


def _append(told: Sequence[Told]) -> list[models.Event]:
    heads = _lock_heads({(item.event.municipality, item.event.subject) for item in told})
    written = []
    for item in told:
        chain = (item.event.municipality, item.event.subject)
        number, previous = heads.get(chain, (0, ""))
        row = _row(item, number=number + 1, previous=previous)
        heads[chain] = (row.number, row.hash)
        written.append(row)
    insert_rows(written)
    return written


def _row(item: Told, *, number: int, previous: str) -> models.Event:
    facts: dict[str, Any] = {
        "municipality": item.event.municipality,
        "subject": item.event.subject,
        "number": number,
        "kind": item.event.kind,
        "at": item.at,
        "actor_kind": item.actor.kind,
        "actor_key": item.actor.key,
        "payload": item.event.payload(),
        "previous": previous,
    }
    return models.Event(**facts, hash=event_hash(**facts))


_HEADS = """
    SELECT municipality, subject, number, hash FROM (
        SELECT e.municipality, e.subject, e.number, e.hash,
               row_number() OVER (PARTITION BY e.municipality, e.subject ORDER BY e.number DESC) AS place
          FROM platform_event e WHERE (e.municipality, e.subject) IN ({places})
    ) AS ranked WHERE place = 1
"""


def _lock_heads(chains: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str]]:
    # Sorted, so that two transactions that touch the same chains wait for each other instead of deadlocking.
    ordered = sorted(chains)
    places = ", ".join(["(%s, %s)"] * len(ordered))
    locks = ", ".join(["pg_advisory_xact_lock(hashtextextended(%s, 0))"] * len(ordered))
    keys = [f"{town}|{subject}" for town, subject in ordered]
    with connection.cursor() as cursor:
        # One journey for two statements. Never one statement: it would see the heads as they were before it waited.
        cursor.execute(
            f"SELECT {locks}; {_HEADS.format(places=places)}", [*keys, *(part for chain in ordered for part in chain)]
        )
        cursor.nextset()
        return {(town, subject): (number, hash_) for town, subject, number, hash_ in cursor.fetchall()}


def revive(row: models.Event) -> Event:
    """Make the typed event of a stored row again."""
    event_class = _kinds[row.kind]
    facts = {**row.payload, "subject": row.subject, "municipality": row.municipality}
    return msgspec.convert(facts, type=event_class, strict=False)
