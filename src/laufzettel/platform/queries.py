"""Read the audit trail."""

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


def timeline(municipality: str, subject: str) -> tuple[EventRecord, ...]:
    """Return all events of a subject of a town, oldest first."""
    rows = models.Event.objects.filter(municipality=municipality, subject=subject).order_by("number")
    return tuple(as_record(row) for row in rows)
