"""The seam of payment services: an order goes out, answers come back as values; no rows, no session, no HTML."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

TransactionState = Literal["open", "in_work", "paid", "failed", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class OrderItem:
    """One line of what is to be paid: text and gross amount in EUR."""

    label: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class PaymentOrder:
    """What is handed over to a payment service.

    `request_id` is the name of the order for ever (at most 36 characters of A–Z, a–z, 0–9 and -): handed over twice
    it must lead to one payment. `amount` is the sum of the items, in EUR.
    """

    request_id: str
    municipality: str
    payment_reference: str
    amount: Decimal
    currency: str
    purpose: str
    items: tuple[OrderItem, ...]
    return_url: str
    requested_at: datetime


@dataclass(frozen=True, kw_only=True)
class TransactionAnswer:
    """What a payment service says about one transaction.

    `amount` and `request_id` are repeated by the service, so that they can be compared with what was asked for.
    `message_hash` is the SHA-256 of the answer as it came.
    """

    state: TransactionState
    transaction_id: str
    reference: str
    redirect_url: str
    amount: Decimal
    currency: str
    request_id: str
    method: str
    message_hash: str


class NoAnswer(Exception):
    """Nothing usable came back; the payment service may or may not have acted. `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OrderRefused(Exception):
    """The payment service does not take this order.

    `is_final`: it would have refused it at any time, so an earlier hand-over cannot have succeeded either.
    """

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


class PaymentProvider(Protocol):
    """A payment service with hosted pages. Methods use the network and are never called inside a transaction."""

    def hand_over(self, order: PaymentOrder) -> TransactionAnswer:
        """Make the payment known and return where the browser goes to pay.

        Handing the same `request_id` over again returns the transaction that exists already.
        Raises `OrderRefused`, or `NoAnswer` when it is not certain that nothing happened.
        """
        ...

    def ask(self, *, municipality: str, transaction_id: str) -> TransactionAnswer:
        """Return what the payment service knows about a transaction now; raises `NoAnswer`."""
        ...

    def is_available(self, *, municipality: str) -> bool:
        """Say whether the payment service answers at all; never raises."""
        ...
