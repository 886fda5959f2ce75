"""Hand a person everything the town keeps about them: ordered, packed by a job, deleted after a week."""

from datetime import datetime, timedelta

from laufzettel.accounts import api as accounts
from laufzettel.cases.events import DataExportMade, DataExportRequested
from laufzettel.cases.models import DataExport
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.messaging import api as messaging
from laufzettel.messaging.api import Recipient
from laufzettel.platform import api as platform
from laufzettel.platform.api import action, defer

KEPT_DAYS = 7


@action("cases.request_data_export", by=("account",))
def request_data_export(*, actor: Actor, now: datetime) -> DataExportRequested | None:
    """Order an archive of everything about the own account in this town; None while one is being made.

    A job makes it; when it lies ready, a message says so. An earlier archive is deleted.
    """
    from laufzettel.cases.jobs import make_data_export

    mine = DataExport.objects.filter(municipality=actor.municipality, account_id=actor.key)
    if mine.filter(ready_at=None).exists():
        return None
    mine.update(expires_on=local_date(now))
    row = DataExport.objects.create(municipality=actor.municipality, account_id=actor.key, requested_at=now)
    defer(make_data_export, export_id=row.pk)
    return DataExportRequested(subject=f"account:{actor.key}", municipality=actor.municipality, export_id=row.pk)


@action("cases.record_data_export", by=("system",))
def record_data_export(*, export_id: int, blob: str, actor: Actor, now: datetime) -> DataExportMade | None:
    """Note that the archive is made and tell its owner; None when it was given up meanwhile."""
    row = DataExport.objects.select_for_update().filter(pk=export_id, ready_at=None).first()
    if row is None:
        return None
    row.blob, row.ready_at, row.expires_on = blob, now, local_date(now) + timedelta(days=KEPT_DAYS)
    row.save(update_fields=["blob", "ready_at", "expires_on"])
    info = accounts.get_account(row.account_id)
    messaging.send(
        subject=f"account:{row.account_id}",
        municipality=row.municipality,
        recipient=Recipient(account_id=row.account_id, email=info.email or None, name=info.name),
        key=f"export:{row.pk}",
        kind="export",
        title="Ihre Daten liegen bereit",
        text=f"Sie können das Archiv mit Ihren Daten bis zum {format_de(row.expires_on)} herunterladen, "
        "unter „Meine Vorgänge“ bei „Meine Daten“. Danach löschen wir es.",
        actor=actor,
        now=now,
    )
    return DataExportMade(subject=f"account:{row.account_id}", municipality=row.municipality, export_id=row.pk)


def delete_data_exports(*, now: datetime, account_id: str = "") -> int:
    """Delete archives whose last day is over, or at once all of one account; return how many are gone."""
    rows = DataExport.objects.exclude(ready_at=None)
    rows = rows.filter(account_id=account_id) if account_id else rows.filter(expires_on__lte=local_date(now))
    gone = 0
    for row in rows:
        if platform.remove_blob(row.blob, untouched_since=now + timedelta(days=1)):
            gone += row.delete()[0]
    return gone
