"""Take a claim back, or give up what is still due.

Both work while an attempt is open: nobody has to wait for a payment page that was left. Money that comes in all the
same is booked, is too much, and a refund is proposed.
"""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.money import from_cents
from laufzettel.payments import domain, models, queries
from laufzettel.payments.actions.bookkeeping import book
from laufzettel.payments.domain import PostingKind
from laufzettel.payments.events import PaymentCancelled, PaymentWaived
from laufzettel.platform.api import action


@action("payments.cancel", by=("system", "clerk"))
def cancel(*, claim_id: str, reason: str, actor: Actor, now: datetime) -> PaymentCancelled | None:
    """Take a claim back because it should not exist (Absetzung); nothing when nothing is due any more.

    Raises `Refused` when something has been paid.
    """
    claim, worth = _locked(claim_id, actor)
    if worth.due <= 0:
        return None
    if worth.paid:
        raise Refused("Es wurde schon etwas bezahlt. Bitte erlassen Sie den Rest oder erstatten Sie den Betrag.")
    book(claim, domain.booking(kind=PostingKind.CANCELLATION, cents=worth.due), at=now, reason=reason)
    return PaymentCancelled(
        subject=claim.subject, municipality=claim.municipality, claim=claim_id, reason=f"by_{actor.kind}"
    )


@action("payments.waive", by=("system", "clerk"))
def waive(*, claim_id: str, reason: str, actor: Actor, now: datetime) -> PaymentWaived | None:
    """Give up what is still due (Erlass); nothing when nothing is due any more."""
    claim, worth = _locked(claim_id, actor)
    if worth.due <= 0:
        return None
    book(claim, domain.booking(kind=PostingKind.WAIVER, cents=worth.due), at=now, reason=reason)
    models.Claim.objects.filter(pk=claim_id).update(decision=reason[:500])
    return PaymentWaived(
        subject=claim.subject,
        municipality=claim.municipality,
        claim=claim_id,
        amount=from_cents(worth.due),
        reason=f"by_{actor.kind}",
    )


def _locked(claim_id: str, actor: Actor) -> tuple[models.Claim, domain.Worth]:
    claim = queries.lock_claim(claim_id)
    if claim.municipality != actor.municipality:
        raise NotFound
    return claim, domain.worth(queries.bookings(claim_id))
