"""Reading the archives that people ordered of their data."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from laufzettel.cases.models import DataExport
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.platform import api as platform


@dataclass(frozen=True, kw_only=True)
class DataExportView:
    """An ordered archive; while it is being made, `ready_at` and `expires_on` are None."""

    id: int
    requested_at: datetime
    ready_at: datetime | None
    expires_on: date | None


def find_data_export(actor: Actor, *, now: datetime) -> DataExportView | None:
    """Return the newest archive of an account that still exists, or None."""
    row = _mine(actor, now).order_by("-pk").first() if actor.kind == "account" else None
    if row is None:
        return None
    return DataExportView(id=row.pk, requested_at=row.requested_at, ready_at=row.ready_at, expires_on=row.expires_on)


def read_data_export(actor: Actor, export_id: int, *, now: datetime) -> bytes:
    """Return an archive of the account that is signed in; raises `NotFound` for every other and once it is deleted."""
    row = _mine(actor, now).filter(pk=export_id).exclude(ready_at=None).first() if actor.kind == "account" else None
    if row is None:
        raise NotFound("Dieses Archiv gibt es nicht mehr.")
    return platform.read_blob(row.blob)


def _mine(actor: Actor, now: datetime) -> "QuerySet[DataExport]":
    rows = DataExport.objects.filter(municipality=actor.municipality, account_id=actor.key)
    return rows.exclude(expires_on__lte=local_date(now))
