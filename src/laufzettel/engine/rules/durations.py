"""The two durations of FEEL: days and time, years and months. They cannot be compared with each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from .errors import FeelError

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_LIMIT = 10**18
_YEARS_MONTHS = re.compile(r"(-)?P(?=\d)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)
_DAYS_TIME = re.compile(
    r"(-)?P(?=\d|T\d)(?:(\d{1,15})D)?(?:T(?=\d)(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d*))?S)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True, order=True)
class DaysDuration:
    """A number of nanoseconds, read as days, hours, minutes and seconds."""

    nanos: int

    def __str__(self) -> str:
        left = abs(self.nanos)
        if left == 0:
            return "PT0S"
        days, left = divmod(left, DAY)
        time = "T" + _clock(left) if left else ""
        return ("-" if self.nanos < 0 else "") + "P" + (f"{days}D" if days else "") + time


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A number of months, read as years and months."""

    months: int

    def __str__(self) -> str:
        if self.months == 0:
            return "P0M"
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + text


Duration = DaysDuration | YearsMonthsDuration


def _clock(nanos: int) -> str:
    hours, nanos = divmod(nanos, HOUR)
    minutes, nanos = divmod(nanos, MINUTE)
    seconds, nanos = divmod(nanos, SECOND)
    text = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if not seconds and not nanos:
        return text
    return text + str(seconds) + (f".{nanos:09d}".rstrip("0") if nanos else "") + "S"


def days_duration(nanos: int) -> DaysDuration:
    """A days and time duration of so many nanoseconds; FeelError beyond what is sensible (30,000 years)."""
    if abs(nanos) > _LIMIT * SECOND:
        raise FeelError("Die Dauer ist zu groß.")
    return DaysDuration(nanos)


def months_duration(months: int) -> YearsMonthsDuration:
    """A years and months duration of so many months; FeelError beyond what is sensible."""
    if abs(months) > _LIMIT:
        raise FeelError("Die Dauer ist zu groß.")
    return YearsMonthsDuration(months)


def parse_duration(text: str) -> Duration:
    """The duration an ISO 8601 text such as P1Y2M or P3DT4H stands for; FeelError otherwise."""
    if match := _YEARS_MONTHS.fullmatch(text):
        sign, years, months = match.groups()
        return months_duration(_signed(sign, int(years or 0) * 12 + int(months or 0)))
    if match := _DAYS_TIME.fullmatch(text):
        sign, days, hours, minutes, seconds, fraction = match.groups()
        whole = int(days or 0) * DAY + int(hours or 0) * HOUR + int(minutes or 0) * MINUTE + int(seconds or 0) * SECOND
        return days_duration(_signed(sign, whole + int((fraction or "0").ljust(9, "0")[:9])))
    raise FeelError(f"„{text[:40]}“ ist keine Dauer (Beispiel: P14D oder P1Y6M).")


def _signed(sign: str | None, amount: int) -> int:
    return -amount if sign else amount


def from_timedelta(value: timedelta) -> DaysDuration:
    """The duration of a Python timedelta."""
    return DaysDuration((value.days * 86_400 + value.seconds) * SECOND + value.microseconds * 1000)


def to_timedelta(value: DaysDuration) -> timedelta | DaysDuration:
    """A Python timedelta, or the value itself where timedelta is too coarse or too small."""
    if value.nanos % 1000:
        return value
    try:
        return timedelta(microseconds=value.nanos // 1000)
    except OverflowError:
        return value
