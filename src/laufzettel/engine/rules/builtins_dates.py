"""Built-in functions for dates, times and durations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .builtins_numbers import whole
from .durations import HOUR, MINUTE, SECOND, DaysDuration, Duration, YearsMonthsDuration, parse_duration
from .errors import FeelError
from .limits import Run
from .properties import weekday
from .registry import builtin
from .temporal import (
    DateTime,
    Day,
    Time,
    checked_days,
    civil,
    day_number,
    days_of,
    from_python,
    make_day,
    make_offset,
    parse_date,
    parse_date_time,
    parse_time,
)
from .types import type_name

DATE = "Datum und Zeit"
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _days(value: Any) -> int:
    if isinstance(value, DateTime):
        return value.days
    if isinstance(value, Day):
        return day_number(value)
    raise FeelError(f"Gebraucht wird ein Datum, nicht {type_name(value)}.")


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


@builtin("date(from: any) -> date", "date(year: number, month: number, day: number) -> date", group=DATE)
def date(first: Any, month: Decimal | None = None, day: Decimal | None = None) -> Day:
    """Ein Datum aus einem Text, einem Zeitpunkt oder aus Jahr, Monat und Tag.

    >>> feel('date("2026-05-04")')
    2026-05-04
    """
    if month is not None and day is not None:
        return make_day(checked_days(whole(first, "Das Jahr"), whole(month, "Der Monat"), whole(day, "Der Tag")))
    value = _single(first)
    if isinstance(value, str):
        return parse_date(value)
    return make_day(_days(value))


@builtin(
    "time(from: any) -> time",
    "time(hour: number, minute: number, second: number, [offset: days and time duration?]) -> time",
    group=DATE,
)
def time(first: Any, minute: Decimal | None = None, second: Decimal | None = None, offset: Any = None) -> Time:
    """Eine Uhrzeit aus einem Text, einem Zeitpunkt oder aus Stunde, Minute und Sekunde.

    >>> feel('time("10:30:00")')
    10:30:00
    """
    if minute is not None and second is not None:
        return _clock(whole(first, "Die Stunde"), whole(minute, "Die Minute"), second, offset)
    value = _single(first)
    if isinstance(value, str):
        return parse_time(value)
    if isinstance(value, Time):
        return value
    if isinstance(value, DateTime):
        return Time(value.nanos, value.zone)
    if isinstance(value, Day):
        return Time(0, 0)
    raise FeelError(f"time braucht einen Text oder einen Zeitpunkt, nicht {type_name(value)}.")


def _clock(hour: int, minute: int, second: Decimal, offset: DaysDuration | None) -> Time:
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        raise FeelError("Diese Uhrzeit gibt es nicht.")
    zone = None if offset is None else make_offset(abs(offset.nanos) // SECOND, negative=offset.nanos < 0)
    return Time(hour * HOUR + minute * MINUTE + int(second * SECOND), zone)


@builtin(
    "date and time(from: any) -> date and time",
    "date and time(date: any, time: time) -> date and time",
    group=DATE,
)
def date_and_time(first: Any, clock: Time | None = None) -> DateTime:
    """Ein Zeitpunkt aus einem Text oder aus Datum und Uhrzeit.

    >>> feel('date and time(date("2026-05-04"), time("10:30:00"))')
    2026-05-04T10:30:00
    """
    value = _single(first)
    if clock is not None:
        return DateTime(_days(value), clock.nanos, clock.zone)
    if isinstance(value, str):
        return parse_date_time(value)
    if isinstance(value, DateTime):
        return value
    if isinstance(value, Day):
        return DateTime(day_number(value), 0, 0)
    raise FeelError(f"date and time braucht einen Text, nicht {type_name(value)}.")


@builtin("duration(from: any) -> duration", group=DATE)
def duration(value: Any) -> Duration:
    """Eine Dauer aus einem Text: P14D sind 14 Tage, P1Y6M ein Jahr und sechs Monate.

    >>> feel('duration("P14D")')
    P14D
    """
    value = _single(value)
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, DaysDuration | YearsMonthsDuration):
        return value
    raise FeelError(f"duration braucht einen Text, nicht {type_name(value)}.")


@builtin("years and months duration(from: any, to: any) -> years and months duration", group=DATE)
def years_and_months_duration(start: Any, end: Any) -> YearsMonthsDuration:
    """Die vollen Jahre und Monate zwischen zwei Tagen, etwa für das Alter.

    >>> feel('years and months duration(date("1990-08-15"), date("2026-05-04")).years')
    35
    """
    start, end = _single(start), _single(end)
    (year, month, day), (last_year, last_month, last_day) = civil(_days(start)), civil(_days(end))
    months = (last_year - year) * 12 + last_month - month
    clocks = [value.nanos if isinstance(value, DateTime) else 0 for value in (start, end)]
    if months > 0 and (last_day, clocks[1]) < (day, clocks[0]):
        months -= 1
    elif months < 0 and (last_day, clocks[1]) > (day, clocks[0]):
        months += 1
    return YearsMonthsDuration(months)


@builtin("day of year(date: any) -> number", group=DATE)
def day_of_year(value: Any) -> Decimal:
    """Der wievielte Tag des Jahres es ist.

    >>> feel('day of year(date("2026-02-01"))')
    32
    """
    days = _days(_single(value))
    return Decimal(days - days_of(civil(days)[0], 1, 1) + 1)


@builtin("day of week(date: any) -> string", group=DATE)
def day_of_week(value: Any) -> str:
    """Der Wochentag mit seinem englischen Namen, wie der Standard es verlangt.

    >>> feel('day of week(date("2026-05-04"))')
    "Monday"
    """
    return DAY_NAMES[weekday(_days(_single(value))) - 1]


@builtin("month of year(date: any) -> string", group=DATE)
def month_of_year(value: Any) -> str:
    """Der Monat mit seinem englischen Namen, wie der Standard es verlangt.

    >>> feel('month of year(date("2026-05-04"))')
    "May"
    """
    return MONTH_NAMES[civil(_days(_single(value)))[1] - 1]


@builtin("week of year(date: any) -> number", group=DATE)
def week_of_year(value: Any) -> Decimal:
    """Die Kalenderwoche nach ISO 8601.

    >>> feel('week of year(date("2026-01-01"))')
    1
    """
    days = _days(_single(value))
    thursday = days - weekday(days) + 4
    return Decimal((thursday - days_of(civil(thursday)[0], 1, 1)) // 7 + 1)


@builtin("now() -> date and time", group=DATE, needs_run=True)
def now(run: Run) -> DateTime:
    """Der jetzige Zeitpunkt, so wie ihn der Aufrufer nennt. In Formularen steht der heutige Tag als `heute` bereit.

    >>> feel('now()')
    2026-05-04T10:30:00Z
    """
    if run.now is None:
        raise FeelError("Diese Regel kennt den jetzigen Zeitpunkt nicht.")
    moment = from_python(run.now)
    if not isinstance(moment, DateTime):
        raise FeelError("Diese Regel kennt den jetzigen Zeitpunkt nicht.")
    return moment


@builtin("today() -> date", group=DATE, needs_run=True)
def today(run: Run) -> Day:
    """Der heutige Tag, so wie ihn der Aufrufer nennt.

    >>> feel('today()')
    2026-05-04
    """
    return make_day(now(run).days)
