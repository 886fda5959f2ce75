"""Mandates of an account: for whom it may act, until when; stated by the account, checked by offices."""

from datetime import date, datetime

from laufzettel.accounts import models
from laufzettel.accounts.events import MandateChanged
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.language import say
from laufzettel.platform.api import action

_MOST = 30


@action("mandate.add", by=("account",))
def add_mandate(
    *,
    kind: str,
    given_name: str,
    family_name: str,
    birth_date: date | None,
    valid_until: date | None,
    actor: Actor,
    now: datetime,
) -> MandateChanged:
    """Keep for whom the account acts, so that it need not be typed again; the same person and reason is kept once.

    Raises `Refused` when there are too many.
    """
    rows = models.Mandate.objects.filter(account_id=actor.key, revoked_at=None)
    if rows.count() >= _MOST:
        raise Refused(say("Sie vertreten schon sehr viele Personen. Entfernen Sie zuerst jemanden in Ihrem Konto."))
    mandate, _ = models.Mandate.objects.update_or_create(
        account_id=actor.key,
        kind=kind,
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        revoked_at=None,
        defaults={"valid_from": local_date(now), "valid_until": valid_until, "created_at": now},
    )
    return MandateChanged(subject=f"account:{actor.key}", municipality=actor.municipality, mandate_id=str(mandate.pk))


@action("mandate.revoke", by=("account",))
def revoke_mandate(*, mandate_id: str, actor: Actor, now: datetime) -> MandateChanged:
    """End a mandate of the account; what was submitted under it stays as it is. Raises `NotFound` for foreign ones."""
    rows = models.Mandate.objects.filter(pk=mandate_id, account_id=actor.key, revoked_at=None)
    if not rows.update(revoked_at=now):
        raise NotFound
    return MandateChanged(subject=f"account:{actor.key}", municipality=actor.municipality, mandate_id=mandate_id)
