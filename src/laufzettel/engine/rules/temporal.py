"""Date, time, date and time of FEEL: nanoseconds, zones, and years far outside Python's calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from .durations import DAY, HOUR, MINUTE, SECOND
from .errors import FeelError

EPOCH = 719_163  # ordinal of 1970-01-01 in Python's calendar
MAX_YEAR = 999_999_999
_FIRST, _LAST = 1 - EPOCH, date.max.toordinal() - EPOCH
_DATE = re.compile(r"(-)?([1-9]\d{4,8}|\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,40}))?(?:([zZ])|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([\w+/-]{1,60}))?", re.ASCII
)

Zone = int | ZoneInfo | None  # seconds from UTC, a named zone, or local


@dataclass(frozen=True, slots=True, order=True)
class FarDate:
    """A day outside the years 1 to 9999, as days since 1970-01-01."""

    days: int

    def __str__(self) -> str:
        return format_day(self.days)


Day = date | FarDate


@dataclass(frozen=True, slots=True)
class Time:
    """Nanoseconds since midnight, with an offset, a zone or neither."""

    nanos: int
    zone: Zone = None

    @property
    def instant(self) -> int:
        """Nanoseconds since midnight UTC; named zones take their offset of 1970-01-01."""
        return self.nanos - offset_seconds(self.zone, 0, self.nanos) * SECOND

    def __str__(self) -> str:
        return format_clock(self.nanos) + format_zone(self.zone)


@dataclass(frozen=True, slots=True)
class DateTime:
    """Days since 1970-01-01 and nanoseconds since midnight, with an offset, a zone or neither."""

    days: int
    nanos: int
    zone: Zone = None

    @property
    def local(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00 on the local clock."""
        return self.days * DAY + self.nanos

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00 UTC; local times count as UTC."""
        return self.local - offset_seconds(self.zone, self.days, self.nanos) * SECOND

    def __str__(self) -> str:
        return f"{format_day(self.days)}T{format_clock(self.nanos)}{format_zone(self.zone)}"


def civil(days: int) -> tuple[int, int, int]:
    """Year, month and day of a number of days since 1970-01-01 (proleptic Gregorian calendar)."""
    shifted = days + 719_468
    era, day_of_era = divmod(shifted, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_index = (5 * day_of_year + 2) // 153
    month = month_index + 3 if month_index < 10 else month_index - 9
    return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * month_index + 2) // 5 + 1


def days_of(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a calendar day; the day is not checked."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def days_in_month(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def make_day(days: int) -> Day:
    """The date so many days after 1970-01-01; FeelError beyond the years FEEL knows."""
    if _FIRST <= days <= _LAST:
        return date.fromordinal(days + EPOCH)
    if abs(civil(days)[0]) > MAX_YEAR:
        raise FeelError("Das Datum liegt außerhalb des Kalenders.")
    return FarDate(days)


def day_number(value: Day) -> int:
    """Days since 1970-01-01 of a date."""
    return value.days if isinstance(value, FarDate) else value.toordinal() - EPOCH


def checked_days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a calendar day that must exist; FeelError otherwise."""
    if abs(year) > MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        raise FeelError(f"Den Tag {year}-{month}-{day} gibt es nicht.")
    return days_of(year, month, day)


def add_months(days: int, months: int) -> int:
    """A day so many months later, on the last day of the month where the day does not exist."""
    year, month, day = civil(days)
    index = year * 12 + month - 1 + months
    year, month = index // 12, index % 12 + 1
    if abs(year) > MAX_YEAR:
        raise FeelError("Das Datum liegt außerhalb des Kalenders.")
    return days_of(year, month, min(day, days_in_month(year, month)))


@lru_cache(maxsize=256)
def named_zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name such as Europe/Berlin; FeelError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise FeelError(f"Die Zeitzone {name} ist unbekannt.") from None


def offset_seconds(zone: Zone, days: int, nanos: int) -> int:
    """Seconds from UTC of a zone at a local day and time; 0 for a local value."""
    if zone is None:
        return 0
    if isinstance(zone, int):
        return zone
    offset = _as_python(min(max(days, _FIRST), _LAST), nanos - nanos % 1000, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _as_python(days: int, nanos: int, zone: tzinfo | None) -> datetime:
    day = date.fromordinal(days + EPOCH)
    clock = time(nanos // HOUR, nanos // MINUTE % 60, nanos // SECOND % 60, nanos % SECOND // 1000)
    return datetime.combine(day, clock, zone)


def at_instant(instant: int, zone: Zone) -> DateTime:
    """The date and time in a zone of an instant (nanoseconds since 1970 UTC)."""
    local = instant if zone is None else instant + _offset_at(zone, instant) * SECOND
    days, nanos = divmod(local, DAY)
    if abs(civil(days)[0]) > MAX_YEAR:
        raise FeelError("Der Zeitpunkt liegt außerhalb des Kalenders.")
    return DateTime(days, nanos, zone)


def _offset_at(zone: int | ZoneInfo, instant: int) -> int:
    if isinstance(zone, int):
        return zone
    days, nanos = divmod(instant, DAY)
    utc = _as_python(min(max(days, _FIRST + 2), _LAST - 2), nanos - nanos % 1000, UTC)
    offset = utc.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def parse_date(text: str) -> Day:
    """The date of an ISO text such as 2026-05-04; FeelError otherwise."""
    match = _DATE.fullmatch(text)
    if match is None or match.group(2) == "0000":
        raise FeelError(f"„{text[:40]}“ ist kein Datum (Beispiel: 2026-05-04).")
    sign, year, month, day = match.groups()
    return make_day(checked_days(-int(year) if sign else int(year), int(month), int(day)))


def parse_time(text: str) -> Time:
    """The time of an ISO text such as 10:30:00+02:00; FeelError otherwise."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise FeelError(f"„{text[:40]}“ ist keine Uhrzeit (Beispiel: 10:30:00).")
    nanos = _clock_nanos(match)
    return Time(nanos % DAY, _zone_of(match))


def _clock_nanos(match: re.Match[str]) -> int:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    nanos = hour * HOUR + minute * MINUTE + second * SECOND + int((match[4] or "0").ljust(9, "0")[:9])
    if minute > 59 or second > 59 or nanos > DAY:
        raise FeelError(f"Die Uhrzeit {match[0]} gibt es nicht.")
    return nanos


def _zone_of(match: re.Match[str]) -> Zone:
    if match[5]:
        return 0
    if match[10]:
        return named_zone(match[10])
    if match[6] is None:
        return None
    return make_offset(int(match[7]) * 3600 + int(match[8]) * 60 + int(match[9] or 0), negative=match[6] == "-")


def make_offset(seconds: int, *, negative: bool = False) -> int:
    """Seconds from UTC, checked: at most 18 hours."""
    if seconds > 18 * 3600:
        raise FeelError("Der Abstand zur Weltzeit ist größer als 18 Stunden.")
    return -seconds if negative else seconds


def parse_date_time(text: str) -> DateTime:
    """The date and time of an ISO text; a date alone means midnight. FeelError otherwise."""
    day, separator, clock = text.partition("T")
    days = day_number(parse_date(day))
    if not separator:
        return DateTime(days, 0)
    match = _TIME.fullmatch(clock)
    if match is None:
        raise FeelError(f"„{text[:40]}“ ist kein Zeitpunkt (Beispiel: 2026-05-04T10:30:00).")
    extra, nanos = divmod(_clock_nanos(match), DAY)
    return DateTime(days + extra, nanos, _zone_of(match))


def format_day(days: int) -> str:
    """ISO text of a day."""
    year, month, day = civil(days)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"


def format_clock(nanos: int) -> str:
    """ISO text of nanoseconds since midnight, without a needless fraction."""
    text = f"{nanos // HOUR:02d}:{nanos // MINUTE % 60:02d}:{nanos // SECOND % 60:02d}"
    fraction = nanos % SECOND
    return text + (f".{fraction:09d}".rstrip("0") if fraction else "")


def format_zone(zone: Zone) -> str:
    """The end of an ISO text: Z, +02:00, @Europe/Berlin or nothing."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    if zone == 0:
        return "Z"
    hours, rest = divmod(abs(zone), 3600)
    seconds = f":{rest % 60:02d}" if rest % 60 else ""
    return f"{'-' if zone < 0 else '+'}{hours:02d}:{rest // 60:02d}{seconds}"


def from_python(value: datetime | time) -> DateTime | Time:
    """The FEEL value of a Python datetime or time."""
    nanos = value.hour * HOUR + value.minute * MINUTE + value.second * SECOND + value.microsecond * 1000
    if isinstance(value, datetime):
        return DateTime(value.toordinal() - EPOCH, nanos, _zone_from(value.tzinfo, value))
    return Time(nanos, _zone_from(value.tzinfo, None))


def _zone_from(zone: tzinfo | None, moment: datetime | None) -> Zone:
    if zone is None or isinstance(zone, ZoneInfo):
        return zone
    offset = zone.utcoffset(moment)
    return None if offset is None else int(offset.total_seconds())


def to_python(value: DateTime | Time) -> datetime | time | DateTime | Time:
    """A Python datetime or time, or the value itself where Python's are too coarse or too small."""
    if value.nanos % 1000:
        return value
    zone = timezone(timedelta(seconds=value.zone)) if isinstance(value.zone, int) else value.zone
    zone = UTC if value.zone == 0 and isinstance(value.zone, int) else zone
    if isinstance(value, Time):
        return _as_python(0, value.nanos, zone).timetz()
    if not _FIRST <= value.days <= _LAST:
        return value
    return _as_python(value.days, value.nanos, zone)
