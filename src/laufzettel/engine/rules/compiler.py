"""Turns a parsed expression into closures: each part becomes `code(globals, locals) -> value`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from . import syntax
from .builtins import BUILTINS
from .errors import FeelError
from .limits import Run
from .operators import add, calculate, divide, multiply, negate, power, subtract
from .properties import entry_of
from .types import coerce, fits, type_of
from .values import NATIVE, NUMBERS, Range, to_feel

Globals = Mapping[str, Any]
Locals = dict[str | None, Any]  # names bound inside; the run of the evaluation stands under None
Code = Callable[[Globals, Locals], Any]
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": add, "-": subtract, "*": multiply, "/": divide, "**": power,
}  # fmt: skip
FAST_NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add, "-": NUMBERS.subtract, "*": NUMBERS.multiply,
}  # fmt: skip


class Compiler:
    """Compiles one expression. `raw`: names come straight from the caller's mapping and are converted when read."""

    def __init__(self, *, raw: bool = False) -> None:
        self.raw = raw

    def code(self, node: syntax.Node) -> Code:
        """The closure of a part."""
        return _MAKERS[type(node)](self, node)

    def codes(self, nodes: tuple[syntax.Node, ...]) -> list[Code]:
        """The closures of several parts."""
        return [self.code(node) for node in nodes]


def run_of(local: Locals) -> Run:
    """The run an evaluation belongs to."""
    run: Run = local[None]
    return run


def make_literal(_compiler: Compiler, node: syntax.Literal) -> Code:
    """A value written down."""
    value = node.value
    return lambda _given, _local: value


def make_name(compiler: Compiler, node: syntax.Name) -> Code:
    """A name: bound inside, an entry of a filtered item, given from outside, or built in."""
    name, position = node.name, node.position
    outside = _outside_name(compiler, node)
    if node.loose:
        return lambda given, local: local[name] if name in local else outside(given, local)
    if not node.local:
        return outside

    def bound(given: Globals, local: Locals) -> Any:
        if name in local:
            return local[name]
        return run_of(local).fail(position, f"„{name}“ ist nicht bekannt.")

    return bound


def _outside_name(compiler: Compiler, node: syntax.Name) -> Code:
    name, position = node.name, node.position
    builtin = BUILTINS.get(name)

    def missing(local: Locals) -> Any:
        if builtin is not None:
            return builtin
        return run_of(local).fail(position, f"„{name}“ ist nicht bekannt.")

    def given_name(given: Globals, local: Locals) -> Any:
        try:
            return given[name]
        except KeyError:
            return missing(local)

    def raw_name(given: Globals, local: Locals) -> Any:
        try:
            value = given[name]
        except KeyError:
            return missing(local)
        return value if type(value) in NATIVE else converted(value, local, position)

    return raw_name if compiler.raw else given_name


def converted(value: Any, local: Locals, position: int) -> Any:
    """The FEEL value of a value from outside; null with a diagnosis where there is none."""
    try:
        return to_feel(value)
    except FeelError as error:
        return run_of(local).fail(position, error.reason)


def make_negation(compiler: Compiler, node: syntax.Negation) -> Code:
    """Arithmetic minus."""
    operand, position = compiler.code(node.operand), node.position
    if isinstance(node.operand, syntax.Literal) and type(node.operand.value) is Decimal:
        return make_literal(compiler, syntax.Literal(position, NUMBERS.minus(node.operand.value)))

    def negated(given: Globals, local: Locals) -> Any:
        value = operand(given, local)
        try:
            return negate(value)
        except FeelError as error:
            return run_of(local).fail(position, error.reason)

    return negated


def make_arithmetic(compiler: Compiler, node: syntax.Operation) -> Code:
    """+ - * / **, with a short way for two numbers."""
    left, right, position = compiler.code(node.left), compiler.code(node.right), node.position
    operation, quick = ARITHMETIC[node.sign], FAST_NUMBERS.get(node.sign)

    cost = 120 if node.sign == "**" else 0

    def careful(first: Any, second: Any, local: Locals) -> Any:
        if cost:
            run_of(local).spend(cost)
        try:
            result = calculate(operation, first, second)
        except FeelError as error:
            return run_of(local).fail(position, error.reason)
        if type(result) is str:
            run_of(local).spend(len(result) >> 6)
        return result

    if quick is None:
        return lambda given, local: careful(left(given, local), right(given, local), local)

    fixed = node.right.value if isinstance(node.right, syntax.Literal) else None
    if type(fixed) is Decimal:

        def with_fixed(given: Globals, local: Locals) -> Any:
            first = left(given, local)
            if type(first) is Decimal:
                try:
                    return quick(first, fixed)
                except ArithmeticError:
                    pass
            return careful(first, fixed, local)

        return with_fixed

    def fast(given: Globals, local: Locals) -> Any:
        first, second = left(given, local), right(given, local)
        if type(first) is Decimal and type(second) is Decimal:
            try:
                return quick(first, second)
            except ArithmeticError:
                pass
        return careful(first, second, local)

    return fast


def make_junction(compiler: Compiler, node: syntax.Junction) -> Code:
    """`and` and `or` with three truth values: one false side settles `and`, one true side settles `or`."""
    left, right = compiler.code(node.left), compiler.code(node.right)

    def both(given: Globals, local: Locals) -> bool | None:
        first = left(given, local)
        if first is False:
            return False
        second = right(given, local)
        if second is False:
            return False
        return True if first is True and second is True else None

    def either(given: Globals, local: Locals) -> bool | None:
        first = left(given, local)
        if first is True:
            return True
        second = right(given, local)
        if second is True:
            return True
        return False if first is False and second is False else None

    return both if node.word == "and" else either


def make_if(compiler: Compiler, node: syntax.If) -> Code:
    """if … then … else: anything but true leads to else."""
    condition, then, otherwise = compiler.codes((node.condition, node.then, node.otherwise))
    return lambda given, local: (then if condition(given, local) is True else otherwise)(given, local)


def make_list(compiler: Compiler, node: syntax.ListLiteral) -> Code:
    """[a, b, c]."""
    items = compiler.codes(node.items)
    return lambda given, local: [item(given, local) for item in items]


def make_context(compiler: Compiler, node: syntax.ContextLiteral) -> Code:
    """{key: value}: each entry sees the ones before it; a key that comes twice makes the whole null."""
    entries = [(key, compiler.code(value)) for key, value in node.entries]
    position = node.position
    if len(dict(entries)) < len(entries):
        return lambda _given, local: run_of(local).fail(position, "Ein Eintrag kommt doppelt vor.")

    def context(given: Globals, local: Locals) -> dict[str, Any]:
        inner = dict(local)
        found = {}
        run_of(local).spend(len(entries))
        for key, code in entries:
            found[key] = inner[key] = code(given, inner)
        return found

    return context


def make_range(compiler: Compiler, node: syntax.RangeLiteral) -> Code:
    """[low..high] as a value."""
    low, high = compiler.code(node.low), compiler.code(node.high)
    ends, position = (node.low_included, node.high_included), node.position

    def area(given: Globals, local: Locals) -> Any:
        start, end = low(given, local), high(given, local)
        if start is not None and end is not None and type_of(start) is not type_of(end):
            return run_of(local).fail(position, "Die Enden eines Bereichs müssen von derselben Art sein.")
        return Range(start, end, *ends)

    return area


def make_sign_test(compiler: Compiler, node: syntax.SignTest) -> Code:
    """`(< 10)` as a value: a range without bound on one side; `(= 10)` the range of one value."""
    operand, sign, position = compiler.code(node.operand), node.sign, node.position

    def area(given: Globals, local: Locals) -> Any:
        value = operand(given, local)
        if value is None or sign == "!=":
            return run_of(local).fail(position, "Das ist kein Bereich.")
        if sign == "=":
            return Range(value, value, True, True)
        if sign in ("<", "<="):
            return Range(None, value, False, sign == "<=", True)
        return Range(value, None, sign == ">=", False, True)

    return area


def make_path(compiler: Compiler, node: syntax.Path) -> Code:
    """value.entry, also over every item of a list. Paths from a name outside walk the caller's mappings directly."""
    value, entry, position = compiler.code(node.value), node.entry, node.position

    def path(given: Globals, local: Locals) -> Any:
        owner = value(given, local)
        if type(owner) is dict and entry in owner:
            return owner[entry]
        try:
            return entry_of(owner, entry, run_of(local))
        except FeelError as error:
            return run_of(local).fail(position, error.reason)

    steps = _outside_steps(node)
    return _raw_path(steps, path, position) if compiler.raw and steps else path


def _outside_steps(node: syntax.Node) -> list[str]:
    steps: list[str] = []
    while isinstance(node, syntax.Path):
        steps.append(node.entry)
        node = node.value
    if isinstance(node, syntax.Name) and not node.local and not node.loose:
        return [node.name, *reversed(steps)]
    return []


def _raw_path(steps: list[str], slow: Code, position: int) -> Code:
    first, *rest = steps
    last = rest[0]

    def one_step(given: Globals, local: Locals) -> Any:
        owner = given.get(first)
        if type(owner) is not dict or last not in owner:
            return slow(given, local)
        value = owner[last]
        return value if type(value) in NATIVE else converted(value, local, position)

    if len(rest) == 1:
        return one_step

    def path(given: Globals, local: Locals) -> Any:
        value = given.get(first)
        for step in rest:
            if type(value) is not dict or step not in value:
                return slow(given, local)
            value = value[step]
        return value if type(value) in NATIVE else converted(value, local, position)

    return path


def make_instance_of(compiler: Compiler, node: syntax.InstanceOf) -> Code:
    """value instance of type; null belongs only to the type Null."""
    value, kind = compiler.code(node.value), node.type

    def instance(given: Globals, local: Locals) -> bool:
        found = value(given, local)
        return fits(found, kind) if found is not None else str(kind) == "Null"

    return instance


def conform(value: Any, kind: Any, run: Run, position: int = 0) -> Any:
    """The value as one of a type, or null with a diagnosis."""
    try:
        return coerce(value, kind)
    except FeelError as error:
        return run.fail(position, error.reason)


def _make_operation(compiler: Compiler, node: syntax.Operation) -> Code:
    if node.sign in ARITHMETIC:
        return make_arithmetic(compiler, node)
    return make_comparison(compiler, node)


from .calling import make_call, make_function  # noqa: E402  compiled parts call each other
from .comparing import make_between, make_comparison, make_in  # noqa: E402
from .looping import make_filter, make_loop  # noqa: E402

_MAKERS: dict[type, Callable[[Compiler, Any], Code]] = {
    syntax.Literal: make_literal,
    syntax.Name: make_name,
    syntax.Negation: make_negation,
    syntax.Operation: _make_operation,
    syntax.Junction: make_junction,
    syntax.Between: make_between,
    syntax.In: make_in,
    syntax.SignTest: make_sign_test,
    syntax.RangeLiteral: make_range,
    syntax.ListLiteral: make_list,
    syntax.ContextLiteral: make_context,
    syntax.Path: make_path,
    syntax.Filter: make_filter,
    syntax.Call: make_call,
    syntax.If: make_if,
    syntax.Loop: make_loop,
    syntax.FunctionLiteral: make_function,
    syntax.InstanceOf: make_instance_of,
}
__all__ = ["Code", "Compiler", "Globals", "Locals", "date"]
