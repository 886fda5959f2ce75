"""Periods, working days and the end of deadlines in a German Land."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from laufzettel.kernel import language

LOCAL = ZoneInfo("Europe/Berlin")
# Never the names of the machine's locale.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_PERIOD = re.compile(
    r"P(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
)


@dataclass(frozen=True)
class Period:
    """A span in calendar months and calendar days, as ISO 8601 writes it (`P14D`, `P1M`, `P10Y`)."""

    months: int
    days: int


def parse_period(text: str) -> Period:
    """Read an ISO 8601 period of years, months, weeks and days; raises `ValueError` for anything else."""
    found = _PERIOD.fullmatch(text)
    if not found or text == "P":
        raise ValueError(f"not a period: {text!r}")
    years, months, weeks, days = (int(found[name] or 0) for name in ("years", "months", "weeks", "days"))
    return Period(months=12 * years + months, days=7 * weeks + days)


def add_period(start: date, period: str | Period) -> date:
    """Add calendar months (the day is clipped to the month's last, § 188 (3) BGB), then calendar days."""
    span = parse_period(period) if isinstance(period, str) else period
    index = start.year * 12 + start.month - 1 + span.months
    year, month = divmod(index, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=span.days)


@lru_cache(maxsize=256)
def _holidays(year: int, land: str) -> frozenset[date]:
    import holidays  # costs a noticeable import, and most processes never ask

    return frozenset(holidays.country_holidays("DE", subdiv=land, years=year))


def is_working_day(day: date, *, land: str) -> bool:
    """Say whether `day` is neither Saturday, Sunday nor a public holiday of the Land (`RP`, `NW` …)."""
    return day.weekday() < calendar.SATURDAY and day not in _holidays(day.year, land)


def next_working_day(day: date, *, land: str) -> date:
    """Return `day` itself or the first working day after it."""
    while not is_working_day(day, land=land):
        day += timedelta(days=1)
    return day


def deadline_end(*, start: date, period: str, land: str) -> date:
    """Return the last day of a deadline that begins after `start`.

    Calendar periods; an end on a Saturday, Sunday or holiday moves to the next working day
    (§ 31 (1), (3) VwVfG with §§ 187–188, 193 BGB).
    """
    return next_working_day(add_period(start, period), land=land)


def local_date(moment: datetime) -> date:
    """Return the calendar day in Germany of an aware moment; raises `ValueError` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(LOCAL).date()


def format_de(day: date) -> str:
    """Write a day the German way: `21.11.2026`."""
    return f"{day:%d.%m.%Y}"


def say_day(day: date) -> str:
    """Write a day for the reader: `21.11.2026` in German, `21 November 2026` in other languages."""
    return format_de(day) if language.reader() == language.SOURCE else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_moment(moment: datetime) -> str:
    """Write an aware moment in German time for the reader: `21.11.2026, 14:05 Uhr`, `21 November 2026, 14:05`."""
    local = moment.astimezone(LOCAL)
    return language.say("{day}, {time} Uhr", day=say_day(local.date()), time=f"{local:%H:%M}")
