"""What `payments` tells. Amounts are EUR, exact to the cent."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class PaymentRequested(Event):
    """A sum of money is due under a new payment reference (Kassenzeichen)."""

    claim: str
    payment_reference: str
    amount: Decimal
    due_on: date


@dataclass(frozen=True, kw_only=True)
class PaymentAttemptStarted(Event):
    """Somebody is about to pay: an attempt exists, the payment service has not been asked yet."""

    claim: str
    attempt: str


@dataclass(frozen=True, kw_only=True)
class PaymentAttemptChanged(Event):
    """An attempt went from one state to another; `message_hash` is the SHA-256 of the answer that caused it."""

    claim: str
    attempt: str
    before: str
    after: str
    cause: str
    message_hash: str


@dataclass(frozen=True, kw_only=True)
class PaymentAttemptEnded(Event):
    """An attempt ended without money: failed, cancelled or expired. A new one may be started."""

    claim: str
    attempt: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PaymentSettled(Event):
    """A claim is paid in full; told once per claim. `late`: after the attempt had ended or the claim had expired."""

    claim: str
    payment_reference: str
    amount: Decimal
    late: bool


@dataclass(frozen=True, kw_only=True)
class PaymentUnclear(Event):
    """Nobody knows whether, or how much, was paid; a clerk may have to look. Never means that payment failed.

    `reason` is the signal as a short code; what the payment service said stands with the attempt.
    """

    claim: str
    attempt: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PaymentContradicted(Event):
    """The payment service contradicted a payment it had confirmed; the money stays booked, a clerk must look."""

    claim: str
    attempt: str
    said: str


@dataclass(frozen=True, kw_only=True)
class PaymentOverpaid(Event):
    """More was paid than was due; a refund of the difference is proposed."""

    claim: str
    excess: Decimal
    refund: str


@dataclass(frozen=True, kw_only=True)
class PaymentExpired(Event):
    """The due date passed without payment and without an open attempt."""

    claim: str


@dataclass(frozen=True, kw_only=True)
class PaymentCancelled(Event):
    """A claim was taken back before anything was paid; `reason` says by whom, the words stand with the posting."""

    claim: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PaymentWaived(Event):
    """The office gave up what was still due; `reason` says by whom, the words stand with the claim."""

    claim: str
    amount: Decimal
    reason: str


@dataclass(frozen=True, kw_only=True)
class PaymentClarified(Event):
    """A clerk decided that money of unclear purpose belongs to the claim."""

    claim: str
    attempt: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class RefundChanged(Event):
    """A refund went into a new state: requested, approved, done or rejected."""

    claim: str
    refund: str
    state: str
    amount: Decimal
