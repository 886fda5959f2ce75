"""Write a value the way a German letter does."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from laufzettel.kernel import dates


def format_value(value: object) -> str:
    """Return the value as German text: 12,5 · 21.11.2026 · ja · a, b · Musterweg 1, 54290 Trier; null is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, int | Decimal):
        return _number(Decimal(value))
    if isinstance(value, date):
        return dates.format_de(value)
    if isinstance(value, time):
        return f"{value:%H:%M} Uhr"
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(format_value, value)))
    if isinstance(value, Mapping):
        return _address(value) if "strasse" in value else " ".join(filter(None, map(format_value, value.values())))
    return str(value)


def _number(value: Decimal) -> str:
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _address(value: Mapping[str, object]) -> str:
    street = f"{value.get('strasse') or ''} {value.get('hausnummer') or ''}".strip()
    town = f"{value.get('plz') or ''} {value.get('ort') or ''}".strip()
    return ", ".join(part for part in (street, town) if part)
