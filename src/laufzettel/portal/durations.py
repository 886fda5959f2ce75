"""How long a service takes, in words: measured where that is possible, otherwise what the office promises."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laufzettel.cases.api import Durations
from laufzettel.kernel.dates import format_de, parse_period


def duration_lines(measured: Durations, *, target: str) -> tuple[str, ...]:
    """Say how long cases of a service take and how we know; `target` is the period of the package, or empty.

    Without enough finished cases the target is named as what it is: a promise, not an experience.
    """
    if measured.half is not None and measured.most is not None:
        half, most = _within(measured.half), _within(measured.most)
        return (
            _("Die Hälfte ist {half} fertig, 9 von 10 {most}.").format(half=half, most=most),
            _("Gemessen an {count} Vorgängen, die in den letzten 90 Tagen fertig wurden.").format(count=measured.count),
        )
    too_few = _("In den letzten 90 Tagen sind zu wenige Vorgänge fertig geworden, um eine echte Dauer zu nennen.")
    if not target:
        return (too_few,)
    return (_("Unser Ziel: höchstens {period}.").format(period=period_words(target)), too_few)


def outlook(measured: Durations, *, since: date, today: date) -> str:
    """Say what the measured times mean for a case received on `since`; empty when nothing was measured."""
    if measured.half is None or measured.most is None:
        return ""
    half, most = since + timedelta(days=measured.half), since + timedelta(days=measured.most)
    if today <= half:
        return _("Für Sie heißt das: vermutlich bis zum {half}, ziemlich sicher bis zum {most}.").format(
            half=format_de(half), most=format_de(most)
        )
    if today <= most:
        return _("Für Sie heißt das: ziemlich sicher bis zum {most}.").format(most=format_de(most))
    return _("Ihr Vorgang dauert länger als 9 von 10 anderen. Fragen Sie gern nach.")


def period_words(period: str) -> str:
    """Write an ISO 8601 period (`P14D`, `P10Y`) the way people say it."""
    span = parse_period(period)
    years, months = divmod(span.months, 12)
    parts = (
        (years, ngettext("{count} Jahr", "{count} Jahre", years)),
        (months, ngettext("{count} Monat", "{count} Monate", months)),
        (span.days, ngettext("{count} Tag", "{count} Tage", span.days)),
    )
    return " ".join(text.format(count=count) for count, text in parts if count)


def _within(days: int) -> str:
    if days == 0:
        return _("noch am selben Tag")
    return ngettext("in {count} Tag", "in {count} Tagen", days).format(count=days)


def kept_words(retention: str, starts: str) -> str:
    """Return how long a closed matter is kept, for a period such as `P10Y` and the day from which it counts."""
    time = period_words(retention)
    if starts == "day_of_closing":
        return _("{time} nach Abschluss des Vorgangs").format(time=time)
    return _("{time}, gerechnet vom Ende des Jahres, in dem der Vorgang abgeschlossen wird").format(time=time)
