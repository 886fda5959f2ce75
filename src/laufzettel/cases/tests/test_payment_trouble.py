"""Payments that need a person: a task says so, and goes when the reason is gone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from laufzettel.cases.models import Task
from laufzettel.cases.tests.conftest import CLERK, COLLEAGUE, LATER, TOWN, World, open_steps, pay, review, work
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Unavailable
from laufzettel.payments import api as payments
from laufzettel.payments.api import ClaimView


def claim_of(reference: str) -> ClaimView:
    claim = payments.claim_of(f"case:{reference}")
    assert claim is not None
    return claim


def test_wrong_sum_is_a_task_until_it_is_clarified(world: World, received: str) -> None:
    review(received, complete=True)
    world.payment_service.difference = Decimal("10.00")
    pay(world, received)
    work(LATER)
    assert "bitte Zahlung klären" in Task.objects.get(word="besides", state="open").title
    (attempt,) = claim_of(received).attempts

    payments.clarify(attempt_id=attempt.id, reason="Hat aufgerundet.", actor=CLERK, now=LATER)
    work(LATER)

    assert "bitte Erstattung freigeben" in Task.objects.get(word="besides", state="open").title
    assert ["besides", "entscheiden"] == open_steps(received)


def test_refund_paid_out_ends_its_task(world: World, received: str) -> None:
    review(received, complete=True)
    world.payment_service.difference = Decimal("10.00")
    pay(world, received)
    work(LATER)
    (attempt,) = claim_of(received).attempts
    payments.clarify(attempt_id=attempt.id, reason="Hat aufgerundet.", actor=CLERK, now=LATER)
    work(LATER)
    (refund,) = claim_of(received).refunds

    payments.approve_refund(refund_id=refund.id, actor=COLLEAGUE, now=LATER)
    payments.finish_refund(refund_id=refund.id, actor=CLERK, now=LATER)
    work(LATER)

    assert ["entscheiden"] == open_steps(received)


def test_silent_payment_service_is_a_task_only_after_a_day(world: World, received: str) -> None:
    review(received, complete=True)
    world.payment_service.mode = "down"
    claim = claim_of(received)
    with pytest.raises(Unavailable):
        payments.begin(claim_id=claim.id, return_url="https://portal.example.org/", actor=Actor.system(TOWN), now=LATER)
    work(LATER)
    early = open_steps(received)

    work(LATER + timedelta(days=1, minutes=1))

    assert ["bezahlen"] == early
    assert ["besides", "bezahlen"] == open_steps(received)
