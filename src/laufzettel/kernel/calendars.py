"""Days as a calendar file (iCalendar, RFC 5545) that any calendar program takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST_LINE = 75  # octets without the line break, RFC 5545 3.1


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """One whole day in a calendar; `uid` stays the same for ever, so that a later file replaces the entry."""

    uid: str
    day: date
    title: str
    text: str = ""
    url: str = ""


def calendar_file(days: Iterable[CalendarDay], *, name: str, now: datetime) -> bytes:
    """Return a calendar file with one entry for each whole day; `now` is when it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Laufzettel//DE", f"NAME:{_text(name)}"]
    for entry in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(entry.uid)}",
            f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            # The end is not part of the entry any more.
            f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(entry.title)}",
            *([f"DESCRIPTION:{_text(entry.text)}"] if entry.text else []),
            *([f"URL:{entry.url}"] if entry.url else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _text(value: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        value = value.replace(sign, written)
    return "".join(sign for sign in value if sign.isprintable())


def _folded(line: str) -> str:
    """Break a line after at most 75 octets, never inside a character; what follows begins with a space."""
    parts, room = [""], _LONGEST_LINE
    for sign in line:
        size = len(sign.encode())
        if size > room:
            parts.append(" ")
            room = _LONGEST_LINE - 1
        parts[-1] += sign
        room -= size
    return "\r\n".join(parts)
