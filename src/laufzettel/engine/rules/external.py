"""Functions "in another language": DMN allows naming Java methods. Nothing is loaded; a few harmless ones are known."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from .errors import FeelError
from .formatting import require_text
from .limits import MAX_TEXT, Run, check_text
from .types import ANY, FeelType
from .values import Function

_MATH: dict[str, Callable[..., float]] = {
    "cos": math.cos, "sin": math.sin, "tan": math.tan, "acos": math.acos, "asin": math.asin, "atan": math.atan,
    "sqrt": math.sqrt, "exp": math.exp, "log": math.log, "pow": math.pow, "toRadians": math.radians, "abs": abs,
    "toDegrees": math.degrees, "cbrt": math.cbrt, "floor": math.floor, "ceil": math.ceil, "log10": math.log10,
}  # fmt: skip


def _math(method: str, arguments: list[Any]) -> Any:
    if not all(type(value) is Decimal for value in arguments):
        raise FeelError("Diese Funktion rechnet nur mit Zahlen.")
    if method in ("max", "min") and len(arguments) == 2:
        return (max if method == "max" else min)(arguments)
    if method not in _MATH:
        raise FeelError(f"Die fremde Funktion {method} ist nicht erlaubt.")
    try:
        return Decimal(repr(float(_MATH[method](*map(float, arguments)))))
    except (ValueError, ArithmeticError, TypeError):
        raise FeelError("Das Ergebnis ist keine darstellbare Zahl.") from None


def _text(method: str, arguments: list[Any]) -> Any:
    if method == "format" and arguments and isinstance(arguments[0], str):
        return _format(arguments[0], arguments[1:])
    if method == "valueOf" and len(arguments) == 1:
        return require_text(arguments[0])
    raise FeelError(f"Die fremde Funktion {method} ist nicht erlaubt.")


def _format(pattern: str, values: list[Any]) -> str:
    if len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    pieces = pattern.replace("%d", "%s").split("%s")
    if len(pieces) != len(values) + 1 or "%" in "".join(pieces):
        raise FeelError("Der Text passt nicht zu den Werten.")
    made = pieces[0]
    for value, piece in zip(values, pieces[1:], strict=True):
        made += require_text(value) + piece
        check_text(min(len(made), MAX_TEXT + 1))
    return made


def _number(_method: str, arguments: list[Any]) -> Any:
    from .builtins_numbers import number

    if len(arguments) != 1:
        raise FeelError("Gebraucht wird genau eine Angabe.")
    return arguments[0] if type(arguments[0]) is Decimal else number(require_text(arguments[0]))


_NUMBER_CLASSES = ("java.lang.Integer", "java.lang.Long", "java.lang.Double", "java.lang.Float", "java.math.BigDecimal")
_CLASSES: dict[str, Callable[[str, list[Any]], Any]] = {
    "java.lang.Math": _math,
    "java.lang.String": _text,
    **dict.fromkeys(_NUMBER_CLASSES, _number),
}


class ExternalFunction(Function):
    """A known harmless function under its Java name."""

    __slots__ = ("_body", "_method")

    def __init__(
        self, parameters: Sequence[tuple[str, FeelType]], body: Callable[[str, list[Any]], Any], method: str
    ) -> None:
        super().__init__(method, parameters, ANY)
        self._body, self._method = body, method

    def run(self, arguments: list[Any], run: Run) -> Any:
        """Compute the result; null arguments have none."""
        run.spend(5)
        if any(value is None for value in arguments):
            raise FeelError("Eine Angabe fehlt.")
        return self._body(self._method, arguments)


def external_function(parameters: Sequence[tuple[str, FeelType]], mapping: Any) -> Function:
    """The function a mapping such as {java: {class: …, method signature: …}} names; FeelError if it is not allowed."""
    java = mapping.get("java") if isinstance(mapping, dict) else None
    name = java.get("class") if isinstance(java, dict) else None
    signature = java.get("method signature") if isinstance(java, dict) else None
    if not isinstance(name, str) or not isinstance(signature, str) or name not in _CLASSES:
        raise FeelError("Funktionen anderer Sprachen führt Laufzettel nicht aus.")
    kinds = [kind for kind in signature.partition("(")[2].rstrip(")").split(",") if kind.strip()]
    if len(kinds) != len(parameters):
        raise FeelError("Die fremde Funktion hat eine andere Zahl von Angaben.")
    return ExternalFunction(parameters, _CLASSES[name], signature.partition("(")[0].strip())
