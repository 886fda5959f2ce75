"""The table of an attempt, the ledger and the questions, as pure rules."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laufzettel.kernel.errors import Refused
from laufzettel.payments import domain
from laufzettel.payments.domain import Account, AttemptState, Booking, Effect, PostingKind, Schedule, Signal, Step

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
MESSAGES = (Signal.IN_WORK, Signal.PAID, Signal.PAID_WRONGLY, Signal.FAILED, Signal.CANCELLED, Signal.NO_ANSWER)
SCHEDULE = Schedule(after_return=(2, 3), minutes=(1, 2, 5, 15, 60))


def run(
    signals: tuple[Signal, ...], state: AttemptState = AttemptState.HANDED_OVER
) -> tuple[AttemptState, list[Booking]]:
    """Play signals and book what follows for an attempt over 3070 cents of which 3069 came when wrong."""
    booked = [domain.booking(kind=PostingKind.CHARGE, cents=3070)]
    for signal in signals:
        step = domain.step(state=state, signal=signal)
        state = step.to
        for effect in step.effects:
            booked += {
                Effect.BOOK: [domain.booking(kind=PostingKind.PAYMENT, cents=3070)],
                Effect.BOOK_CLEARING: [domain.booking(kind=PostingKind.UNASSIGNED, cents=3069)],
                Effect.UNDO_CLEARING: [domain.undo_clearing(cents=3069)],
            }.get(effect, [])
    return state, booked


@pytest.mark.parametrize("size", range(1, 7))
def test_end_does_not_depend_on_the_order_of_messages(size: int) -> None:
    """Every order of every set of up to six different messages ends alike, in state and money (I-8)."""
    for chosen in permutations(MESSAGES, size):
        state, booked = run(chosen)

        expected_state, expected_booked = run(tuple(sorted(chosen)))
        assert (expected_state, domain.worth(expected_booked)) == (state, domain.worth(booked))


@given(st.lists(st.sampled_from(MESSAGES), max_size=6), st.randoms(use_true_random=False))
def test_end_does_not_depend_on_order_or_repetition(messages: list[Signal], dice: object) -> None:
    shuffled = list(messages) * 2
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    assert run(tuple(messages))[0] == run(tuple(shuffled))[0]


@given(st.sampled_from(sorted(AttemptState)), st.lists(st.sampled_from(sorted(Signal)), max_size=40))
def test_any_sequence_keeps_the_books(start: AttemptState, signals: list[Signal]) -> None:
    """Random events: no unknown step, balanced books, at most one payment in effect, paid stays paid (P-25)."""
    if start in (AttemptState.PAID, AttemptState.DISPUTED):
        start = AttemptState.CREATED

    state, booked = run(tuple(signals), start)

    worth = domain.worth(booked)
    payments = [one for one in booked if one.kind == PostingKind.PAYMENT]
    assert 0 == sum(domain.balance(account=account, bookings=booked) for account in Account)
    assert len(payments) == (state == AttemptState.PAID)
    assert (worth.due == 0) == (state == AttemptState.PAID)
    assert worth.in_clearing == (3069 if state == AttemptState.DISPUTED else 0)


@given(st.lists(st.sampled_from(sorted(Signal)), max_size=20))
def test_paid_never_becomes_anything_else(signals: list[Signal]) -> None:
    assert AttemptState.PAID == run(tuple(signals), AttemptState.PAID)[0]


def test_no_answer_is_never_read_as_failed() -> None:
    silent = (Signal.NO_ANSWER, Signal.OVERDUE_SILENT)

    ends = {domain.step(state=state, signal=signal).to for state in domain.ASKED_STATES for signal in silent}

    assert AttemptState.FAILED not in ends


@pytest.mark.parametrize("state", sorted(domain.ENDED_STATES))
def test_late_payment_is_always_accepted(state: AttemptState) -> None:
    expected = Step(AttemptState.PAID, (Effect.BOOK, Effect.MARK_LATE))

    assert expected == domain.step(state=state, signal=Signal.PAID)


@pytest.mark.parametrize(
    ("cents", "currency", "request_id"),
    [(3069, "EUR", "r"), (3071, "EUR", "r"), (3070, "CHF", "r"), (3070, "EUR", "x")],
)
def test_payment_that_differs_is_paid_wrongly(cents: int, currency: str, request_id: str) -> None:
    expected = domain.Expected(cents=3070, currency="EUR", request_id="r")

    told = domain.Expected(cents=cents, currency=currency, request_id=request_id)

    assert Signal.PAID_WRONGLY == domain.judge_payment(expected=expected, told=told)


@pytest.mark.parametrize("amounts", [(), ("0",), ("-1", "2"), ("0.001",)])
def test_positions_without_a_proper_sum_are_refused(amounts: tuple[str, ...]) -> None:
    positions = [domain.Position(label="x", amount=Decimal(amount)) for amount in amounts]

    with pytest.raises(Refused):
        domain.total_cents(positions)


def question(state: AttemptState, *, quick: int | None = None, asked: int = 0, hours: int = 0) -> timedelta | None:
    moment = domain.next_question(
        state=state, schedule=SCHEDULE, age=timedelta(hours=hours), quick=quick, asked=asked, now=NOW
    )
    return None if moment is None else moment - NOW


def test_questions_grow_rarer_and_never_end_while_open() -> None:
    waits = [question(AttemptState.HANDED_OVER, asked=asked) for asked in range(7)]

    assert [timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 60, 60)] == waits
    assert timedelta(days=1) == question(AttemptState.UNCLEAR, asked=99, hours=73)


def test_questions_come_every_few_seconds_after_the_browser_returned() -> None:
    waits = [question(AttemptState.HANDED_OVER, quick=quick) for quick in range(3)]

    assert [timedelta(seconds=2), timedelta(seconds=3), timedelta(minutes=1)] == waits


def test_ended_attempts_are_asked_about_daily_for_a_month() -> None:
    waits = [question(AttemptState.EXPIRED, hours=hours) for hours in (1, 24 * 29, 24 * 30)]

    assert [timedelta(days=1), timedelta(days=1), None] == waits
