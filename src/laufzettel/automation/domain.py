"""When a silent counterpart is asked again, and when it is left alone for a while: pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum


class LookUpState(StrEnum):
    """Where the question to a register stands."""

    WAITING = "waiting"
    FOUND = "found"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class HandOverState(StrEnum):
    """Where a hand-over stands; it waits until the other side has said yes or no."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"


LOOK_UP_WAITS = (timedelta(seconds=5), timedelta(seconds=30))
"""Pauses between the questions of a process to a silent register; after that a person has to go on without it."""

HAND_OVER_WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 60, 120, 300, 900))
"""First pauses between attempts to hand over; then hourly without end, because data must not get lost."""


def wait_before_look_up(*, tries: int) -> timedelta | None:
    """Return the pause after so many vain tries, or nothing when it is time to give up."""
    return LOOK_UP_WAITS[tries - 1] if tries <= len(LOOK_UP_WAITS) else None


def wait_before_hand_over(*, tries: int) -> timedelta:
    """Return the pause after so many vain tries."""
    return HAND_OVER_WAITS[tries - 1] if tries <= len(HAND_OVER_WAITS) else timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Breaker:
    """What is remembered about a counterpart: failures in a row, and until when it is left alone."""

    failures: int = 0
    open_until: datetime | None = None

    def is_open(self, *, now: datetime) -> bool:
        """Say whether it makes no sense to ask now."""
        return self.open_until is not None and now < self.open_until


FAILURES_UNTIL_OPEN = 3
PAUSE = timedelta(seconds=20)


def after_failure(breaker: Breaker, *, now: datetime) -> Breaker:
    """Return what is remembered after one more failure: the third in a row opens the breaker."""
    failures = breaker.failures + 1
    open_until = now + PAUSE if failures >= FAILURES_UNTIL_OPEN else None
    return Breaker(failures=failures, open_until=open_until)


def plain_query(query: Mapping[str, object]) -> dict[str, str]:
    """Return a question as texts: days in ISO form, nothing as empty text."""
    return {str(key): "" if value is None else str(plain(value)) for key, value in query.items()}


def plain(value: object) -> object:
    """Return data as JSON values: amounts as exact text, days in ISO form."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
