"""Whatever people, payment service and clock do in whatever order, the invariants hold in the database (P-25)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laufzettel.kernel.errors import LaufzettelError
from laufzettel.payments import api as payments
from laufzettel.payments import models
from laufzettel.payments.domain import ASKED_STATES, OPEN_STATES
from laufzettel.payments.providers.memory.provider import MemoryPayments
from laufzettel.payments.tests.conftest import BACK, CITIZEN, CLERK, NOW, TOWN, raise_claim
from laufzettel.platform import api as platform

HAPPENINGS = (
    "begin", "return", "paid", "failed", "cancelled", "in_work", "down", "lost", "normal", "refused",
    "less", "right", "hour", "week", "waive", "refund", "return", "return", "paid", "begin",
)  # fmt: skip


class Life:
    """One claim and everything that happens to it."""

    def __init__(self, service: MemoryPayments) -> None:
        self.service = service
        service.mode, service.difference = "normal", Decimal(0)
        self.claim = raise_claim(subject="case:zufall").claim
        self.now = NOW

    def happen(self, what: str) -> None:
        """Let one thing happen; a refusal in words is a proper answer."""
        try:
            with transaction.atomic():
                self._happen(what)
        except LaufzettelError:
            return

    def _happen(self, what: str) -> None:
        given = {"actor": CLERK, "now": self.now}
        if what == "begin":
            payments.begin(claim_id=self.claim, return_url=BACK, actor=CITIZEN, now=self.now)
        elif what == "return":
            payments.refresh(claim_id=self.claim, now=self.now)
        elif what in ("down", "lost", "normal", "refused"):
            self.service.mode = what  # type: ignore[assignment]
        elif what in ("less", "right"):
            self.service.difference = Decimal("-0.01") if what == "less" else Decimal(0)
        elif what in ("hour", "week"):
            self.now += timedelta(hours=1) if what == "hour" else timedelta(weeks=1)
        elif what == "waive":
            payments.waive(claim_id=self.claim, reason="Zufall", **given)  # type: ignore[arg-type]
        elif what == "refund":
            payments.request_refund(
                claim_id=self.claim, amount=Decimal("18.42"), reason="Zufall", **given,  # type: ignore[arg-type]
            )  # fmt: skip
        else:
            for known in self.service.transactions()[-1:]:
                self.service.finish(known.request_id, what)  # type: ignore[arg-type]


def check(life: Life) -> None:
    """Hold every invariant against the database."""
    view = payments.get_claim(life.claim)
    paid = list(models.Posting.objects.filter(kind="payment").values_list("provider", "transaction_id"))
    settled = [record for record in platform.timeline(TOWN, "case:zufall") if record.kind == "PaymentSettled"]
    attempts = models.Attempt.objects.filter(claim_id=life.claim)
    refunds = sum(refund.amount for refund in view.refunds if refund.state != "rejected")

    assert 0 == sum(payments.trial_balance().values()), "I-3"
    assert len(paid) == len(set(paid)), "I-1"
    assert len(settled) <= 1, "I-6"
    assert attempts.filter(state__in=OPEN_STATES).count() <= 1, "P-01"
    assert not attempts.filter(state__in=ASKED_STATES, next_question_at=None).exists(), "I-7"
    assert refunds <= view.paid, "I-4"
    assert (view.state == "settled") <= (view.paid == view.amount), "I-9"


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(HAPPENINGS), min_size=8, max_size=30))
def test_any_life_of_a_claim_keeps_the_invariants(town: None, service: MemoryPayments, happenings: list[str]) -> None:
    savepoint = transaction.savepoint()
    life = Life(service)

    for what in ("begin", *happenings):
        life.happen(what)

    check(life)
    transaction.savepoint_rollback(savepoint)
