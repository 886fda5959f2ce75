"""Close a record file (Schlussverfügung z.d.A.)."""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.platform.api import action
from laufzettel.records import domain, queries
from laufzettel.records.events import RecordFileClosed
from laufzettel.records.models import RecordFile


def close_file(*, subject: str, municipality: str, actor: Actor, now: datetime) -> RecordFileClosed:
    """Close the record file of a subject: nothing can be filed any more and the retention period is fixed.

    A second call returns the first call's event. Raises `NotFound` when there is no record file.
    """
    closed = _close_file(subject=subject, municipality=municipality, actor=actor, now=now)
    return closed or _as_closed_before(municipality, subject)


@action("records.close_file", by=("system", "clerk"))
def _close_file(*, subject: str, municipality: str, actor: Actor, now: datetime) -> RecordFileClosed | None:
    record_file = queries.locked_record_file(municipality, subject)
    if record_file.state == RecordFile.State.CLOSED:
        return None

    closed_on = local_date(now)
    ends_on = domain.retention_ends_on(closed_on=closed_on, retention=record_file.retention, starts=record_file.starts)

    RecordFile.objects.filter(pk=record_file.pk).update(
        state=RecordFile.State.CLOSED, closed_at=now, closed_on=closed_on, retention_ends_on=ends_on
    )

    return RecordFileClosed(
        subject=subject,
        municipality=municipality,
        file_reference=record_file.file_reference,
        retention_ends_on=ends_on,
    )


def _as_closed_before(municipality: str, subject: str) -> RecordFileClosed:
    record_file = queries.get_record_file(municipality, subject)
    assert record_file.retention_ends_on is not None, "a closed record file has its retention end"
    return RecordFileClosed(
        subject=subject,
        municipality=municipality,
        file_reference=record_file.file_reference,
        retention_ends_on=record_file.retention_ends_on,
    )
