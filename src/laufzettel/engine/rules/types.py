"""The types of FEEL, and which value belongs to which type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .durations import DaysDuration, YearsMonthsDuration
from .errors import FeelError
from .temporal import DateTime, Day, FarDate, Time, day_number
from .values import Function, Range, check_parts


class FeelType:
    """A type; `str` gives its FEEL name."""

    __slots__ = ()

    def holds(self, value: Any) -> bool:
        """True when a value that is not null belongs to the type."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SimpleType(FeelType):
    """A type known by its name and the Python classes of its values."""

    name: str
    classes: tuple[type, ...]

    def holds(self, value: Any) -> bool:
        """True when the value is of one of the classes."""
        return type(value) in self.classes

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class AnyType(FeelType):
    """Everything but null."""

    def holds(self, value: Any) -> bool:
        """True for every value."""
        return value is not None

    def __str__(self) -> str:
        return "Any"


@dataclass(frozen=True, slots=True)
class ListType(FeelType):
    """A list of items of one type."""

    item: FeelType

    def holds(self, value: Any) -> bool:
        """True when it is a list and every item is null or of the item type."""
        return type(value) is list and all(item is None or self.item.holds(item) for item in value)

    def __str__(self) -> str:
        return f"list<{self.item}>"


@dataclass(frozen=True, slots=True)
class RangeType(FeelType):
    """A range with ends of one type."""

    item: FeelType

    def holds(self, value: Any) -> bool:
        """True when it is a range whose ends are open or of the type."""
        return isinstance(value, Range) and all(end is None or self.item.holds(end) for end in (value.start, value.end))

    def __str__(self) -> str:
        return f"range<{self.item}>"


@dataclass(frozen=True, slots=True)
class ContextType(FeelType):
    """A context that has at least these entries."""

    entries: tuple[tuple[str, FeelType], ...]

    def holds(self, value: Any) -> bool:
        """True when it is a context with every entry, each null or of its type."""
        return type(value) is dict and all(
            name in value and (value[name] is None or kind.holds(value[name])) for name, kind in self.entries
        )

    def __str__(self) -> str:
        return "context<" + ", ".join(f"{name}: {kind}" for name, kind in self.entries) + ">"


@dataclass(frozen=True, slots=True)
class FunctionType(FeelType):
    """A function with so many parameters of these types, and the type of its result."""

    parameters: tuple[FeelType, ...] | None
    result: FeelType

    def holds(self, value: Any) -> bool:
        """True when it is a function whose parameters and result fit."""
        if not isinstance(value, Function):
            return False
        if self.parameters is None:
            return True
        given = value.parameter_types()
        return (
            len(given) == len(self.parameters)
            and all(wider(mine, have) for mine, have in zip(given, self.parameters, strict=True))
            and (isinstance(value.result_type(), AnyType) or wider(self.result, value.result_type()))
        )

    def __str__(self) -> str:
        inside = ", ".join(map(str, self.parameters or ()))
        return f"function<{inside}>->{self.result}"


@dataclass(frozen=True, slots=True)
class Constrained(FeelType):
    """An own type of a model: a base with tests every value must pass; `allowed` are the texts of its values."""

    name: str
    base: FeelType
    check: Callable[[Any], bool] | None = None
    allowed: str = ""

    def holds(self, value: Any) -> bool:
        """True when the value belongs to the base and passes the tests."""
        return self.base.holds(value) and (self.check is None or self.check(value))

    def __str__(self) -> str:
        return self.name


def shape(kind: FeelType) -> FeelType:
    """The type without the names and tests of own types around it."""
    while isinstance(kind, Constrained):
        kind = kind.base
    return kind


_NESTED = (ListType, ContextType)
_NESTING = frozenset((list, dict))
ANY = AnyType()
NULL = SimpleType("Null", (type(None),))
NUMBER = SimpleType("number", (Decimal,))
STRING = SimpleType("string", (str,))
BOOLEAN = SimpleType("boolean", (bool,))
DATE = SimpleType("date", (date, FarDate))
TIME = SimpleType("time", (Time,))
DATE_TIME = SimpleType("date and time", (DateTime,))
DAYS_DURATION = SimpleType("days and time duration", (DaysDuration,))
MONTHS_DURATION = SimpleType("years and months duration", (YearsMonthsDuration,))
SIMPLE: dict[str, FeelType] = {
    str(kind): kind
    for kind in (ANY, NULL, NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, DAYS_DURATION, MONTHS_DURATION)
} | {
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS_DURATION,
    "yearMonthDuration": MONTHS_DURATION,
    "list": ListType(ANY),
    "context": ContextType(()),
    "function": FunctionType(None, ANY),
    "range": RangeType(ANY),
}


def wider(wide: FeelType, narrow: FeelType) -> bool:
    """True when every value of the narrow type belongs to the wide one (DMN 1.5, 10.3.2.9.2 type conformance)."""
    wide, narrow = shape(wide), shape(narrow)
    if isinstance(wide, AnyType) or wide == narrow:
        return True
    if isinstance(wide, ListType) and isinstance(narrow, ListType):
        return wider(wide.item, narrow.item)
    if isinstance(wide, RangeType) and isinstance(narrow, RangeType):
        return wider(wide.item, narrow.item)
    if isinstance(wide, ContextType) and isinstance(narrow, ContextType):
        have = dict(narrow.entries)
        return all(name in have and wider(kind, have[name]) for name, kind in wide.entries)
    if isinstance(wide, FunctionType) and isinstance(narrow, FunctionType):
        return _function_wider(wide, narrow)
    return narrow == NULL


def _function_wider(wide: FunctionType, narrow: FunctionType) -> bool:
    if wide.parameters is None:
        return True
    if narrow.parameters is None or len(narrow.parameters) != len(wide.parameters):
        return False
    pairs = zip(narrow.parameters, wide.parameters, strict=True)
    return wider(wide.result, narrow.result) and all(wider(mine, theirs) for mine, theirs in pairs)


def fits(value: Any, kind: FeelType) -> bool:
    """True when a value that is not null belongs to the type.

    Raises RuleLimit when a type that looks more than one level deep meets a value with too many parts.
    """
    if type(value) in _NESTING and any(isinstance(inner, _NESTED) for inner in _inside(shape(kind))):
        check_parts(value)
    return kind.holds(value)


def _inside(kind: FeelType) -> list[FeelType]:
    if isinstance(kind, ListType):
        return [shape(kind.item)]
    return [shape(inner) for _, inner in kind.entries] if isinstance(kind, ContextType) else []


def coerce(value: Any, kind: FeelType) -> Any:
    """The value as one of the type, by the implicit conversions of the standard; FeelError when none fits.

    Source: DMN 1.5, 10.3.2.9.4: to a singleton list, from a singleton list, from date to date and time.
    """
    if value is None or fits(value, kind):
        return value
    if isinstance(shape(kind), ListType) and type(value) is not list and fits([value], kind):
        return [value]
    if type(value) is list and len(value) == 1 and fits(value[0], kind):
        return value[0]
    if shape(kind) is DATE_TIME and isinstance(value, Day):
        return DateTime(day_number(value), 0, 0)
    needed = kind.name if isinstance(kind, Constrained) else german(kind)
    raise FeelError(f"Der Wert „{type_name(value)}“ passt nicht, gebraucht wird „{needed}“.")


def type_of(value: Any) -> FeelType:
    """The simple type a value belongs to; lists, contexts and functions without their inside."""
    for kind in (NUMBER, STRING, BOOLEAN, NULL, DATE, TIME, DATE_TIME, DAYS_DURATION, MONTHS_DURATION):
        if kind.holds(value):
            return kind
    for name in ("list", "context", "function", "range"):
        if SIMPLE[name].holds(value):
            return SIMPLE[name]
    return ANY


GERMAN = {
    "number": "Zahl", "string": "Text", "boolean": "Ja/Nein-Wert", "date": "Datum", "time": "Uhrzeit",
    "date and time": "Zeitpunkt", "days and time duration": "Dauer in Tagen", "Null": "null",
    "years and months duration": "Dauer in Jahren und Monaten", "Any": "beliebiger Wert",
}  # fmt: skip


def german(kind: FeelType) -> str:
    """The name of a type for process owners."""
    inner = shape(kind)
    if isinstance(inner, ListType):
        return "Liste"
    if isinstance(inner, ContextType):
        return "Gruppe von Angaben"
    if isinstance(inner, FunctionType):
        return "Funktion"
    return GERMAN.get(str(inner), "Bereich" if isinstance(inner, RangeType) else str(inner))


def type_name(value: Any) -> str:
    """The German name of a value's type, for messages."""
    return german(type_of(value))
