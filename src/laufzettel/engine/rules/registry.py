"""How a built-in function is declared: its signature in words, its body in Python, its description and example."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import DecimalException
from typing import Any

from .errors import FeelError
from .limits import Run
from .types import ANY, SIMPLE, FeelType, coerce
from .values import Function

_PARAMETER = re.compile(r"(\[)?(\.\.\.)?([^:\[\].]+): ([a-zA-Z ]+?)(\?)?(\])?")
BUILTINS: dict[str, Builtin] = {}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `optional` may be left out, `nullable` may be null, `rest` takes all that follow."""

    name: str
    kind: FeelType
    optional: bool
    nullable: bool
    rest: bool

    def accept(self, value: Any) -> Any:
        """The value in the parameter's type; FeelError when it does not fit."""
        if value is None:
            if self.nullable:
                return None
            raise FeelError(f"Die Angabe „{self.name}“ fehlt.")
        return coerce(value, self.kind)


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function."""

    text: str
    parameters: tuple[Parameter, ...]

    def takes(self, count: int) -> bool:
        """True when so many positional arguments fit."""
        required = sum(not (parameter.optional or parameter.rest) for parameter in self.parameters)
        rest = any(parameter.rest for parameter in self.parameters)
        least = 2 if rest and self.stands_for_list() else required + rest
        return least <= count and (rest or count <= len(self.parameters))

    def stands_for_list(self) -> bool:
        """True for `max(...c: any?)`: one argument alone is the list itself, for the other signature."""
        return len(self.parameters) == 1 and self.parameters[0].nullable

    def takes_names(self, names: set[str]) -> bool:
        """True when all these names are parameters; those not given are null."""
        return names <= {parameter.name for parameter in self.parameters}

    def accept(self, arguments: Sequence[Any]) -> list[Any]:
        """The arguments in the types of the parameters; FeelError when one does not fit."""
        accepted = []
        for index, value in enumerate(arguments):
            parameter = self.parameters[min(index, len(self.parameters) - 1)]
            accepted.append(parameter.accept(value))
        return accepted


class Builtin(Function):
    """A built-in function with one or more signatures."""

    __slots__ = ("body", "group", "needs_run", "signatures")

    def __init__(
        self, signatures: tuple[Signature, ...], body: Callable[..., Any], group: str, needs_run: bool
    ) -> None:
        name = signatures[0].text.partition("(")[0]
        first = signatures[0].parameters
        result = SIMPLE.get(signatures[0].text.rpartition("-> ")[2], ANY)
        super().__init__(name, [(parameter.name, parameter.kind) for parameter in first], result)
        self.signatures, self.body, self.group, self.needs_run = signatures, body, group, needs_run

    def bound(self, count: int) -> Callable[[list[Any], Run], Any]:
        """The function for so many positional arguments; it raises FeelError when they do not fit."""
        fitting = [signature for signature in self.signatures if signature.takes(count)]
        if not fitting:
            return self._refuse
        work = self._work
        accept = fitting[0].accept if len(fitting) == 1 else _first_that_accepts(fitting)
        return lambda arguments, run: work(accept(arguments), run)

    def _refuse(self, arguments: list[Any], run: Run) -> Any:
        raise FeelError(f"{self.name} gibt es nicht mit {len(arguments)} Angaben.")

    def _work(self, accepted: list[Any], run: Run) -> Any:
        run.spend(1 + sum(_size(value) for value in accepted))
        try:
            result = self.body(run, *accepted) if self.needs_run else self.body(*accepted)
        except DecimalException:
            raise FeelError(f"{self.name}: Das Ergebnis ist keine darstellbare Zahl.") from None
        run.spend(_size(result))
        return result

    def call(self, arguments: Sequence[Any], run: Run) -> Any:
        """Run with positional arguments."""
        return self.bound(len(arguments))(list(arguments), run)

    def call_named(self, arguments: Mapping[str, Any], run: Run) -> Any:
        """Run with named arguments."""
        for signature in self.signatures:
            if signature.takes_names(set(arguments)):
                return self._call_signature(signature, arguments, run)
        raise FeelError(f"{self.name} kennt die Angaben {', '.join(arguments)} nicht.")

    def _call_signature(self, signature: Signature, arguments: Mapping[str, Any], run: Run) -> Any:
        given = [one for one in signature.parameters if one.name in arguments or not (one.optional or one.rest)]
        last = max((signature.parameters.index(one) for one in given), default=-1)
        accepted = [
            None if one.optional and one.name not in arguments else one.accept(arguments.get(one.name))
            for one in signature.parameters[: last + 1]
        ]
        if accepted and signature.stands_for_list() and not isinstance(accepted[0], list):
            accepted[0] = [accepted[0]]
        return self._work(accepted, run)


def _first_that_accepts(signatures: list[Signature]) -> Callable[[Sequence[Any]], list[Any]]:
    def accept(arguments: Sequence[Any]) -> list[Any]:
        for signature in signatures[:-1]:
            try:
                return signature.accept(arguments)
            except FeelError:
                continue
        return signatures[-1].accept(arguments)

    return accept


def _size(value: Any) -> int:
    if type(value) is list:
        return len(value)
    return len(value) >> 6 if type(value) is str else 0


def builtin(*texts: str, group: str, needs_run: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a built-in function by signatures such as `substring(string: string, [length: number])`.

    `[…]` may be left out, `type?` may be null, `...name` takes all further arguments.
    """

    def declare(body: Callable[..., Any]) -> Callable[..., Any]:
        made = Builtin(tuple(_signature(text) for text in texts), body, group, needs_run)
        BUILTINS[made.name] = made
        return body

    return declare


def _signature(text: str) -> Signature:
    inside = text.partition("(")[2].rpartition(")")[0]
    parameters = []
    for part in filter(None, inside.split(", ")):
        match = _PARAMETER.fullmatch(part)
        if match is None:
            raise ValueError(f"signature of {text}: {part}")
        bracket, rest, name, kind, nullable, _ = match.groups()
        found = ANY if kind == "any" else SIMPLE[kind]
        parameters.append(Parameter(name, found, bool(bracket), bool(nullable), bool(rest)))
    return Signature(text, tuple(parameters))
