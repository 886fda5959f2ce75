"""Read the audit trail."""

from collections.abc import Mapping
from datetime import datetime

from laufzettel.platform import models
from laufzettel.platform.domain import EventRecord


def as_record(row: models.Event) -> EventRecord:
    """Turn a row into the value that everybody else sees."""
    return EventRecord(
        id=row.pk,
        municipality=row.municipality,
        subject=row.subject,
        number=row.number,
        kind=row.kind,
        at=row.at,
        actor_kind=row.actor_kind,
        actor_key=row.actor_key,
        payload=row.payload,
        previous=row.previous,
        hash=row.hash,
    )


def was_told(
    municipality: str, subject: str, *, kind: str, actor_key: str, since: datetime, facts: Mapping[str, str]
) -> bool:
    """Say whether somebody caused an event of a kind with these facts about a subject since a moment."""
    rows = models.Event.objects.filter(municipality=municipality, subject=subject, kind=kind, actor_key=actor_key)
    return rows.filter(at__gt=since, payload__contains=dict(facts)).exists()


def timeline(municipality: str, subject: str) -> tuple[EventRecord, ...]:
    """Return all events of a subject of a town, oldest first."""
    rows = models.Event.objects.filter(municipality=municipality, subject=subject).order_by("number")
    return tuple(as_record(row) for row in rows)
