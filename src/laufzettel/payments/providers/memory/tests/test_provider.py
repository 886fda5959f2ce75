"""The twin keeps the contract of the seam."""

from decimal import Decimal
from typing import cast

import pytest

from laufzettel.payments.provider import TransactionState
from laufzettel.payments.providers.memory.provider import MemoryPayments
from laufzettel.payments.tests.provider_contract import PaymentProviderContract, World


class MemoryWorld(World):
    """Steers the twin."""

    def __init__(self, twin: MemoryPayments) -> None:
        self.twin = twin

    def finish(self, transaction_id: str, request_id: str, state: str) -> None:
        self.twin.finish(request_id, cast(TransactionState, state))

    def report_less(self, transaction_id: str) -> None:
        self.twin.difference = Decimal("-0.01")

    def break_down(self) -> None:
        self.twin.mode = "down"

    def lose_answers(self) -> None:
        self.twin.mode = "lost"

    def refuse(self) -> None:
        self.twin.mode = "refused"

    def recover(self) -> None:
        self.twin.mode = "normal"

    def count(self) -> int:
        return len(self.twin.transactions())


class TestMemoryPayments(PaymentProviderContract):
    """The contract, kept by the twin."""

    @pytest.fixture
    def provider(self) -> MemoryPayments:
        return MemoryPayments()

    @pytest.fixture
    def world(self, provider: MemoryPayments) -> World:
        return MemoryWorld(provider)
