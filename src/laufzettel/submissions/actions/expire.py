"""Delete drafts whose day has come, and the contents of files that belong to nobody any more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.platform import api as platform
from laufzettel.records import api as records
from laufzettel.submissions import models, vault
from laufzettel.submissions.actions.drafts import delete_expired_draft
from laufzettel.submissions.conf import read_conf

_DRAFTS_AT_ONCE = 1000
_BLOBS_AT_ONCE = 5000
_GRACE = timedelta(days=1)


@platform.job("submissions.delete_expired_drafts", attempts=3, every="7 * * * *")
def delete_expired_drafts(*, now: datetime) -> None:
    """Once an hour, delete what has expired."""
    delete_drafts_due(now=now)
    models.Handover.objects.filter(expires_at__lte=now).delete()


def delete_drafts_due(*, now: datetime) -> None:
    """Delete drafts that have expired at this moment with their files, each in a transaction of its own."""
    rows = models.Draft.objects.filter(state=models.Draft.State.OPEN, expires_on__lte=local_date(now))
    for draft_id, municipality in list(rows.values_list("pk", "municipality")[:_DRAFTS_AT_ONCE]):
        delete_expired_draft(draft_id=str(draft_id), actor=Actor.system(municipality), now=now)


@platform.job("submissions.remove_loose_blobs", attempts=3, every="37 3 * * *")
def remove_loose_blobs(*, now: datetime) -> None:
    """Once a day, remove what deleted drafts left behind."""
    remove_blobs_of_nobody(now=now)


def remove_blobs_of_nobody(*, now: datetime) -> None:
    """Remove contents that were noted as loose a day ago and that neither an attachment nor a record file has.

    The day of grace lets every upload that is under way reach its draft first.
    """
    before = now - _GRACE
    for row in models.LooseBlob.objects.filter(noted_at__lt=before).order_by("pk")[:_BLOBS_AT_ONCE]:
        is_used = _is_attached(row.blob) or records.is_filed(row.blob)
        if is_used or platform.remove_blob(row.blob, untouched_since=before):
            row.delete()


def _is_attached(blob: str) -> bool:
    return (
        models.Attachment.objects.filter(Q(blob=blob) | Q(original=blob)).exists()
        or models.Quarantined.objects.filter(blob=blob).exists()
    )


@platform.job("submissions.empty_quarantine", attempts=3, every="47 3 * * *")
def empty_quarantine(*, now: datetime) -> None:
    """Once a day, delete files with viruses whose days are over."""
    delete_quarantined(now=now)


def delete_quarantined(*, now: datetime) -> None:
    """Delete the files that have been in quarantine for as long as the operator wants."""
    rows = models.Quarantined.objects.filter(found_at__lt=now - timedelta(days=read_conf().quarantine_days))
    with transaction.atomic():
        found = list(rows)
        models.LooseBlob.objects.bulk_create(models.LooseBlob(blob=row.blob, noted_at=now) for row in found)
        models.Quarantined.objects.filter(pk__in=[row.pk for row in found]).delete()


@platform.job("submissions.wrap_drafts_anew", attempts=3, every="17 2 * * *")
def wrap_anew(*, now: datetime) -> None:
    """Once a night, wrap keys under the newest draft key, so that an older one can be taken out of service."""
    wrap_drafts_anew()


def wrap_drafts_anew() -> None:
    """Wrap the data keys of drafts that are not guests' under the newest draft key; guests hold their own secrets."""
    rows = models.Draft.objects.filter(state=models.Draft.State.OPEN).exclude(owner_kind="guest")
    for draft_id in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            row = rows.select_for_update().filter(pk=draft_id).first()
            if row is not None and vault.is_wrapped_anew(row):
                row.save(update_fields=["wrapped_key"])
