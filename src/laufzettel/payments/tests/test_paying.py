"""From claim to receipt: what people, payment services and clocks do to a payment (P-01 to P-12, P-21, P-23)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from laufzettel.kernel.errors import Conflict, NotFound, Refused, Unavailable
from laufzettel.kernel.ids import is_payment_reference
from laufzettel.kernel.money import format_de
from laufzettel.payments import api as payments
from laufzettel.payments import models
from laufzettel.payments.actions.ask import ask
from laufzettel.payments.actions.expire import expire as expire_claim
from laufzettel.payments.actions.expire import expire_when_due
from laufzettel.payments.events import PaymentRequested
from laufzettel.payments.providers.memory.provider import MemoryPayments
from laufzettel.payments.tests.conftest import (
    BACK,
    CITIZEN,
    CLERK,
    NOW,
    OTHER_CLERK,
    STRANGER,
    SUBJECT,
    SYSTEM,
    TOWN,
    raise_claim,
)
from laufzettel.platform import api as platform

pytestmark = pytest.mark.django_db


def begin(claim: PaymentRequested) -> str:
    return payments.begin(claim_id=claim.claim, return_url=BACK, actor=CITIZEN, now=NOW)


def state(claim: PaymentRequested) -> str:
    return payments.get_claim(claim.claim).state


def attempts(claim: PaymentRequested) -> list[str]:
    return [attempt.state.value for attempt in payments.get_claim(claim.claim).attempts]


def last_attempt(claim: PaymentRequested) -> str:
    return payments.get_claim(claim.claim).attempts[-1].id


def kinds(*wanted: str) -> list[str]:
    return [record.kind for record in platform.timeline(TOWN, SUBJECT) if record.kind in wanted]


def look(claim: PaymentRequested, **later: float) -> payments.ClaimView:
    return payments.refresh(claim_id=claim.claim, now=NOW + timedelta(**later))


def pay(claim: PaymentRequested, service: MemoryPayments) -> None:
    begin(claim)
    service.finish(last_attempt(claim), "paid")
    look(claim)


def test_claim_has_a_payment_reference_with_check_digits(claim: PaymentRequested) -> None:
    assert is_payment_reference(claim.payment_reference)
    assert ("open", Decimal("30.70")) == (state(claim), payments.get_claim(claim.claim).amount)


def test_references_are_never_used_twice(claim: PaymentRequested) -> None:
    savepoint = transaction.savepoint()
    lost = raise_claim("case:other")
    transaction.savepoint_rollback(savepoint)

    again = raise_claim("case:other")

    assert again.payment_reference not in {claim.payment_reference, lost.payment_reference}


def test_begin_leads_to_the_payment_page(claim: PaymentRequested) -> None:
    assert begin(claim).startswith("https://bezahlen.example.org/")
    assert ["handed_over"] == attempts(claim)


def test_second_window_gets_the_same_page(claim: PaymentRequested, service: MemoryPayments) -> None:
    assert begin(claim) == begin(claim)
    assert 1 == len(service.transactions())


def test_paying_settles_the_claim_once(claim: PaymentRequested, service: MemoryPayments) -> None:
    pay(claim, service)
    look(claim, minutes=1)

    assert ("settled", ["PaymentSettled"]) == (state(claim), kinds("PaymentSettled"))


def test_return_of_the_browser_alone_changes_nothing(claim: PaymentRequested) -> None:
    begin(claim)

    view = look(claim)

    assert ("open", "handed_over") == (view.state, view.attempts[0].state)


def test_paid_without_return_is_found_within_two_questions(claim: PaymentRequested, service: MemoryPayments) -> None:
    begin(claim)
    first = models.Attempt.objects.get().next_question_at
    service.finish(last_attempt(claim), "paid")

    ask(attempt_id=last_attempt(claim), now=first or NOW)

    assert first is not None
    assert first <= NOW + timedelta(minutes=3)
    assert "settled" == state(claim)


@pytest.mark.parametrize("ended", ["failed", "cancelled"])
def test_attempt_that_ends_leaves_room_for_a_new_one(
    claim: PaymentRequested, service: MemoryPayments, ended: str
) -> None:
    begin(claim)
    service.finish(last_attempt(claim), ended)  # type: ignore[arg-type]
    look(claim)

    begin(claim)

    assert (["PaymentAttemptEnded"], [ended, "handed_over"]) == (kinds("PaymentAttemptEnded"), attempts(claim))


def test_payment_after_failure_is_accepted_as_late(claim: PaymentRequested, service: MemoryPayments) -> None:
    begin(claim)
    service.finish(last_attempt(claim), "failed")
    look(claim)
    service.finish(last_attempt(claim), "paid")

    look(claim, days=1)

    settled = [record for record in platform.timeline(TOWN, SUBJECT) if record.kind == "PaymentSettled"]
    assert ("settled", [True]) == (state(claim), [record.payload["late"] for record in settled])


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(days=3), timedelta(days=29)])
def test_payment_after_expiry_is_accepted_as_late(
    claim: PaymentRequested, service: MemoryPayments, later: timedelta
) -> None:
    begin(claim)
    look(claim, hours=2)
    ended = attempts(claim)
    service.finish(last_attempt(claim), "paid")

    payments.refresh(claim_id=claim.claim, now=NOW + timedelta(hours=2) + later)

    assert (["expired"], ["paid"], "settled") == (ended, attempts(claim), state(claim))


def test_failure_after_payment_raises_one_alarm_and_takes_nothing(
    claim: PaymentRequested, service: MemoryPayments
) -> None:
    pay(claim, service)
    service.finish(last_attempt(claim), "failed")

    ask(attempt_id=last_attempt(claim), now=NOW)
    ask(attempt_id=last_attempt(claim), now=NOW)

    assert ("settled", ["PaymentContradicted"]) == (state(claim), kinds("PaymentContradicted"))


@pytest.mark.parametrize("difference", ["-0.01", "0.01"])
def test_other_amount_lies_in_clearing_and_settles_nothing(
    claim: PaymentRequested, service: MemoryPayments, difference: str
) -> None:
    begin(claim)
    service.difference = Decimal(difference)
    service.finish(last_attempt(claim), "paid")

    look(claim)
    look(claim, minutes=1)

    assert ("unclear", ["PaymentUnclear"]) == (state(claim), kinds("PaymentUnclear", "PaymentSettled"))
    assert -3070 - int(Decimal(difference) * 100) == payments.trial_balance()["clearing"]
    with pytest.raises(Refused, match="nicht noch einmal"):
        begin(claim)


def test_clerk_decides_about_money_in_clearing(claim: PaymentRequested, service: MemoryPayments) -> None:
    begin(claim)
    service.difference = Decimal("0.01")
    service.finish(last_attempt(claim), "paid")
    look(claim)

    payments.clarify(attempt_id=last_attempt(claim), reason="1 Cent zu viel", actor=CLERK, now=NOW)

    assert ("overpaid", ["PaymentSettled", "PaymentOverpaid"]) == (
        state(claim),
        kinds("PaymentSettled", "PaymentOverpaid"),
    )


def test_silence_at_hand_over_is_unclear_and_asked_again_with_the_same_name(
    claim: PaymentRequested, service: MemoryPayments
) -> None:
    service.mode = "lost"
    with pytest.raises(Unavailable):
        begin(claim)
    before = attempts(claim)
    service.mode = "normal"

    begin(claim)

    assert (["unclear"], ["handed_over"], 1) == (before, attempts(claim), len(service.transactions()))


def test_outage_during_payment_never_means_failed(claim: PaymentRequested, service: MemoryPayments) -> None:
    begin(claim)
    service.mode = "down"
    look(claim)
    during = attempts(claim)

    look(claim, hours=2)

    assert (["handed_over"], ["unclear"]) == (during, attempts(claim))


def test_refused_order_ends_the_attempt_with_a_reason(claim: PaymentRequested, service: MemoryPayments) -> None:
    service.mode = "refused"

    with pytest.raises(Refused, match="nicht angenommen"):
        begin(claim)

    assert ["failed"] == attempts(claim)


def test_two_paid_attempts_overpay_and_propose_a_refund(claim: PaymentRequested, service: MemoryPayments) -> None:
    begin(claim)
    first = last_attempt(claim)
    service.finish(first, "cancelled")
    look(claim)
    pay(claim, service)
    service.finish(first, "paid")

    view = look(claim, days=1)

    assert ("overpaid", [Decimal("30.70")]) == (view.state, [refund.amount for refund in view.refunds])
    assert ["PaymentSettled", "PaymentOverpaid"] == kinds("PaymentSettled", "PaymentOverpaid")


def test_settled_claim_cannot_be_paid_again(claim: PaymentRequested, service: MemoryPayments) -> None:
    pay(claim, service)

    with pytest.raises(Conflict, match="schon bezahlt"):
        begin(claim)


def test_claim_of_another_town_does_not_exist(claim: PaymentRequested) -> None:
    with pytest.raises(NotFound):
        payments.begin(claim_id=claim.claim, return_url=BACK, actor=STRANGER, now=NOW)


def test_return_address_must_be_a_web_address(claim: PaymentRequested) -> None:
    with pytest.raises(Refused):
        payments.begin(claim_id=claim.claim, return_url="javascript:alert(1)", actor=CITIZEN, now=NOW)


# --- end of the period ---------------------------------------------------------------------------------------------


def test_unpaid_claim_expires_once(claim: PaymentRequested) -> None:
    expire_claim(claim_id=claim.claim, actor=SYSTEM, now=NOW + timedelta(days=20))
    expire_claim(claim_id=claim.claim, actor=SYSTEM, now=NOW + timedelta(days=21))

    assert ("expired", ["PaymentExpired"]) == (state(claim), kinds("PaymentExpired"))


def test_claim_does_not_expire_while_somebody_pays(claim: PaymentRequested) -> None:
    begin(claim)

    expire_claim(claim_id=claim.claim, actor=SYSTEM, now=NOW + timedelta(days=20))

    assert "open" == state(claim)


def test_claim_paid_in_the_last_minute_is_asked_about_before_it_expires(
    claim: PaymentRequested, service: MemoryPayments
) -> None:
    begin(claim)
    service.finish(last_attempt(claim), "paid")

    expire_when_due(claim_id=claim.claim)

    assert ("settled", []) == (state(claim), kinds("PaymentExpired"))


# --- giving up and giving back -------------------------------------------------------------------------------------


def test_waived_claim_is_no_longer_due(claim: PaymentRequested) -> None:
    payments.waive(claim_id=claim.claim, reason="Befreiung", actor=CLERK, now=NOW)

    assert ("waived", Decimal(0)) == (state(claim), payments.get_claim(claim.claim).due)
    (told,) = [record for record in platform.timeline(TOWN, SUBJECT) if record.kind == "PaymentWaived"]
    assert ("by_clerk", "Befreiung") == (told.payload["reason"], models.Claim.objects.get().decision)


def test_cancelled_claim_cannot_be_paid(claim: PaymentRequested) -> None:
    payments.cancel(claim_id=claim.claim, reason="Antrag zurückgenommen", actor=SYSTEM, now=NOW)

    with pytest.raises(Conflict):
        begin(claim)


def test_payment_after_cancellation_is_booked_and_a_refund_proposed(
    claim: PaymentRequested, service: MemoryPayments
) -> None:
    begin(claim)
    payments.cancel(claim_id=claim.claim, reason="Antrag zurückgenommen", actor=SYSTEM, now=NOW)
    cancelled = state(claim)
    service.finish(last_attempt(claim), "paid")

    view = look(claim)

    assert ("cancelled", "overpaid", [Decimal("30.70")]) == (
        cancelled,
        view.state,
        [refund.amount for refund in view.refunds],
    )
    assert ["PaymentOverpaid"] == kinds("PaymentSettled", "PaymentOverpaid")


def test_refund_needs_a_second_person(claim: PaymentRequested, service: MemoryPayments) -> None:
    pay(claim, service)
    asked = payments.request_refund(
        claim_id=claim.claim, amount=Decimal("10.00"), reason="Kulanz", actor=CLERK, now=NOW
    )
    with pytest.raises(Refused, match="zweite Person"):
        payments.approve_refund(refund_id=asked.refund, actor=CLERK, now=NOW)

    payments.approve_refund(refund_id=asked.refund, actor=OTHER_CLERK, now=NOW)
    payments.finish_refund(refund_id=asked.refund, actor=OTHER_CLERK, now=NOW)

    assert Decimal("20.70") == payments.get_claim(claim.claim).paid


def test_refund_of_more_than_was_paid_is_refused(claim: PaymentRequested, service: MemoryPayments) -> None:
    pay(claim, service)
    payments.request_refund(claim_id=claim.claim, amount=Decimal("20.00"), reason="Kulanz", actor=CLERK, now=NOW)

    with pytest.raises(Refused, match="10,70"):
        payments.request_refund(claim_id=claim.claim, amount=Decimal("20.00"), reason="noch", actor=CLERK, now=NOW)


# --- what the database itself refuses --------------------------------------------------------------------------------


def test_ledger_cannot_be_changed(claim: PaymentRequested) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        models.Posting.objects.update(cents=1)


def test_amount_of_a_claim_cannot_be_changed(claim: PaymentRequested) -> None:
    with pytest.raises(DatabaseError, match="fixed"), transaction.atomic():
        models.Claim.objects.update(amount_cents=1)


def test_open_attempt_without_a_next_question_is_impossible(claim: PaymentRequested) -> None:
    begin(claim)

    with pytest.raises(IntegrityError, match="attempt_never_forgotten"), transaction.atomic():
        models.Attempt.objects.update(next_question_at=None)


def test_claim_settled_with_too_little_and_no_decision_is_impossible(claim: PaymentRequested) -> None:
    with pytest.raises(IntegrityError, match="claim_settled_in_full_or_by_decision"), transaction.atomic():
        models.Claim.objects.update(settled_at=NOW, settled_cents=1)


def test_books_balance_and_every_change_is_told(claim: PaymentRequested, service: MemoryPayments) -> None:
    pay(claim, service)

    changes = [record.payload for record in platform.timeline(TOWN, SUBJECT) if record.kind == "PaymentAttemptChanged"]
    assert [("created", "handed_over"), ("handed_over", "paid")] == [(one["before"], one["after"]) for one in changes]
    assert all(len(one["message_hash"]) == 64 for one in changes)
    assert 0 == sum(payments.trial_balance().values())


def test_receipt_names_amount_reference_and_day(claim: PaymentRequested, service: MemoryPayments) -> None:
    pay(claim, service)

    data = payments.receipt_data(claim.claim)

    expected = {"purpose": "Ausweis", "reference": claim.payment_reference, "method": "Online-Zahlung"}
    assert expected | {"paid_de": "21.11.2026"} == data["payment"]
    assert {
        "positions": [
            {"label": "Gebühr", "amount_de": format_de(Decimal("25.50"))},
            {"label": "Porto", "amount_de": format_de(Decimal("5.20"))},
        ],
        "total_de": format_de(Decimal("30.70")),
    } == data["fee"]


def test_unpaid_claim_has_no_receipt(claim: PaymentRequested) -> None:
    with pytest.raises(NotFound):
        payments.receipt_data(claim.claim)


def test_money_in_clearing_is_not_refunded_before_a_clerk_has_decided(
    claim: PaymentRequested, service: MemoryPayments
) -> None:
    begin(claim)
    service.difference = Decimal("-0.01")
    service.finish(last_attempt(claim), "paid")
    look(claim)

    with pytest.raises(Refused, match="höchstens"):
        payments.request_refund(claim_id=claim.claim, amount=Decimal("5.00"), reason="?", actor=CLERK, now=NOW)
