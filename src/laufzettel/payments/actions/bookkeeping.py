"""Write into the ledger and draw the consequences: settled, overpaid."""

from datetime import datetime

from laufzettel.kernel.event import Event
from laufzettel.kernel.money import from_cents
from laufzettel.payments import domain, models, queries
from laufzettel.payments.domain import Booking, PostingKind
from laufzettel.payments.events import PaymentOverpaid, PaymentSettled

_FROM_PROVIDER = frozenset({PostingKind.PAYMENT, PostingKind.UNASSIGNED})


def book(
    claim: models.Claim,
    booking: Booking,
    *,
    at: datetime,
    attempt: models.Attempt | None = None,
    currency: str = "",
    reason: str = "",
) -> None:
    """Write one posting; the caller holds the lock on the claim."""
    is_money = booking.kind in _FROM_PROVIDER and attempt is not None
    models.Posting.objects.create(
        claim=claim,
        attempt=attempt,
        kind=booking.kind,
        debit=booking.debit,
        credit=booking.credit,
        cents=booking.cents,
        currency=currency or claim.currency,
        provider=attempt.provider if attempt and is_money else "",
        transaction_id=attempt.transaction_id if attempt and is_money else "",
        reason=reason[:500],
        at=at,
    )


def draw_consequences(claim: models.Claim, *, is_late: bool, at: datetime) -> list[Event]:
    """Tell what the ledger now says about a claim: settled for the first time, or paid too much."""
    booked = queries.bookings(claim.pk)
    worth = domain.worth(booked)
    told: list[Event] = []
    is_given_up = {booking.kind for booking in booked} & {PostingKind.WAIVER, PostingKind.CANCELLATION}
    if worth.due <= 0 and not is_given_up and _mark_settled(claim, cents=worth.paid, at=at):
        told.append(
            PaymentSettled(
                subject=claim.subject,
                municipality=claim.municipality,
                claim=claim.pk,
                payment_reference=claim.payment_reference,
                amount=from_cents(worth.paid),
                late=is_late or claim.expired_at is not None,
            )
        )
    excess = -worth.due - queries.reserved_cents(claim.pk)
    if excess > 0:
        told.append(_propose_refund(claim, cents=excess, at=at))
    return told


def _mark_settled(claim: models.Claim, *, cents: int, at: datetime) -> bool:
    """Settle once: the row count says whether this was the first time."""
    rows = models.Claim.objects.filter(pk=claim.pk, settled_at=None)
    return rows.update(settled_at=at, settled_cents=cents) == 1


def _propose_refund(claim: models.Claim, *, cents: int, at: datetime) -> PaymentOverpaid:
    refund = models.Refund.objects.create(
        claim=claim, cents=cents, reason="Es wurde zu viel bezahlt.", requested_by="system:laufzettel", requested_at=at
    )
    return PaymentOverpaid(
        subject=claim.subject,
        municipality=claim.municipality,
        claim=claim.pk,
        excess=from_cents(cents),
        refund=refund.pk,
    )
