"""Equality, order and arithmetic of FEEL values (DMN 1.5, 10.3.2.13 and following)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal, DecimalException
from typing import Any

from .durations import DAY, DaysDuration, YearsMonthsDuration, days_duration, months_duration
from .errors import FeelError
from .limits import Run, check_text
from .temporal import DateTime, Day, FarDate, Time, add_months, at_instant, day_number, make_day
from .types import type_name
from .values import NUMBERS, Function, Range

ORDERED = frozenset((Decimal, str, date, FarDate, DaysDuration, YearsMonthsDuration))
EXACT = ORDERED | {bool}


def equal(left: Any, right: Any, run: Run) -> bool | None:
    """left = right; null for values of different kinds."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is type(right):
        return bool(left == right) if kind in EXACT else _equal_inside(left, right, run)
    if isinstance(left, Day) and isinstance(right, Day):
        return False
    if isinstance(left, Function) and isinstance(right, Function):
        return left is right
    return None


def _equal_inside(left: Any, right: Any, run: Run) -> bool | None:
    if left is right:
        return True
    if isinstance(left, list):
        run.spend(len(left) + 1)
        return len(left) == len(right) and all(equal(a, b, run) is True for a, b in zip(left, right, strict=True))
    if isinstance(left, dict):
        run.spend(len(left) + 1)
        return left.keys() == right.keys() and all(equal(left[key], right[key], run) is True for key in left)
    if isinstance(left, DateTime | Time):
        return bool(left.instant == right.instant) if (left.zone is None) == (right.zone is None) else False
    if isinstance(left, Range):
        return _equal_ranges(left, right, run)
    return left is right


def _equal_ranges(left: Range, right: Range, run: Run) -> bool:
    ends = (left.start_included, left.end_included, left.open_ended) == (
        right.start_included,
        right.end_included,
        right.open_ended,
    )
    return ends and equal(left.start, right.start, run) is True and equal(left.end, right.end, run) is True


def order_keys(left: Any, right: Any) -> tuple[Any, Any] | None:
    """Two values Python can order in place of two FEEL values, or None where they have no order."""
    kind = type(left)
    if kind is type(right):
        if kind in ORDERED:
            return left, right
        if kind is DateTime or kind is Time:
            return _instants(left, right)
    if isinstance(left, Day) and isinstance(right, Day):
        return day_number(left), day_number(right)
    return None


def _instants(left: Any, right: Any) -> tuple[int, int]:
    """Instants of two clocks; where only one has a zone, it counts for both (DMN 1.5, 10.3.2.3.6, value dt)."""
    if left.zone is None and right.zone is not None:
        return replace(left, zone=right.zone).instant, right.instant
    if right.zone is None and left.zone is not None:
        return left.instant, replace(right, zone=left.zone).instant
    return left.instant, right.instant


def less(left: Any, right: Any) -> bool | None:
    """left < right; null where the two have no order."""
    keys = order_keys(left, right)
    return None if keys is None else bool(keys[0] < keys[1])


def less_or_equal(left: Any, right: Any) -> bool | None:
    """left <= right; null where the two have no order."""
    keys = order_keys(left, right)
    return None if keys is None else bool(keys[0] <= keys[1])


def contains(area: Range, value: Any) -> bool | None:
    """Whether a range holds a value; null where they have no order or an end is unknown."""
    if (area.start is None or area.end is None) and not area.open_ended:
        return None
    low = True if area.start is None else (less_or_equal if area.start_included else less)(area.start, value)
    high = True if area.end is None else (less_or_equal if area.end_included else less)(value, area.end)
    return None if low is None or high is None else low and high


def add(left: Any, right: Any) -> Any:
    """left + right."""
    if type(left) is Decimal and type(right) is Decimal:
        return NUMBERS.add(left, right)
    if type(left) is str and type(right) is str:
        check_text(len(left) + len(right))
        return left + right
    if isinstance(right, DaysDuration | YearsMonthsDuration):
        return _add_duration(left, right)
    if isinstance(left, DaysDuration | YearsMonthsDuration):
        return _add_duration(right, left)
    raise _misfit("+", left, right)


def _add_duration(value: Any, duration: DaysDuration | YearsMonthsDuration) -> Any:
    if isinstance(duration, DaysDuration):
        return _add_days(value, duration)
    if isinstance(value, YearsMonthsDuration):
        return months_duration(value.months + duration.months)
    if isinstance(value, Day):
        return make_day(add_months(day_number(value), duration.months))
    if isinstance(value, DateTime):
        return DateTime(add_months(value.days, duration.months), value.nanos, value.zone)
    raise _misfit("+", value, duration)


def _add_days(value: Any, duration: DaysDuration) -> Any:
    if isinstance(value, DaysDuration):
        return days_duration(value.nanos + duration.nanos)
    if isinstance(value, Day):
        return make_day((day_number(value) * DAY + duration.nanos) // DAY)
    if isinstance(value, Time):
        return Time((value.nanos + duration.nanos) % DAY, value.zone)
    if isinstance(value, DateTime):
        return at_instant(value.instant + duration.nanos, value.zone)
    raise _misfit("+", value, duration)


def subtract(left: Any, right: Any) -> Any:
    """left - right."""
    if type(left) is Decimal and type(right) is Decimal:
        return NUMBERS.subtract(left, right)
    if isinstance(left, YearsMonthsDuration | DaysDuration) and type(left) is not type(right):
        raise _misfit("-", left, right)
    if isinstance(right, YearsMonthsDuration | DaysDuration):
        return _add_duration(left, negate(right))
    if isinstance(left, Time) and isinstance(right, Time) and (left.zone is None) == (right.zone is None):
        return days_duration(left.instant - right.instant)
    if isinstance(left, Day | DateTime) and isinstance(right, Day | DateTime):
        return _between_moments(left, right)
    raise _misfit("-", left, right)


def _between_moments(left: Any, right: Any) -> DaysDuration:
    local = [isinstance(value, DateTime) and value.zone is None for value in (left, right)]
    if local[0] != local[1]:  # a date counts as midnight UTC (DMN 1.5, table 57)
        raise FeelError("Ein Zeitpunkt mit und einer ohne Zeitzone lassen sich nicht voneinander abziehen.")
    return days_duration(_moment(left) - _moment(right))


def _moment(value: Any) -> int:
    return value.instant if isinstance(value, DateTime) else day_number(value) * DAY


def multiply(left: Any, right: Any) -> Any:
    """left * right."""
    if type(left) is Decimal and type(right) is Decimal:
        return NUMBERS.multiply(left, right)
    if type(left) is Decimal:
        left, right = right, left
    if type(right) is Decimal and isinstance(left, DaysDuration):
        return days_duration(_whole(NUMBERS.multiply(left.nanos, right)))
    if type(right) is Decimal and isinstance(left, YearsMonthsDuration):
        return months_duration(_whole(NUMBERS.multiply(left.months, right)))
    raise _misfit("*", left, right)


def divide(left: Any, right: Any) -> Any:
    """left / right."""
    if type(right) is Decimal and not right:
        raise FeelError("Durch null kann nicht geteilt werden.")
    if type(left) is Decimal and type(right) is Decimal:
        return NUMBERS.divide(left, right)
    if isinstance(left, DaysDuration):
        return _divide_duration(left, right, left.nanos, days_duration, "nanos")
    if isinstance(left, YearsMonthsDuration):
        return _divide_duration(left, right, left.months, months_duration, "months")
    raise _misfit("/", left, right)


def _divide_duration(left: Any, right: Any, amount: int, make: Callable[[int], Any], unit: str) -> Any:
    if type(right) is Decimal:
        return make(_whole(NUMBERS.divide(amount, right)))
    if type(right) is not type(left):
        raise _misfit("/", left, right)
    if getattr(right, unit) == 0:
        raise FeelError("Durch eine leere Dauer kann nicht geteilt werden.")
    return NUMBERS.divide(amount, getattr(right, unit))


def power(left: Any, right: Any) -> Any:
    """left ** right."""
    if type(left) is Decimal and type(right) is Decimal:
        return NUMBERS.power(left, right) if left or right else Decimal(1)
    raise _misfit("**", left, right)


def negate(value: Any) -> Any:
    """-value."""
    if type(value) is Decimal:
        return NUMBERS.minus(value)
    if isinstance(value, DaysDuration):
        return DaysDuration(-value.nanos)
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(-value.months)
    raise FeelError(f"Minus passt nicht zu {type_name(value)}.")


def _whole(value: Decimal) -> int:
    if value.adjusted() > 30:
        raise FeelError("Die Dauer ist zu groß.")
    return int(value)


def _misfit(sign: str, left: Any, right: Any) -> FeelError:
    if left is None or right is None:
        return FeelError(f"Bei „{sign}“ fehlt ein Wert.")
    return FeelError(f"„{sign}“ passt nicht zu {type_name(left)} und {type_name(right)}.")


def calculate(operation: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """Run an operation; overflow and undefined results become FeelError."""
    try:
        return operation(left, right)
    except DecimalException:
        raise FeelError("Das Ergebnis ist keine darstellbare Zahl.") from None
