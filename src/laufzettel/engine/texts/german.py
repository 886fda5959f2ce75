"""Write a value the way a letter does, German or in the reader's language."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from laufzettel.kernel import dates, language
from laufzettel.kernel.language import say


def format_value(value: object) -> str:
    """Return the value for its reader: 12,5 · 21.11.2026 · ja · a, b · Musterweg 1, 54290 Trier; null is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("ja") if value else say("nein")
    if isinstance(value, int | Decimal):
        return _number(Decimal(value))
    if isinstance(value, date):
        return dates.say_day(value)
    if isinstance(value, time):
        return say("{time} Uhr", time=f"{value:%H:%M}")
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(format_value, value)))
    if isinstance(value, Mapping):
        return _address(value) if "strasse" in value else " ".join(filter(None, map(format_value, value.values())))
    return str(value)


def _number(value: Decimal) -> str:
    text = format(value, "f")
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return short.replace(".", ",") if language.reader() == language.SOURCE else short


def _address(value: Mapping[str, object]) -> str:
    street = f"{value.get('strasse') or ''} {value.get('hausnummer') or ''}".strip()
    town = f"{value.get('plz') or ''} {value.get('ort') or ''}".strip()
    return ", ".join(part for part in (street, town) if part)
