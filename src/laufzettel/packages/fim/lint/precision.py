"""Lengths, ranges, and contents that must lie within them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from laufzettel.packages.fim.lint.fields import TEXTS
from laufzettel.packages.fim.lint.finding import Finding, finding
from laufzettel.packages.fim.model import Field, Schema, walk

Reader = Callable[[str], Any]


def check(schema: Schema) -> Iterator[Finding]:
    """Yield findings about limits and contents of fields."""
    for part, _ in walk(schema.parts):
        if isinstance(part.element, Field):
            yield from _lengths(part.element)
            yield from _range(part.element)


def _number(text: str) -> Decimal:
    number = Decimal(text.replace(",", "."))
    if not number.is_finite():
        raise ValueError
    return number


def _whole(text: str) -> int:
    if len(text) > 30:
        raise ValueError
    return int(text)


def _moment(text: str) -> datetime:
    if len(text) < 16:
        raise ValueError
    return datetime.fromisoformat(text).replace(tzinfo=None)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


# Type → how it is read, and the numbers for a wrong lower limit, upper limit and content.
_READERS: dict[str, tuple[Reader, int, int, int]] = {
    "num": (_number, 1062, 1063, 1069),
    "num_currency": (_number, 1062, 1063, 1069),
    "num_int": (_whole, 1065, 1066, 1070),
    "date": (date.fromisoformat, 1067, 1068, 1071),
    "datetime": (_moment, 1079, 1080, 1083),
    "time": (time.fromisoformat, 1081, 1082, 1084),
    "bool": (_truth, 0, 0, 1077),
}


def _read(reader: Reader, text: str) -> Any:
    """Return the value, or None when the text is none of this type."""
    try:
        return reader(text)
    except (ValueError, InvalidOperation):
        return None


def _lengths(field: Field) -> Iterator[Finding]:
    limits = field.precision
    low = _read(_whole, limits.min_length) if limits.min_length else None
    high = _read(_whole, limits.max_length) if limits.max_length else None
    if limits.min_length and (low is None or low < 0):
        yield finding(1059, field, limits.min_length[:40])
    if limits.max_length and (high is None or high < 1):
        yield finding(1060, field, limits.max_length[:40])
    if low is not None and high is not None and low > high:
        yield finding(1061, field)
    if field.content and field.kind == "input" and field.data_type in TEXTS:
        if low is not None and len(field.content) < low:
            yield finding(1074, field, field.content[:40])
        if high is not None and len(field.content) > high:
            yield finding(1075, field, field.content[:40])


def _range(field: Field) -> Iterator[Finding]:
    if field.data_type not in _READERS:
        return
    reader, wrong_low, wrong_high, wrong_content = _READERS[field.data_type]
    limits = field.precision
    values: list[Any] = []
    for text, number in ((limits.min_value, wrong_low), (limits.max_value, wrong_high), (field.content, wrong_content)):
        value = _read(reader, text) if text else None
        if text and value is None and number:
            yield finding(number, field, text[:40])
        values.append(value)
    low, high, content = values
    if field.data_type == "bool":
        return
    if low is not None and high is not None and low > high:
        yield finding(1064, field)
    if content is not None and low is not None and content < low:
        yield finding(1072, field, field.content[:40])
    if content is not None and high is not None and content > high:
        yield finding(1073, field, field.content[:40])
