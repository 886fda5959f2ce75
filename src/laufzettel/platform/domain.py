"""How events are chained and chains are anchored: pure computation."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class EventRecord:
    """One event as it stands in the audit trail; `hash` covers every other field but `id`."""

    id: int
    municipality: str
    subject: str
    number: int
    kind: str
    at: datetime
    actor_kind: str
    actor_key: str
    payload: dict[str, Any]
    previous: str
    hash: str


def event_hash(
    *,
    municipality: str,
    subject: str,
    number: int,
    kind: str,
    at: datetime,
    actor_kind: str,
    actor_key: str,
    payload: dict[str, Any],
    previous: str,
) -> str:
    """Return the SHA-256 of an event in canonical JSON, which includes the hash of the event before it."""
    text = json.dumps(
        [municipality, subject, number, kind, at.astimezone(UTC).isoformat(), actor_kind, actor_key, payload, previous],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of(record: EventRecord) -> str:
    """Compute the hash that the record should carry."""
    return event_hash(
        municipality=record.municipality,
        subject=record.subject,
        number=record.number,
        kind=record.kind,
        at=record.at,
        actor_kind=record.actor_kind,
        actor_key=record.actor_key,
        payload=record.payload,
        previous=record.previous,
    )


@dataclass(frozen=True, order=True)
class Head:
    """The last event of a chain: subject, its number and hash."""

    subject: str
    number: int
    hash: str


def merkle_root(*, heads: Sequence[Head], previous: str) -> str:
    """Return the root over the heads in order of their subjects, with the root of the anchor before as first leaf.

    Leaves and nodes are hashed with different prefixes, so that a node cannot pass as a leaf (RFC 9162, 2.1.1).
    """
    leaves = [f"previous:{previous}", *(f"{head.subject}:{head.number}:{head.hash}" for head in sorted(heads))]
    level = [hashlib.sha256(b"\0" + leaf.encode()).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [level[place : place + 2] for place in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex()


def chain_problem(*, record: EventRecord, before: EventRecord | None) -> str:
    """Say in German what is wrong with an event of a chain, or return an empty text; `before` is its predecessor."""
    expected = before.number + 1 if before else 1
    if record.number != expected:
        return f"Ereignis {expected} fehlt"
    if record.previous != (before.hash if before else ""):
        return f"Ereignis {record.number} schließt nicht an seinen Vorgänger an"
    if record.hash != hash_of(record):
        return f"Ereignis {record.number} wurde verändert"
    return ""
