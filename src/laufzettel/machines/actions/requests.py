"""Requests that a client may repeat under the same key (Idempotency-Key): done once, answered every time."""

from datetime import datetime, timedelta

from laufzettel.machines import domain, models
from laufzettel.machines.domain import Repeated


def begin_request(*, client_id: str, key: str, fingerprint: str, now: datetime) -> Repeated:
    """Claim a key for a request, or return what is known of the one that has it.

    `fingerprint` stands for the content of the request. A request that was begun and left (its process died) may be
    taken up again after two minutes: then the state is `known` and the claim is the caller's.
    """
    row, is_new = models.KeyedRequest.objects.get_or_create(
        client_id=client_id, key=key, defaults={"fingerprint": fingerprint, "began_at": now}
    )
    if is_new:
        return Repeated(state="new")
    found = domain.repeated(
        fingerprint=fingerprint,
        known=row.fingerprint,
        draft_id=row.draft_id,
        is_done=row.is_done,
        began_at=row.began_at,
        now=now,
    )
    if found.state == "known" and not row.is_done:
        # Only one of several that come back takes it up.
        rows = models.KeyedRequest.objects.filter(pk=row.pk, began_at=row.began_at, is_done=False)
        if not rows.update(began_at=now):
            return Repeated(state="running")
    return found


def note_draft(*, client_id: str, key: str, draft_id: str) -> None:
    """Note which draft a request works on, before it is submitted."""
    models.KeyedRequest.objects.filter(client_id=client_id, key=key).update(draft_id=draft_id)


def finish_request(*, client_id: str, key: str) -> None:
    """Note that the request led to a submission."""
    models.KeyedRequest.objects.filter(client_id=client_id, key=key).update(is_done=True)


def drop_request(*, client_id: str, key: str) -> None:
    """Give a key free again: nothing came of the request."""
    models.KeyedRequest.objects.filter(client_id=client_id, key=key, is_done=False).delete()


def forget_old(*, now: datetime) -> None:
    """Delete expired tokens and keys older than 30 days."""
    models.Token.objects.filter(expires_at__lte=now).delete()
    models.KeyedRequest.objects.filter(began_at__lt=now - timedelta(days=domain.KEPT_DAYS)).delete()
