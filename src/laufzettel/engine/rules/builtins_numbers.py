"""Built-in functions for numbers, and `number`, `string`, `not`, `is`."""

from __future__ import annotations

import re
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from typing import Any

from .durations import DaysDuration, YearsMonthsDuration
from .errors import FeelError
from .formatting import to_text
from .limits import Run
from .operators import equal
from .registry import builtin
from .temporal import DateTime, Time
from .values import NUMBERS

NUMBER = "Zahlen"
CONVERSION = "Umwandlung"
_WIDE = Context(prec=6200, Emin=-20000, Emax=20000)
_PLAIN_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)


def whole(value: Decimal, name: str) -> int:
    """A number that must be whole, as int."""
    if value != value.to_integral_value() or abs(value) > 10**18:
        raise FeelError(f"{name} muss eine ganze Zahl sein.")
    return int(value)


def rounded(value: Decimal, scale: Decimal, mode: str) -> Decimal:
    """A number rounded to so many decimal places."""
    places = int(scale)
    if not -6111 <= places <= 6176:
        raise FeelError("So viele Nachkommastellen sind nicht möglich.")
    exact = value.quantize(Decimal((0, (1,), -places)), mode, _WIDE)
    return NUMBERS.create_decimal(exact)


@builtin("decimal(n: number, scale: number) -> number", group=NUMBER)
def decimal(n: Decimal, scale: Decimal) -> Decimal:
    """Rundet auf so viele Nachkommastellen; die Mitte geht zur geraden Ziffer.

    >>> feel('decimal(1.125, 2)')
    1.12
    """
    return rounded(n, scale, ROUND_HALF_EVEN)


@builtin("round up(n: number, [scale: number]) -> number", group=NUMBER)
def round_up(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Rundet von der Null weg, etwa eine Gebühr auf volle Euro auf.

    >>> feel('round up(12.01, 0)')
    13
    """
    return rounded(n, scale, ROUND_UP)


@builtin("round down(n: number, [scale: number]) -> number", group=NUMBER)
def round_down(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Rundet zur Null hin, etwa eine Steuer auf volle Euro ab.

    >>> feel('round down(186.99, 0)')
    186
    """
    return rounded(n, scale, ROUND_DOWN)


@builtin("round half up(n: number, [scale: number]) -> number", group=NUMBER)
def round_half_up(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Rundet kaufmännisch: ab der Mitte von der Null weg.

    >>> feel('round half up(2.345, 2)')
    2.35
    """
    return rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down(n: number, [scale: number]) -> number", group=NUMBER)
def round_half_down(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Rundet zum Nächsten; die Mitte geht zur Null hin.

    >>> feel('round half down(2.345, 2)')
    2.34
    """
    return rounded(n, scale, ROUND_HALF_DOWN)


@builtin("floor(n: number, [scale: number]) -> number", group=NUMBER)
def floor(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Die größte Zahl mit so vielen Nachkommastellen, die nicht größer ist.

    >>> feel('floor(-1.56, 1)')
    -1.6
    """
    return rounded(n, scale, ROUND_FLOOR)


@builtin("ceiling(n: number, [scale: number]) -> number", group=NUMBER)
def ceiling(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Die kleinste Zahl mit so vielen Nachkommastellen, die nicht kleiner ist.

    >>> feel('ceiling(1.2)')
    2
    """
    return rounded(n, scale, ROUND_CEILING)


@builtin("abs(n: any) -> number", group=NUMBER)
def absolute(n: Any) -> Any:
    """Der Betrag einer Zahl oder einer Dauer.

    >>> feel('abs(-12.50)')
    12.50
    """
    if isinstance(n, list) and len(n) == 1:
        n = n[0]
    if type(n) is Decimal:
        return NUMBERS.abs(n)
    if isinstance(n, DaysDuration):
        return DaysDuration(abs(n.nanos))
    if isinstance(n, YearsMonthsDuration):
        return YearsMonthsDuration(abs(n.months))
    raise FeelError("abs braucht eine Zahl oder eine Dauer.")


@builtin("modulo(dividend: number, divisor: number) -> number", group=NUMBER)
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Der Rest beim Teilen, mit dem Vorzeichen des Teilers.

    >>> feel('modulo(-12, 5)')
    3
    """
    if not divisor:
        raise FeelError("Durch null kann nicht geteilt werden.")
    rest = _WIDE.remainder(dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest = _WIDE.add(rest, divisor)
    return NUMBERS.create_decimal(rest)


@builtin("sqrt(number: number) -> number", group=NUMBER, needs_run=True)
def sqrt(run: Run, number: Decimal) -> Decimal:
    """Die Quadratwurzel.

    >>> feel('sqrt(16)')
    4
    """
    run.spend(10)
    if number < 0:
        raise FeelError("Aus einer negativen Zahl gibt es keine Wurzel.")
    return NUMBERS.sqrt(number)


@builtin("log(number: number) -> number", group=NUMBER, needs_run=True)
def log(run: Run, number: Decimal) -> Decimal:
    """Der natürliche Logarithmus.

    >>> feel('decimal(log(10), 8)')
    2.30258509
    """
    run.spend(40)
    if number <= 0:
        raise FeelError("Den Logarithmus gibt es nur für Zahlen über null.")
    return NUMBERS.ln(number)


@builtin("exp(number: number) -> number", group=NUMBER, needs_run=True)
def exp(run: Run, number: Decimal) -> Decimal:
    """Die Eulersche Zahl, mit der Zahl potenziert.

    >>> feel('decimal(exp(5), 8)')
    148.41315910
    """
    run.spend(40)
    return NUMBERS.exp(number)


@builtin("odd(number: number) -> boolean", group=NUMBER)
def odd(number: Decimal) -> bool:
    """Ob eine Zahl ungerade ist.

    >>> feel('odd(5)')
    true
    """
    return bool(modulo(number, Decimal(2)) == 1)


@builtin("even(number: number) -> boolean", group=NUMBER)
def even(number: Decimal) -> bool:
    """Ob eine Zahl gerade ist.

    >>> feel('even(5)')
    false
    """
    return bool(modulo(number, Decimal(2)) == 0)


@builtin("not(negand: any?) -> boolean", group="Wahrheitswerte")
def negation(negand: Any) -> bool | None:
    """Kehrt wahr und falsch um; alles andere ergibt null.

    >>> feel('not(true)')
    false
    """
    if isinstance(negand, list) and len(negand) == 1:
        negand = negand[0]
    if type(negand) is not bool:
        raise FeelError("not braucht einen Wahrheitswert.")
    return not negand


@builtin("is(value1: any?, value2: any?) -> boolean", group="Wahrheitswerte", needs_run=True)
def same(run: Run, value1: Any, value2: Any) -> bool:
    """Ob zwei Werte dasselbe sind, auch in Art und Zeitzone.

    >>> feel('is(date("2026-05-04"), time("10:00:00"))')
    false
    """
    if type(value1) is not type(value2):
        return False
    if isinstance(value1, Time | DateTime) and isinstance(value2, Time | DateTime):
        return _same_clock(value1, value2)
    return equal(value1, value2, run) is True


def _same_clock(first: Time | DateTime, second: Time | DateTime) -> bool:
    same_zone = type(first.zone) is type(second.zone) and first.zone == second.zone
    days = [value.days if isinstance(value, DateTime) else 0 for value in (first, second)]
    return same_zone and days[0] == days[1] and first.nanos == second.nanos


@builtin("string(from: any) -> string", group=CONVERSION, needs_run=True)
def string(run: Run, value: Any) -> str | None:
    """Der Text zu einem Wert.

    >>> feel('string(date("2026-05-04"))')
    "2026-05-04"
    """
    text = to_text(value)
    run.spend(len(text or "") if isinstance(value, list | dict) else 1)
    return text


@builtin(
    "number(from: string, grouping separator: string?, decimal separator: string?) -> number",
    "number(from: string) -> number",
    group=CONVERSION,
)
def number(text: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    """Die Zahl zu einem Text, mit Trennzeichen für Tausender und Nachkommastellen.

    >>> feel('number("1.234,50", ".", ",")')
    1234.50
    """
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping and grouping == point):
        raise FeelError("Diese Trennzeichen passen nicht zusammen.")
    if grouping:
        text = text.replace(grouping, "")
    if point == ",":
        if "." in text:
            raise FeelError("Der Text ist keine Zahl.")
        text = text.replace(",", ".")
    if not _PLAIN_NUMBER.fullmatch(text):
        raise FeelError("Der Text ist keine Zahl.")
    return NUMBERS.create_decimal(text)
