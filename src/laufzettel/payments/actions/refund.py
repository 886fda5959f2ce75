"""Give money back: asked for, approved by a second person, carried out by the cash office."""

from datetime import datetime
from decimal import Decimal

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, NotFound, Refused
from laufzettel.kernel.money import format_de, from_cents, to_cents
from laufzettel.payments import domain, models, queries
from laufzettel.payments.actions.bookkeeping import book
from laufzettel.payments.domain import PostingKind
from laufzettel.payments.events import RefundChanged
from laufzettel.platform.api import action

State = models.Refund.State


@action("payments.request_refund", by=("clerk", "system"))
def request_refund(*, claim_id: str, amount: Decimal, reason: str, actor: Actor, now: datetime) -> RefundChanged:
    """Ask for a refund in EUR; raises `Refused` when more would go back than came in."""
    claim = queries.lock_claim(claim_id)
    if claim.municipality != actor.municipality:
        raise NotFound
    cents = to_cents(amount)
    free = domain.refundable(bookings=queries.bookings(claim_id), reserved=queries.reserved_cents(claim_id))
    if not 0 < cents <= free:
        raise Refused(f"Erstattet werden können höchstens {format_de(from_cents(max(free, 0)))}.")
    refund = models.Refund.objects.create(
        claim=claim, cents=cents, reason=reason[:500], requested_by=_name(actor), requested_at=now
    )
    return _told(refund)


@action("payments.approve_refund", by=("clerk",))
def approve_refund(*, refund_id: str, actor: Actor, now: datetime) -> RefundChanged:
    """Approve a refund that somebody else has asked for; raises `Refused` for one's own."""
    refund = _locked(refund_id, actor)
    if refund.requested_by == _name(actor):
        raise Refused("Eine Erstattung muss eine zweite Person freigeben.")
    return _step(refund, State.REQUESTED, State.APPROVED, approved_by=_name(actor))


@action("payments.reject_refund", by=("clerk",))
def reject_refund(*, refund_id: str, actor: Actor, now: datetime) -> RefundChanged:
    """Turn a refund down that was not approved yet."""
    return _step(_locked(refund_id, actor), State.REQUESTED, State.REJECTED, ended_at=now)


@action("payments.finish_refund", by=("clerk", "system"))
def finish_refund(*, refund_id: str, actor: Actor, now: datetime) -> RefundChanged:
    """Book an approved refund that the cash office has carried out."""
    refund = _locked(refund_id, actor)
    told = _step(refund, State.APPROVED, State.DONE, ended_at=now)
    book(refund.claim, domain.booking(kind=PostingKind.REFUND, cents=refund.cents), at=now, reason=refund.reason)
    return told


def _locked(refund_id: str, actor: Actor) -> models.Refund:
    refund = models.Refund.objects.filter(pk=refund_id, claim__municipality=actor.municipality).first()
    if refund is None:
        raise NotFound
    refund.claim = queries.lock_claim(refund.claim_id)
    return refund


def _step(refund: models.Refund, before: str, after: str, **changed: object) -> RefundChanged:
    rows = models.Refund.objects.filter(pk=refund.pk, state=before)
    if rows.update(state=after, **changed) != 1:
        raise Conflict("Diese Erstattung ist inzwischen in einem anderen Zustand.")
    refund.state = after
    return _told(refund)


def _told(refund: models.Refund) -> RefundChanged:
    return RefundChanged(
        subject=refund.claim.subject,
        municipality=refund.claim.municipality,
        claim=refund.claim_id,
        refund=refund.pk,
        state=refund.state,
        amount=from_cents(refund.cents),
    )


def _name(actor: Actor) -> str:
    return f"{actor.kind}:{actor.key}"
