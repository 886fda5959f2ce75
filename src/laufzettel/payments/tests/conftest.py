"""What the tests of `payments` share."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from laufzettel.kernel.actor import Actor
from laufzettel.organisation import api as organisation
from laufzettel.payments import api as payments
from laufzettel.payments.events import PaymentRequested
from laufzettel.payments.providers.memory.provider import MemoryPayments
from laufzettel.payments.testing import payments_in_memory

ROOT = Path(__file__).resolve().parents[4]
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
TOWN = "musterstadt"
SYSTEM = Actor.system(TOWN)
CITIZEN = Actor(kind="account", key="a-1", municipality=TOWN)
CLERK = Actor(kind="clerk", key="7", municipality=TOWN)
OTHER_CLERK = Actor(kind="clerk", key="8", municipality=TOWN)
STRANGER = Actor(kind="account", key="a-1", municipality="anderswo")
SUBJECT = "case:MU-26-7F3K-9QXM"
BACK = "https://portal.example.org/zahlung/zurueck?status=bezahlt&amount=0"


@pytest.fixture
def town(db: None) -> None:
    """Load the town."""
    organisation.load_municipality(folder=ROOT / "municipalities" / TOWN, now=NOW)


@pytest.fixture
def service() -> Iterator[MemoryPayments]:
    """Give the payment service in memory."""
    with payments_in_memory() as twin:
        yield twin


def raise_claim(subject: str = SUBJECT, amount: str = "30.70") -> PaymentRequested:
    """Raise a claim of two positions."""
    return payments.request(
        subject=subject,
        municipality=TOWN,
        positions=(
            payments.Position(label="Gebühr", amount=Decimal(amount) - Decimal("5.20")),
            payments.Position(label="Porto", amount=Decimal("5.20")),
        ),
        purpose="Ausweis",
        due_on=date(2026, 12, 5),
        actor=SYSTEM,
        now=NOW,
    )


@pytest.fixture
def claim(town: None, service: MemoryPayments) -> PaymentRequested:
    """Give a claim over 30.70 EUR."""
    return raise_claim()
