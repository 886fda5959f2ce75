"""What stands behind a dot: entries of contexts, and the properties of dates, times, durations and ranges."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from .durations import DAY, HOUR, MINUTE, SECOND, DaysDuration, YearsMonthsDuration
from .errors import FeelError
from .limits import Run
from .temporal import DateTime, Day, Time, civil, day_number, offset_seconds
from .types import DAYS_DURATION, NUMBER, STRING, FeelType, type_name
from .values import Range

Property = Callable[[Any], Any]


def entry_of(owner: Any, entry: str, run: Run) -> Any:
    """owner.entry; over a list, the list of what each item has. FeelError where there is no such thing."""
    if type(owner) is list:
        run.spend(len(owner) + 1)
        return [_lenient(item, entry, run) for item in owner]
    if type(owner) is dict:
        if entry not in owner:
            raise FeelError(f"Einen Eintrag „{entry}“ gibt es hier nicht.")
        return owner[entry]
    for kind, properties in _PROPERTIES:
        if isinstance(owner, kind) and entry in properties:
            return properties[entry](owner)
    if owner is None:
        raise FeelError(f"Vor „.{entry}“ fehlt ein Wert.")
    raise FeelError(f"{type_name(owner)} hat keine Eigenschaft „{entry}“.")


def _lenient(item: Any, entry: str, run: Run) -> Any:
    try:
        return entry_of(item, entry, run)
    except FeelError:
        return None


def _number(value: int) -> Decimal:
    return Decimal(value)


def _split(duration: DaysDuration, unit: int, whole: int) -> Decimal:
    amount = abs(duration.nanos) % whole // unit
    return Decimal(-amount if duration.nanos < 0 else amount)


def _seconds(duration: DaysDuration) -> Decimal:
    amount = Decimal(abs(duration.nanos) % MINUTE) / SECOND
    return (-amount if duration.nanos < 0 else amount).normalize() + 0


def _second(clock: Any) -> Decimal:
    seconds, fraction = divmod(clock.nanos % MINUTE, SECOND)
    return Decimal(seconds) if not fraction else (Decimal(clock.nanos % MINUTE) / SECOND).normalize()


def _months(duration: YearsMonthsDuration, years: bool) -> Decimal:
    amount = abs(duration.months) // 12 if years else abs(duration.months) % 12
    return Decimal(-amount if duration.months < 0 else amount)


def _offset(clock: Any) -> DaysDuration | None:
    if clock.zone is None:
        return None
    days = clock.days if isinstance(clock, DateTime) else 0
    return DaysDuration(offset_seconds(clock.zone, days, clock.nanos) * SECOND)


def _zone_name(clock: Any) -> str | None:
    return clock.zone.key if isinstance(clock.zone, ZoneInfo) else None


def weekday(days: int) -> int:
    """1 for Monday to 7 for Sunday, of a number of days since 1970-01-01."""
    return (days + 3) % 7 + 1


def _days(moment: Any) -> int:
    return moment.days if isinstance(moment, DateTime) else day_number(moment)


_CALENDAR: dict[str, Property] = {
    "year": lambda moment: _number(civil(_days(moment))[0]),
    "month": lambda moment: _number(civil(_days(moment))[1]),
    "day": lambda moment: _number(civil(_days(moment))[2]),
    "weekday": lambda moment: _number(weekday(_days(moment))),
}
_CLOCK: dict[str, Property] = {
    "hour": lambda clock: _number(clock.nanos // HOUR),
    "minute": lambda clock: _number(clock.nanos // MINUTE % 60),
    "second": _second,
    "time offset": _offset,
    "timezone": _zone_name,
}
_PROPERTIES: list[tuple[Any, dict[str, Property]]] = [
    (Day, _CALENDAR),
    (DateTime, _CALENDAR | _CLOCK),
    (Time, _CLOCK),
    (
        DaysDuration,
        {
            "days": lambda duration: _split(duration, DAY, 10**40),
            "hours": lambda duration: _split(duration, HOUR, DAY),
            "minutes": lambda duration: _split(duration, MINUTE, HOUR),
            "seconds": _seconds,
        },
    ),
    (
        YearsMonthsDuration,
        {"years": lambda duration: _months(duration, True), "months": lambda duration: _months(duration, False)},
    ),
    (
        Range,
        {
            "start": lambda area: area.start,
            "end": lambda area: area.end,
            "start included": lambda area: area.start_included,
            "end included": lambda area: area.end_included,
        },
    ),
]
_CALENDAR_TYPES: dict[str, FeelType] = dict.fromkeys(_CALENDAR, NUMBER)
_CLOCK_TYPES: dict[str, FeelType] = {
    "hour": NUMBER, "minute": NUMBER, "second": NUMBER, "time offset": DAYS_DURATION, "timezone": STRING,
}  # fmt: skip
PROPERTY_TYPES: dict[str, dict[str, FeelType]] = {
    "date": _CALENDAR_TYPES,
    "time": _CLOCK_TYPES,
    "date and time": _CALENDAR_TYPES | _CLOCK_TYPES,
    "days and time duration": dict.fromkeys(("days", "hours", "minutes", "seconds"), NUMBER),
    "years and months duration": dict.fromkeys(("years", "months"), NUMBER),
}
