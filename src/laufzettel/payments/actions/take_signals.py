"""Take what was learned about an attempt: follow the table, book, tell. The only way an attempt changes."""

from collections.abc import Sequence
from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict
from laufzettel.kernel.event import Event
from laufzettel.kernel.money import to_cents
from laufzettel.payments import domain, models, queries
from laufzettel.payments.actions.bookkeeping import book, draw_consequences
from laufzettel.payments.domain import AttemptState, Effect, PostingKind, Signal
from laufzettel.payments.events import (
    PaymentAttemptChanged,
    PaymentAttemptEnded,
    PaymentContradicted,
    PaymentUnclear,
)
from laufzettel.payments.provider import TransactionAnswer
from laufzettel.platform.api import action

_OVER = domain.ENDED_STATES | {AttemptState.PAID}


@action("payments.take_signals", by=("system",))
def take_signals(
    *,
    attempt_id: str,
    signals: Sequence[Signal],
    answer: TransactionAnswer | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> tuple[Event, ...]:
    """Let an attempt take these signals one after the other; returns what is told.

    `answer` is what the payment service said, `reason` a short text kept with the attempt. The claim is locked, every
    change of state is compare-and-set, and money is booked once per transaction by a unique index. Raises `Conflict`
    when the attempt was changed past the lock.
    """
    attempt = queries.lock_attempt(attempt_id)
    if answer is not None:
        _learn(attempt, answer)
    told: list[Event] = []
    for signal in signals:
        told += _follow(attempt, signal, answer, reason, now)
    return tuple(told)


def _learn(attempt: models.Attempt, answer: TransactionAnswer) -> None:
    """Keep what names the transaction; the first answer fixes it."""
    if not attempt.transaction_id:
        attempt.transaction_id, attempt.reference = answer.transaction_id, answer.reference
    attempt.redirect_url = attempt.redirect_url or answer.redirect_url
    attempt.method = answer.method or attempt.method
    models.Attempt.objects.filter(pk=attempt.pk).update(
        transaction_id=attempt.transaction_id,
        reference=attempt.reference,
        redirect_url=attempt.redirect_url,
        method=attempt.method,
    )


def _follow(
    attempt: models.Attempt, signal: Signal, answer: TransactionAnswer | None, reason: str, now: datetime
) -> list[Event]:
    before = AttemptState(attempt.state)
    step = domain.step(state=before, signal=signal)
    told: list[Event] = []
    if step.to != before:
        _change(attempt, before, step, now)
        told.append(_changed(attempt, before, signal, answer))
    for effect in step.effects:
        told += _apply(attempt, effect, signal, answer, reason, now)
    return told


def _change(attempt: models.Attempt, before: AttemptState, step: domain.Step, now: datetime) -> None:
    attempt.is_late = attempt.is_late or Effect.MARK_LATE in step.effects
    attempt.ended_at = now if step.to in _OVER else None
    if step.to == AttemptState.PAID:
        attempt.next_question_at = None
    attempt.state = step.to
    rows = models.Attempt.objects.filter(pk=attempt.pk, state=before)
    changed = rows.update(
        state=step.to,
        ended_at=attempt.ended_at,
        is_late=attempt.is_late,
        next_question_at=attempt.next_question_at,
    )
    if changed != 1:
        raise Conflict("Diese Zahlung wird gerade an anderer Stelle bearbeitet.")


def _apply(
    attempt: models.Attempt,
    effect: Effect,
    signal: Signal,
    answer: TransactionAnswer | None,
    reason: str,
    now: datetime,
) -> list[Event]:
    claim = attempt.claim
    match effect:
        case Effect.BOOK:
            payment = domain.booking(kind=PostingKind.PAYMENT, cents=attempt.amount_cents)
            book(claim, payment, at=now, attempt=attempt)
            return draw_consequences(claim, is_late=attempt.is_late, at=now)
        case Effect.BOOK_CLEARING if answer is not None:
            money = domain.booking(kind=PostingKind.UNASSIGNED, cents=to_cents(answer.amount))
            book(claim, money, at=now, attempt=attempt, currency=answer.currency[:3], reason=reason)
        case Effect.UNDO_CLEARING:
            _undo_clearing(attempt, now)
        case Effect.TELL_ENDED:
            return [PaymentAttemptEnded(**_names(attempt), state=attempt.state)]
        case Effect.TELL_UNCLEAR:
            models.Attempt.objects.filter(pk=attempt.pk).update(reason=reason[:300])
            return [PaymentUnclear(**_names(attempt), reason=signal.value)]
        case Effect.TELL_CONTRADICTION:
            return _contradict(attempt, signal)
    return []


def _undo_clearing(attempt: models.Attempt, now: datetime) -> None:
    for posting in attempt.postings.filter(kind=PostingKind.UNASSIGNED):
        counter = domain.undo_clearing(cents=posting.cents)
        book(attempt.claim, counter, at=now, attempt=attempt, currency=posting.currency, reason="anders bestätigt")


def _contradict(attempt: models.Attempt, signal: Signal) -> list[Event]:
    """Raise the alarm once per contradiction, however often the service repeats it."""
    text = f"contradicted: {signal.value}"
    if not models.Attempt.objects.filter(pk=attempt.pk).exclude(reason=text).update(reason=text):
        return []
    return [PaymentContradicted(**_names(attempt), said=signal.value)]


def _changed(
    attempt: models.Attempt, before: AttemptState, signal: Signal, answer: TransactionAnswer | None
) -> PaymentAttemptChanged:
    return PaymentAttemptChanged(
        **_names(attempt),
        before=before.value,
        after=AttemptState(attempt.state).value,
        cause=signal.value,
        message_hash=answer.message_hash if answer else "",
    )


def _names(attempt: models.Attempt) -> dict[str, str]:
    claim = attempt.claim
    return {
        "subject": claim.subject,
        "municipality": claim.municipality,
        "claim": claim.pk,
        "attempt": attempt.pk,
    }
