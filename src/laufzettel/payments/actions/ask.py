"""Ask the payment service about an attempt, outside of any transaction, and take what it says."""

from datetime import datetime, timedelta

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.money import from_cents, to_cents
from laufzettel.payments import domain, models, queries
from laufzettel.payments.actions.take_signals import take_signals
from laufzettel.payments.conf import conf
from laufzettel.payments.domain import AttemptState, Expected, Signal
from laufzettel.payments.provider import NoAnswer, OrderItem, OrderRefused, PaymentOrder, TransactionAnswer
from laufzettel.payments.registry import payment_provider
from laufzettel.platform.api import action, crash_point, defer, job

_PATIENCE = timedelta(seconds=30)


def ask(*, attempt_id: str, now: datetime, has_returned: bool = False) -> None:
    """Ask about one attempt and take the answer, whatever it is; never raises because of the payment service.

    An attempt whose transaction is not known yet is handed over (again) under its own request id.
    `has_returned`: the browser just came back, so ask again every few seconds.
    """
    attempt = queries.get_attempt(attempt_id)
    if attempt.transaction_id or attempt.state in (AttemptState.CREATED, AttemptState.UNCLEAR):
        _ask(attempt, now)
    _plan(attempt_id=attempt_id, has_returned=has_returned, actor=Actor.system(attempt.claim.municipality), now=now)


def _ask(attempt: models.Attempt, now: datetime) -> None:
    answer: TransactionAnswer | None = None
    try:
        answer = _answer(attempt)
        signals, reason = _read(attempt, answer, now), ""
    except NoAnswer as failure:
        signals, reason = _silence(attempt, now), failure.reason
    except OrderRefused as refusal:
        is_certain = refusal.is_final or attempt.state == AttemptState.CREATED
        signals = (Signal.REFUSED,) if is_certain else (Signal.NO_ANSWER,)
        reason = refusal.reason
    crash_point("payments:asked")
    take_signals(
        attempt_id=attempt.pk,
        signals=signals,
        answer=answer,
        reason=reason[:300],
        actor=Actor.system(attempt.claim.municipality),
        now=now,
    )


def _answer(attempt: models.Attempt) -> TransactionAnswer:
    provider = payment_provider(attempt.provider)
    if attempt.transaction_id:
        return provider.ask(municipality=attempt.claim.municipality, transaction_id=attempt.transaction_id)
    return provider.hand_over(_order(attempt))


def _order(attempt: models.Attempt) -> PaymentOrder:
    claim = attempt.claim
    items = tuple(
        OrderItem(label=position["label"], amount=from_cents(position["cents"]))
        for position in claim.positions
        if position["cents"]
    )
    amount = from_cents(attempt.amount_cents)
    if attempt.amount_cents != claim.amount_cents:
        items = (OrderItem(label="Restbetrag", amount=amount),)
    return PaymentOrder(
        request_id=attempt.pk,
        municipality=claim.municipality,
        payment_reference=claim.payment_reference,
        amount=amount,
        currency=claim.currency,
        purpose=claim.purpose,
        items=items,
        return_url=attempt.return_url,
        requested_at=attempt.started_at,
    )


def _read(attempt: models.Attempt, answer: TransactionAnswer, now: datetime) -> tuple[Signal, ...]:
    """Return what an answer means; whoever answers has accepted the order."""
    if answer.state == "open":
        is_overdue = now >= attempt.expires_at and bool(attempt.transaction_id)
        return (Signal.OVERDUE,) if is_overdue else (Signal.ACCEPTED,)
    if answer.state == "paid":
        expected = Expected(cents=attempt.amount_cents, currency=attempt.claim.currency, request_id=attempt.pk)
        told = Expected(cents=to_cents(answer.amount), currency=answer.currency, request_id=answer.request_id)
        return Signal.ACCEPTED, domain.judge_payment(expected=expected, told=told)
    named = {"in_work": Signal.IN_WORK, "failed": Signal.FAILED, "cancelled": Signal.CANCELLED}
    return Signal.ACCEPTED, named[answer.state]


def _silence(attempt: models.Attempt, now: datetime) -> tuple[Signal, ...]:
    return (Signal.OVERDUE_SILENT if now >= attempt.expires_at else Signal.NO_ANSWER,)


# --- when to ask again ------------------------------------------------------------------------------------------


@action("payments.plan_question", by=("system",))
def _plan(*, attempt_id: str, has_returned: bool, actor: Actor, now: datetime) -> None:
    """Set when the attempt is asked about next, and put that into the queue."""
    attempt = queries.lock_attempt(attempt_id)
    quick = 0 if has_returned else attempt.quick
    is_quick = quick is not None and quick < len(conf().schedule.after_return)
    moment = domain.next_question(
        state=AttemptState(attempt.state),
        schedule=conf().schedule,
        age=now - attempt.started_at,
        quick=quick,
        asked=attempt.asked,
        now=now,
    )
    if attempt.state in domain.ENDED_STATES and not attempt.transaction_id:
        moment = None
    models.Attempt.objects.filter(pk=attempt_id).update(
        next_question_at=moment,
        quick=quick + 1 if is_quick and quick is not None else quick,
        asked=attempt.asked if is_quick else attempt.asked + 1,
    )
    if moment is not None:
        defer(ask_again, at=moment, attempt_id=attempt_id)


@job("payments.ask", attempts=5)
def ask_again(*, attempt_id: str, now: datetime) -> None:
    """Ask about an attempt if its question is due; a newer plan makes this job do nothing."""
    attempt = queries.get_attempt(attempt_id)
    if attempt.next_question_at is not None and attempt.next_question_at <= now:
        ask(attempt_id=attempt_id, now=now)


@job("payments.ask_overdue", attempts=1, every="* * * * *")
def ask_overdue(*, now: datetime) -> None:
    """Ask what should have been asked already: no attempt is forgotten because a job was lost."""
    for attempt_id in queries.overdue_questions(before=now - _PATIENCE, limit=50):
        ask(attempt_id=attempt_id, now=now)
