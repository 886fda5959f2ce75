"""Ranges and functions as values, and the way from Python values to FEEL values and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from enum import Enum
from typing import TYPE_CHECKING, Any

from .durations import DaysDuration, YearsMonthsDuration, from_timedelta, to_timedelta
from .errors import FeelError, RuleLimit
from .temporal import DateTime, FarDate, Time, from_python, to_python

if TYPE_CHECKING:
    from .limits import Run
    from .types import FeelType

NUMBERS = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow]
)
MAX_INPUT_DEPTH = 40
MAX_OUTPUT_PARTS = 200_000


@dataclass(frozen=True, slots=True)
class Range:
    """Values between two ends. `open_ended` says that an end of null means "without bound"."""

    start: Any
    end: Any
    start_included: bool
    end_included: bool
    open_ended: bool = field(default=False, compare=False)


class Function:
    """A function as a value. Subclasses know how to run."""

    __slots__ = ("name", "parameters", "result")

    def __init__(self, name: str, parameters: Sequence[tuple[str, FeelType]], result: FeelType) -> None:
        self.name = name
        self.parameters = tuple(parameters)
        self.result = result

    def parameter_types(self) -> tuple[FeelType, ...]:
        """The declared types of the parameters."""
        return tuple(kind for _, kind in self.parameters)

    def result_type(self) -> FeelType:
        """The declared type of the result."""
        return self.result

    def call(self, arguments: Sequence[Any], run: Run) -> Any:
        """Run with positional arguments; FeelError when they do not fit."""
        from .types import coerce

        if len(arguments) != len(self.parameters):
            who, expected = self.name or "Die Funktion", len(self.parameters)
            raise FeelError(f"{who} erwartet {expected} Angaben, nicht {len(arguments)}.")
        given = [coerce(value, kind) for value, (_, kind) in zip(arguments, self.parameters, strict=True)]
        return self.run(given, run)

    def call_named(self, arguments: Mapping[str, Any], run: Run) -> Any:
        """Run with named arguments; FeelError for an unknown name. What is not given is null (DMN 1.5, 10.3.2.13.5)."""
        names = [name for name, _ in self.parameters]
        if not set(arguments) <= set(names):
            raise FeelError(f"{self.name or 'Die Funktion'} erwartet die Angaben: {', '.join(names) or 'keine'}.")
        return self.call([arguments.get(name) for name in names], run)

    def run(self, arguments: list[Any], run: Run) -> Any:
        """The body, with converted arguments in order."""
        raise NotImplementedError


class NativeFunction(Function):
    """A function the platform lends to rules, such as `euro(x)`: Python values in, a Python value out."""

    __slots__ = ("_body",)

    def __init__(
        self, name: str, parameters: Sequence[tuple[str, FeelType]], result: FeelType, body: Callable[..., object]
    ) -> None:
        super().__init__(name, parameters, result)
        self._body = body

    def run(self, arguments: list[Any], run: Run) -> Any:
        """Call the Python function; ValueError, TypeError and ArithmeticError become null."""
        run.spend(10)
        try:
            return to_feel(self._body(*(to_outside(value) for value in arguments)))
        except (ValueError, TypeError, ArithmeticError, LookupError) as error:
            raise FeelError(f"{self.name}: {error}") from None


NATIVE = frozenset(
    (type(None), bool, Decimal, str, date, FarDate, Time, DateTime, DaysDuration, YearsMonthsDuration, Range)
)


def to_feel(value: object, depth: int = 0) -> Any:
    """The FEEL value of a Python value; FeelError for a thing that has none, RuleLimit when nested too deep."""
    kind = type(value)
    if kind is Decimal:
        return finite(value)  # type: ignore[arg-type]
    if kind in NATIVE:
        return value
    if kind is int:
        return NUMBERS.create_decimal(value)  # type: ignore[arg-type]
    if depth > MAX_INPUT_DEPTH:
        raise RuleLimit("Die Angaben sind zu tief verschachtelt.")
    if isinstance(value, dict):
        return {str(key): to_feel(entry, depth + 1) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_feel(item, depth + 1) for item in value]
    return _rarer(value, depth)


def _rarer(value: object, depth: int) -> Any:
    if isinstance(value, datetime | time):
        return from_python(value)
    if isinstance(value, timedelta):
        return from_timedelta(value)
    if isinstance(value, float):
        return finite(Decimal(repr(float(value))))
    if isinstance(value, Function):
        return value
    if isinstance(value, Enum):
        return to_feel(value.value, depth)
    if isinstance(value, Mapping):
        return {str(key): to_feel(entry, depth + 1) for key, entry in value.items()}
    for base in (bool, int, Decimal, str, date):
        if isinstance(value, base):
            return to_feel(_plain(value, base), depth)
    raise FeelError(f"Ein Wert der Art {type(value).__name__} kann nicht in einer Regel stehen.")


def _plain(value: Any, base: type) -> Any:
    if base is date:
        return date(value.year, value.month, value.day)
    return str.__str__(value) if base is str else base(value)


def finite(value: Decimal) -> Decimal:
    """A number with at most 34 digits; FeelError for NaN, infinity and numbers out of range."""
    if not value.is_finite():
        raise FeelError("Die Zahl ist nicht endlich.")
    try:
        return NUMBERS.plus(value) if len(value.as_tuple().digits) > 34 or abs(value.adjusted()) > 6000 else value
    except (InvalidOperation, Overflow):
        raise FeelError("Die Zahl ist zu groß.") from None


PLAIN = frozenset((type(None), bool, Decimal, str, date, YearsMonthsDuration))


def to_outside(value: Any) -> Any:
    """The Python value of a FEEL value: datetime, time and timedelta where Python can hold them.

    Raises RuleLimit for a value with more than 200,000 parts.
    """
    return value if type(value) in PLAIN else _outside(value, [MAX_OUTPUT_PARTS])


def check_parts(value: Any) -> None:
    """Refuse a value with more than 200,000 parts, counting a shared part each time. Raises RuleLimit."""
    if _count_parts(value, {}) > MAX_OUTPUT_PARTS:
        raise RuleLimit("Der Wert hat zu viele Teile.")


def _count_parts(value: Any, known: dict[int, int]) -> int:
    kind = type(value)
    if kind is not list and kind is not dict:
        return 1
    key = id(value)
    if key not in known:
        inside = value if kind is list else value.values()
        known[key] = 1 + sum(_count_parts(part, known) for part in inside)
    return known[key]


def _outside(value: Any, left: list[int]) -> Any:
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is list or kind is dict:
        left[0] -= len(value) + 1
        if left[0] < 0:
            raise RuleLimit("Das Ergebnis der Regel ist zu groß.")
    if kind is list:
        return [_outside(item, left) for item in value]
    if kind is dict:
        return {key: _outside(entry, left) for key, entry in value.items()}
    if kind is DateTime or kind is Time:
        return to_python(value)
    return to_timedelta(value) if kind is DaysDuration else value
