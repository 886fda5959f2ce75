"""Reading claims, attempts and the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import format_de as german_day
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.money import format_de, from_cents
from laufzettel.payments import domain, models
from laufzettel.payments.domain import Account, AttemptState, Booking, Position, PostingKind

METHODS = {"CREDITCARD": "Kreditkarte", "PAYPAL": "PayPal", "GIROPAY": "giropay", "PAYDIRECT": "paydirekt"}


@dataclass(frozen=True, kw_only=True)
class AttemptView:
    """One attempt to pay; amount in EUR."""

    id: str
    state: AttemptState
    amount: Decimal
    method: str
    started_at: datetime
    ended_at: datetime | None
    is_late: bool
    redirect_url: str


@dataclass(frozen=True, kw_only=True)
class RefundView:
    """One refund; amount in EUR."""

    id: str
    state: str
    amount: Decimal
    reason: str
    requested_by: str


@dataclass(frozen=True, kw_only=True)
class ReceiptView:
    """What a receipt says about a paid claim; amount in EUR."""

    amount: Decimal
    paid_at: datetime
    method: str


@dataclass(frozen=True, kw_only=True)
class ClaimView:
    """A claim with everything that happened to it; amounts in EUR.

    `state`: open | part_paid | settled | overpaid | waived | cancelled | unclear | expired.
    `may_begin` says whether a person may start to pay now.
    """

    id: str
    subject: str
    municipality: str
    payment_reference: str
    purpose: str
    positions: tuple[Position, ...]
    amount: Decimal
    due: Decimal
    paid: Decimal
    currency: str
    due_on: date
    state: str
    may_begin: bool
    requested_at: datetime
    attempts: tuple[AttemptView, ...]
    refunds: tuple[RefundView, ...]
    receipt: ReceiptView | None


def lock_claim(claim_id: str) -> models.Claim:
    """Return the claim and hold everybody else off until the transaction ends; raises `NotFound`."""
    row = models.Claim.objects.select_for_update().filter(pk=claim_id).first()
    if row is None:
        raise NotFound
    return row


def lock_attempt(attempt_id: str) -> models.Attempt:
    """Return the attempt with its claim locked; raises `NotFound`."""
    claim_id = models.Attempt.objects.filter(pk=attempt_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise NotFound
    claim = lock_claim(claim_id)
    attempt = models.Attempt.objects.get(pk=attempt_id)
    attempt.claim = claim
    return attempt


def get_attempt(attempt_id: str) -> models.Attempt:
    """Return the attempt with its claim; raises `NotFound`."""
    row = models.Attempt.objects.select_related("claim").filter(pk=attempt_id).first()
    if row is None:
        raise NotFound
    return row


def find_open_attempt(claim_id: str) -> models.Attempt | None:
    """Return the one attempt of a claim that is not over, or nothing."""
    return models.Attempt.objects.filter(claim_id=claim_id, state__in=domain.OPEN_STATES).first()


def askable(claim_id: str) -> tuple[str, ...]:
    """Return the ids of the attempts about which the payment service may know something new, oldest first."""
    rows = models.Attempt.objects.filter(claim_id=claim_id, next_question_at__isnull=False).order_by("number")
    return tuple(rows.values_list("pk", flat=True))


def overdue_questions(*, before: datetime, limit: int) -> tuple[str, ...]:
    """Return attempts whose question was due before this moment, the longest waiting first."""
    rows = models.Attempt.objects.filter(next_question_at__lt=before).order_by("next_question_at")
    return tuple(rows.values_list("pk", flat=True)[:limit])


def bookings(claim_id: str) -> tuple[Booking, ...]:
    """Return the postings of a claim, oldest first."""
    return tuple(_booking(row) for row in models.Posting.objects.filter(claim_id=claim_id).order_by("pk"))


def reserved_cents(claim_id: str) -> int:
    """Return the cents of a claim that are promised back but not yet booked."""
    state = models.Refund.State
    rows = models.Refund.objects.filter(claim_id=claim_id, state__in=(state.REQUESTED, state.APPROVED))
    return sum(rows.values_list("cents", flat=True))


def next_reference_number() -> int:
    """Return a number that was never returned before, also not to a transaction that failed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('payments_reference')")
        return int(cursor.fetchone()[0])


def trial_balance() -> dict[str, int]:
    """Return the debit balance of every account in cents; the sum of all is 0."""
    rows = [_booking(row) for row in models.Posting.objects.all()]
    return {account.value: domain.balance(account=account, bookings=rows) for account in Account}


# --- views -------------------------------------------------------------------------------------------------------


def get_claim(claim_id: str) -> ClaimView:
    """Return a claim; raises `NotFound`."""
    return _one(_claims().filter(pk=claim_id))


def access_claim(actor: Actor, claim_id: str) -> ClaimView:
    """Return a claim of the actor's town; raises `NotFound` for anything else.

    Whether the matter is the actor's own is known to the app that owns the subject, and checked there.
    """
    return _one(_claims().filter(pk=claim_id, municipality=actor.municipality))


def claim_of(subject: str, *, municipality: str | None = None) -> ClaimView | None:
    """Return the newest claim of a subject, or nothing."""
    found = list_claims(subject, municipality=municipality)
    return found[-1] if found else None


def list_claims(subject: str, *, municipality: str | None = None) -> tuple[ClaimView, ...]:
    """Return all claims of a subject, oldest first."""
    rows = _claims().filter(subject=subject).order_by("requested_at", "payment_reference")
    if municipality is not None:
        rows = rows.filter(municipality=municipality)
    return tuple(_view(row) for row in rows)


def list_unclear(municipality: str) -> tuple[ClaimView, ...]:
    """Return the claims of a town that a clerk has to look at because of an unclear payment, oldest first."""
    states = (AttemptState.UNCLEAR, AttemptState.DISPUTED)
    rows = _claims().filter(municipality=municipality, attempts__state__in=states).order_by("requested_at").distinct()
    return tuple(_view(row) for row in rows)


def receipt_data(claim_id: str) -> dict[str, object]:
    """Return what the template `payment_receipt` needs about a paid claim (texts in German, no letterhead).

    Raises `NotFound` while nothing has been paid.
    """
    claim = get_claim(claim_id)
    if claim.receipt is None:
        raise NotFound
    return {
        "payment": {
            "purpose": claim.purpose,
            "reference": claim.payment_reference,
            "method": claim.receipt.method,
            "paid_de": german_day(local_date(claim.receipt.paid_at)),
        },
        "fee": {
            "positions": [
                {"label": position.label, "amount_de": format_de(position.amount)} for position in claim.positions
            ],
            "total_de": format_de(claim.receipt.amount),
        },
    }


def _claims() -> QuerySet[models.Claim]:
    return models.Claim.objects.prefetch_related("attempts", "postings", "refunds")


def _one(rows: QuerySet[models.Claim]) -> ClaimView:
    row = rows.first()
    if row is None:
        raise NotFound
    return _view(row)


def _view(row: models.Claim) -> ClaimView:
    attempts = sorted(row.attempts.all(), key=lambda attempt: attempt.number)
    booked = [_booking(posting) for posting in sorted(row.postings.all(), key=lambda posting: posting.pk)]
    worth = domain.worth(booked)
    state = domain.claim_state(
        worth=worth,
        kinds=frozenset(booking.kind for booking in booked),
        attempts=[AttemptState(attempt.state) for attempt in attempts],
        has_expired=row.expired_at is not None,
    )
    return ClaimView(
        id=row.pk,
        subject=row.subject,
        municipality=row.municipality,
        payment_reference=row.payment_reference,
        purpose=row.purpose,
        positions=tuple(
            Position(label=position["label"], amount=from_cents(position["cents"])) for position in row.positions
        ),
        amount=from_cents(row.amount_cents),
        due=from_cents(worth.due),
        paid=from_cents(worth.paid),
        currency=row.currency,
        due_on=row.due_on,
        state=state,
        may_begin=state in ("open", "part_paid"),
        requested_at=row.requested_at,
        attempts=tuple(_attempt(attempt) for attempt in attempts),
        refunds=tuple(_refund(refund) for refund in sorted(row.refunds.all(), key=lambda one: one.requested_at)),
        receipt=_receipt(attempts, worth),
    )


def _attempt(row: models.Attempt) -> AttemptView:
    return AttemptView(
        id=row.pk,
        state=AttemptState(row.state),
        amount=from_cents(row.amount_cents),
        method=METHODS.get(row.method, "Online-Zahlung"),
        started_at=row.started_at,
        ended_at=row.ended_at,
        is_late=row.is_late,
        redirect_url=row.redirect_url,
    )


def _refund(row: models.Refund) -> RefundView:
    return RefundView(
        id=row.pk, state=row.state, amount=from_cents(row.cents), reason=row.reason, requested_by=row.requested_by
    )


def _receipt(attempts: Iterable[models.Attempt], worth: domain.Worth) -> ReceiptView | None:
    paid = [attempt for attempt in attempts if attempt.state == AttemptState.PAID and attempt.ended_at]
    if not paid or worth.paid <= 0:
        return None
    last = paid[-1]
    assert last.ended_at is not None
    method = METHODS.get(last.method, "Online-Zahlung")
    return ReceiptView(amount=from_cents(worth.paid), paid_at=last.ended_at, method=method)


def _booking(row: models.Posting) -> Booking:
    return Booking(kind=PostingKind(row.kind), debit=Account(row.debit), credit=Account(row.credit), cents=row.cents)
