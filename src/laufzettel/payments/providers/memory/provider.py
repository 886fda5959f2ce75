"""A payment service in memory that tests can steer."""

import dataclasses
import hashlib
import threading
from decimal import Decimal
from typing import Literal

from laufzettel.kernel.ids import new_id
from laufzettel.payments.conf import Conf
from laufzettel.payments.provider import NoAnswer, OrderRefused, PaymentOrder, TransactionAnswer, TransactionState

Mode = Literal["normal", "down", "lost", "refused"]


class MemoryPayments:
    """Transactions by request id; `mode` decides how the service behaves, `difference` what it adds to amounts."""

    def __init__(self) -> None:
        self.mode: Mode = "normal"
        self.difference = Decimal(0)
        self._by_request: dict[str, TransactionAnswer] = {}
        self._lock = threading.Lock()

    def hand_over(self, order: PaymentOrder) -> TransactionAnswer:
        """Create the transaction of a request id, once."""
        if self.mode == "down":
            raise NoAnswer("down")
        if self.mode == "refused":
            raise OrderRefused("FORBIDDEN", is_final=False)
        if sum(item.amount for item in order.items) != order.amount:
            raise OrderRefused("CALCULATION_ERROR", is_final=True)
        with self._lock:
            known = self._by_request.setdefault(order.request_id, _new(order))
        if self.mode == "lost":
            raise NoAnswer("lost")
        return self._shown(known)

    def ask(self, *, municipality: str, transaction_id: str) -> TransactionAnswer:
        """Return a transaction."""
        if self.mode == "down":
            raise NoAnswer("down")
        for known in self._by_request.values():
            if known.transaction_id == transaction_id:
                return self._shown(known)
        raise NoAnswer("unknown transaction")

    def is_available(self, *, municipality: str) -> bool:
        """Say whether the service is up."""
        return self.mode != "down"

    def finish(self, request_id: str, state: TransactionState) -> None:
        """Let a transaction end, or contradict itself."""
        self._by_request[request_id] = dataclasses.replace(self._by_request[request_id], state=state)

    def transactions(self) -> tuple[TransactionAnswer, ...]:
        """Return all transactions."""
        return tuple(self._by_request.values())

    def _shown(self, known: TransactionAnswer) -> TransactionAnswer:
        amount = known.amount + self.difference
        digest = hashlib.sha256(f"{known.transaction_id} {known.state} {amount}".encode()).hexdigest()
        return dataclasses.replace(known, amount=amount, message_hash=digest)


def _new(order: PaymentOrder) -> TransactionAnswer:
    transaction_id = new_id()
    return TransactionAnswer(
        state="open",
        transaction_id=transaction_id,
        reference=f"TWIN-{transaction_id[:8]}",
        redirect_url=f"https://bezahlen.example.org/{transaction_id}",
        amount=order.amount,
        currency=order.currency,
        request_id=order.request_id,
        method="OTHER",
        message_hash="",
    )


def build(conf: Conf) -> MemoryPayments:
    """Make an empty twin."""
    return MemoryPayments()
