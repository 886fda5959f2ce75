"""How an attempt to pay may change, what a claim is worth, and when the payment service is asked again: pure rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from laufzettel.kernel.dates import LOCAL
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say
from laufzettel.kernel.money import to_cents


class AttemptState(StrEnum):
    """Where an attempt stands."""

    CREATED = "created"
    """stored here; the payment service may or may not know it"""
    HANDED_OVER = "handed_over"
    """the payment service has it, the person may be paying right now"""
    PENDING = "pending"
    """the payment service is working on it"""
    UNCLEAR = "unclear"
    """the payment service did not answer: never to be read as failed"""
    DISPUTED = "disputed"
    """money came, but not the right sum, currency or reference: it lies in clearing and a clerk decides"""
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Signal(StrEnum):
    """What was learned about an attempt."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    IN_WORK = "in_work"
    PAID = "paid"
    PAID_WRONGLY = "paid_wrongly"
    FAILED = "failed"
    CANCELLED = "cancelled"
    OVERDUE = "overdue"
    """the time for paying is over and the payment service, asked again, says that nobody has paid"""
    OVERDUE_SILENT = "overdue_silent"
    """the time for paying is over and the payment service does not answer"""


class Effect(StrEnum):
    """What a step does besides changing the state."""

    BOOK = "book"
    """book the payment on the claim"""
    BOOK_CLEARING = "book_clearing"
    """book what came on the clearing account"""
    UNDO_CLEARING = "undo_clearing"
    """take back what lay on the clearing account"""
    TELL_ENDED = "tell_ended"
    TELL_UNCLEAR = "tell_unclear"
    TELL_CONTRADICTION = "tell_contradiction"
    MARK_LATE = "mark_late"


@dataclass(frozen=True)
class Step:
    """The state after a signal and everything that follows."""

    to: AttemptState
    effects: tuple[Effect, ...] = ()


_S, _G, _E = AttemptState, Signal, Effect

OPEN_STATES = frozenset({_S.CREATED, _S.HANDED_OVER, _S.PENDING, _S.UNCLEAR, _S.DISPUTED})
"""Of these there is at most one per claim: nobody is invited to pay twice."""
ASKED_STATES = OPEN_STATES - {_S.DISPUTED}
"""These never stand without a timer."""
ENDED_STATES = frozenset({_S.FAILED, _S.CANCELLED, _S.EXPIRED})

_PAY = Step(_S.PAID, (_E.BOOK,))
_PAY_LATE = Step(_S.PAID, (_E.BOOK, _E.MARK_LATE))
_DISPUTE = Step(_S.DISPUTED, (_E.BOOK_CLEARING, _E.TELL_UNCLEAR))
_DISPUTE_LATE = Step(_S.DISPUTED, (_E.BOOK_CLEARING, _E.TELL_UNCLEAR, _E.MARK_LATE))
_FAIL = Step(_S.FAILED, (_E.TELL_ENDED,))
_CANCEL = Step(_S.CANCELLED, (_E.TELL_ENDED,))
_EXPIRE = Step(_S.EXPIRED, (_E.TELL_ENDED,))
_LOSE_SIGHT = Step(_S.UNCLEAR, (_E.TELL_UNCLEAR,))


def _alarm(state: AttemptState) -> Step:
    return Step(state, (_E.TELL_CONTRADICTION,))


# A pair that is not listed changes nothing. Among answers of the payment service the strongest wins, whatever
# came first: paid, paid wrongly, failed, cancelled. So the end does not depend on the order of messages.
TABLE: Mapping[tuple[AttemptState, Signal], Step] = {
    (_S.CREATED, _G.ACCEPTED): Step(_S.HANDED_OVER),
    (_S.CREATED, _G.REFUSED): _FAIL,
    (_S.CREATED, _G.NO_ANSWER): _LOSE_SIGHT,
    (_S.CREATED, _G.OVERDUE): _EXPIRE,
    (_S.CREATED, _G.OVERDUE_SILENT): _LOSE_SIGHT,
    (_S.HANDED_OVER, _G.IN_WORK): Step(_S.PENDING),
    (_S.HANDED_OVER, _G.PAID): _PAY,
    (_S.HANDED_OVER, _G.PAID_WRONGLY): _DISPUTE,
    (_S.HANDED_OVER, _G.FAILED): _FAIL,
    (_S.HANDED_OVER, _G.CANCELLED): _CANCEL,
    (_S.HANDED_OVER, _G.OVERDUE): _EXPIRE,
    (_S.HANDED_OVER, _G.OVERDUE_SILENT): _LOSE_SIGHT,
    (_S.PENDING, _G.PAID): _PAY,
    (_S.PENDING, _G.PAID_WRONGLY): _DISPUTE,
    (_S.PENDING, _G.FAILED): _FAIL,
    (_S.PENDING, _G.CANCELLED): _CANCEL,
    (_S.PENDING, _G.OVERDUE_SILENT): _LOSE_SIGHT,
    (_S.UNCLEAR, _G.ACCEPTED): Step(_S.HANDED_OVER),
    (_S.UNCLEAR, _G.REFUSED): _FAIL,
    (_S.UNCLEAR, _G.IN_WORK): Step(_S.PENDING),
    (_S.UNCLEAR, _G.PAID): _PAY,
    (_S.UNCLEAR, _G.PAID_WRONGLY): _DISPUTE,
    (_S.UNCLEAR, _G.FAILED): _FAIL,
    (_S.UNCLEAR, _G.CANCELLED): _CANCEL,
    (_S.UNCLEAR, _G.OVERDUE): _EXPIRE,
    (_S.DISPUTED, _G.PAID): Step(_S.PAID, (_E.UNDO_CLEARING, _E.BOOK, _E.TELL_CONTRADICTION)),
    (_S.DISPUTED, _G.FAILED): _alarm(_S.DISPUTED),
    (_S.DISPUTED, _G.CANCELLED): _alarm(_S.DISPUTED),
    (_S.PAID, _G.PAID_WRONGLY): _alarm(_S.PAID),
    (_S.PAID, _G.FAILED): _alarm(_S.PAID),
    (_S.PAID, _G.CANCELLED): _alarm(_S.PAID),
    (_S.CANCELLED, _G.FAILED): Step(_S.FAILED),
    (_S.EXPIRED, _G.FAILED): Step(_S.FAILED),
    (_S.EXPIRED, _G.CANCELLED): Step(_S.CANCELLED),
    **{(state, _G.PAID): _PAY_LATE for state in (_S.FAILED, _S.CANCELLED, _S.EXPIRED)},
    **{(state, _G.PAID_WRONGLY): _DISPUTE_LATE for state in (_S.FAILED, _S.CANCELLED, _S.EXPIRED)},
}


def step(*, state: AttemptState, signal: Signal) -> Step:
    """Return what a signal makes of an attempt; nothing for a signal that says nothing new."""
    return TABLE.get((state, signal), Step(state))


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a right payment looks like: cents, currency, and the request it must answer (empty: not told)."""

    cents: int
    currency: str
    request_id: str


def judge_payment(*, expected: Expected, told: Expected) -> Signal:
    """Say whether a payment that the payment service confirms is the one that was asked for."""
    is_right = (told.cents, told.currency) == (expected.cents, expected.currency)
    is_ours = told.request_id in ("", expected.request_id)
    return Signal.PAID if is_right and is_ours else Signal.PAID_WRONGLY


# --- the ledger ----------------------------------------------------------------------------------------------


class Account(StrEnum):
    """The accounts of the ledger."""

    CLAIMS = "claims"
    INCOME = "income"
    MONEY = "money"
    CLEARING = "clearing"
    WRITTEN_OFF = "written_off"


class PostingKind(StrEnum):
    """Why something was booked."""

    CHARGE = "charge"
    PAYMENT = "payment"
    UNASSIGNED = "unassigned"
    CORRECTION = "correction"
    CANCELLATION = "cancellation"
    WAIVER = "waiver"
    REFUND = "refund"


@dataclass(frozen=True, kw_only=True)
class Booking:
    """One posting: a sum in cents from one account (credit) to another (debit); by its form always balanced."""

    kind: PostingKind
    debit: Account
    credit: Account
    cents: int


SIDES: Mapping[PostingKind, tuple[Account, Account]] = {
    PostingKind.CHARGE: (Account.CLAIMS, Account.INCOME),
    PostingKind.PAYMENT: (Account.MONEY, Account.CLAIMS),
    PostingKind.UNASSIGNED: (Account.MONEY, Account.CLEARING),
    PostingKind.CANCELLATION: (Account.INCOME, Account.CLAIMS),
    PostingKind.WAIVER: (Account.WRITTEN_OFF, Account.CLAIMS),
    PostingKind.REFUND: (Account.CLAIMS, Account.MONEY),
}


def booking(*, kind: PostingKind, cents: int) -> Booking:
    """Return the posting of a kind that has fixed accounts; raises `ValueError` for amounts below one cent."""
    if cents <= 0:
        raise ValueError(f"nothing to book: {cents}")
    debit, credit = SIDES[kind]
    return Booking(kind=kind, debit=debit, credit=credit, cents=cents)


def undo_clearing(*, cents: int) -> Booking:
    """Return the counter-posting for money in clearing that was never there."""
    return Booking(kind=PostingKind.CORRECTION, debit=Account.CLEARING, credit=Account.MONEY, cents=cents)


def assign_clearing(*, cents: int) -> Booking:
    """Return the posting that moves money from clearing onto its claim."""
    return Booking(kind=PostingKind.CORRECTION, debit=Account.CLEARING, credit=Account.CLAIMS, cents=cents)


def balance(*, account: Account, bookings: Iterable[Booking]) -> int:
    """Return the debit balance of an account in cents."""
    total = 0
    for one in bookings:
        total += one.cents * ((one.debit == account) - (one.credit == account))
    return total


@dataclass(frozen=True, kw_only=True)
class Position:
    """One line of a claim: what for, and how much in EUR."""

    label: str
    amount: Decimal


def total_cents(positions: Sequence[Position]) -> int:
    """Return the sum of positions in cents.

    Raises `Refused` for no positions, a negative or inexact amount, or a sum of nothing.
    """
    try:
        cents = [to_cents(position.amount) for position in positions]
    except ValueError:
        raise Refused(say("Beträge müssen auf den Cent genau sein.")) from None
    if not cents or min(cents) < 0 or sum(cents) == 0:
        raise Refused(say("Eine Forderung braucht Beträge, die zusammen mehr als 0 € ergeben."))
    return sum(cents)


# --- the state of a claim --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What the ledger says about a claim, in cents: still due (negative: paid too much), received, in clearing."""

    due: int
    paid: int
    in_clearing: int


def worth(bookings: Sequence[Booking]) -> Worth:
    """Compute what a claim is worth from its postings."""
    return Worth(
        due=balance(account=Account.CLAIMS, bookings=bookings),
        paid=balance(account=Account.MONEY, bookings=bookings) + balance(account=Account.CLEARING, bookings=bookings),
        in_clearing=-balance(account=Account.CLEARING, bookings=bookings),
    )


def refundable(*, bookings: Sequence[Booking], reserved: int) -> int:
    """Return how many cents received on the claim may still be promised back; `reserved` are promised already.

    Money in clearing does not count: whose it is has not been decided.
    """
    return worth(bookings).paid - reserved


def claim_state(
    *, worth: Worth, kinds: frozenset[PostingKind], attempts: Sequence[AttemptState], has_expired: bool
) -> str:
    """Return the state of a claim, computed from its postings and attempts, never stored.

    open | part_paid | settled | overpaid | waived | cancelled | unclear | expired
    """
    if worth.due < 0:
        return "overpaid"
    if worth.due == 0 and PostingKind.CANCELLATION in kinds:
        return "cancelled"
    if worth.due == 0:
        return "waived" if PostingKind.WAIVER in kinds else "settled"
    if worth.in_clearing or {AttemptState.UNCLEAR, AttemptState.DISPUTED} & set(attempts):
        return "unclear"
    if worth.paid > 0:
        return "part_paid"
    return "expired" if has_expired else "open"


# --- asking again ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When the payment service is asked: seconds after the browser came back, minutes after that, then hourly."""

    after_return: tuple[int, ...]
    minutes: tuple[int, ...]
    hourly_until: timedelta = timedelta(hours=72)
    daily_until: timedelta = timedelta(days=30)


def next_question(
    *, state: AttemptState, schedule: Schedule, age: timedelta, quick: int | None, asked: int, now: datetime
) -> datetime | None:
    """Return when to ask next about an attempt, or nothing.

    `quick` counts the questions since the browser came back, `asked` the others; `age` is the time since the
    attempt began. Open attempts always have a next question; ended and disputed ones are asked about daily for a
    month, because a late payment is still a payment.
    """
    if state == AttemptState.PAID:
        return None
    if state in ENDED_STATES or state == AttemptState.DISPUTED:
        return now + timedelta(days=1) if age < schedule.daily_until else None
    if quick is not None and quick < len(schedule.after_return):
        return now + timedelta(seconds=schedule.after_return[quick])
    if asked < len(schedule.minutes):
        return now + timedelta(minutes=schedule.minutes[asked])
    return now + (timedelta(hours=1) if age < schedule.hourly_until else timedelta(days=1))


def end_of(day: date) -> datetime:
    """Return the first moment after a calendar day in Germany."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LOCAL)
