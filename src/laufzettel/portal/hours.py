"""Opening hours in words, and in the short form that machines read."""

from dataclasses import dataclass

from laufzettel.kernel.language import phrase, say
from laufzettel.organisation.api import OpeningHours, Unit

_WEEK = ("mo", "tu", "we", "th", "fr", "sa", "su")
_NAMES = {
    "mo": phrase("Montag"),
    "tu": phrase("Dienstag"),
    "we": phrase("Mittwoch"),
    "th": phrase("Donnerstag"),
    "fr": phrase("Freitag"),
    "sa": phrase("Samstag"),
    "su": phrase("Sonntag"),
}
_SHORTEST_SPAN = 3


@dataclass(frozen=True, kw_only=True)
class HoursLine:
    """One line of opening hours; `machine` is the form of schema.org, for example `Mo-Fr 08:00-12:00`."""

    days: str
    times: str
    machine: str


def hours_lines(unit: Unit) -> list[HoursLine]:
    """Return the opening hours of an office, one line for each span of hours."""
    return [
        HoursLine(
            days=_days(hours),
            times=say("{opens} bis {closes} Uhr", opens=_clock(hours.opens), closes=_clock(hours.closes)),
            machine=f"{_machine_days(hours)} {hours.opens}-{hours.closes}",
        )
        for hours in unit.hours
    ]


def _runs(hours: OpeningHours) -> list[list[str]]:
    """Return the days in the order of the week, neighbours together."""
    runs: list[list[str]] = []
    for day in (day for day in _WEEK if day in hours.days):
        if runs and _WEEK.index(runs[-1][-1]) + 1 == _WEEK.index(day):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _days(hours: OpeningHours) -> str:
    parts = []
    for run in _runs(hours):
        if len(run) >= _SHORTEST_SPAN:
            parts.append(say("{first} bis {last}", first=say(_NAMES[run[0]]), last=say(_NAMES[run[-1]])))
        else:
            parts += [say(_NAMES[day]) for day in run]
    return ", ".join(parts)


def _machine_days(hours: OpeningHours) -> str:
    parts = []
    for run in _runs(hours):
        first, last = run[0].capitalize(), run[-1].capitalize()
        parts.append(f"{first}-{last}" if len(run) > 1 else first)
    return ",".join(parts)


def _clock(time: str) -> str:
    hour, minute = time.split(":")
    return f"{int(hour)}" if minute == "00" else f"{int(hour)}.{minute}"
