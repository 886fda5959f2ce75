"""Closures for comparisons, `between`, `in` and the unary tests of table cells."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeGuard

from . import syntax
from .limits import Run
from .looping import mentions
from .operators import EXACT, ORDERED, contains, equal, less, less_or_equal
from .types import type_name
from .values import Range

if TYPE_CHECKING:
    from .compiler import Code, Compiler, Globals, Locals

Test = Callable[[Any, "Globals", "Locals"], bool | None]
_QUICK: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def compare(sign: str, left: Any, right: Any, run: Run) -> bool | None:
    """left sign right, with null where the two cannot be compared."""
    if sign == "=":
        return equal(left, right, run)
    if sign == "!=":
        same = equal(left, right, run)
        return None if same is None else not same
    if sign in ("<", ">"):
        return less(left, right) if sign == "<" else less(right, left)
    return less_or_equal(left, right) if sign == "<=" else less_or_equal(right, left)


def explain_misfit(left: Any, right: Any) -> str:
    """Why two values cannot be compared."""
    if left is None or right is None:
        return "Ein Wert für den Vergleich fehlt."
    return f"{type_name(left)} und {type_name(right)} lassen sich nicht vergleichen."


def make_comparison(compiler: Compiler, node: syntax.Operation) -> Code:
    """= != < <= > >=, with a short way for two values of the same simple kind."""
    left, right, sign, position = compiler.code(node.left), compiler.code(node.right), node.sign, node.position
    quick, kinds = _QUICK[sign], EXACT if sign in ("=", "!=") else ORDERED

    def careful(first: Any, second: Any, local: Locals) -> bool | None:
        run: Run = local[None]
        result = compare(sign, first, second, run)
        if result is None:
            run.fail(position, explain_misfit(first, second))
        return result

    short = _short_comparison(compiler, node, quick, careful)
    if short is not None:
        return short

    def comparison(given: Globals, local: Locals) -> bool | None:
        first, second = left(given, local), right(given, local)
        kind = type(first)
        if kind is type(second) and kind in kinds:
            return quick(first, second)
        return careful(first, second, local)

    return comparison


def _short_comparison(
    compiler: Compiler,
    node: syntax.Operation,
    quick: Callable[[Any, Any], Any],
    careful: Callable[[Any, Any, Locals], bool | None],
) -> Code | None:
    """A name outside against a written value or another name: the most frequent conditions in forms."""
    name, other = node.left, node.right
    if not compiler.raw or not _is_outside(name):
        return None
    if _is_outside(other):
        return _two_names(compiler, node, quick, careful)
    if not isinstance(other, syntax.Literal) or type(other.value) not in (Decimal, str, bool):
        return None
    if type(other.value) is bool and node.sign not in ("=", "!="):
        return None
    key, value, kind, left = name.name, other.value, type(other.value), compiler.code(name)

    def against_fixed(given: Globals, local: Locals) -> bool | None:
        first = given.get(key)
        if type(first) is kind:
            try:
                return quick(first, value)
            except ArithmeticError:
                pass
        return careful(left(given, local), value, local)

    return against_fixed


def _is_outside(node: syntax.Node) -> TypeGuard[syntax.Name]:
    return isinstance(node, syntax.Name) and not node.local and not node.loose


def _two_names(
    compiler: Compiler,
    node: syntax.Operation,
    quick: Callable[[Any, Any], Any],
    careful: Callable[[Any, Any, Locals], bool | None],
) -> Code:
    left, right = compiler.code(node.left), compiler.code(node.right)
    kinds = EXACT if node.sign in ("=", "!=") else ORDERED
    one, other = getattr(node.left, "name", ""), getattr(node.right, "name", "")

    def names(given: Globals, local: Locals) -> bool | None:
        first, second = given.get(one), given.get(other)
        kind = type(first)
        if kind is type(second) and kind in kinds:
            return quick(first, second)
        return careful(left(given, local), right(given, local), local)

    return names


def make_between(compiler: Compiler, node: syntax.Between) -> Code:
    """value between low and high: low <= value and value <= high."""
    value, low, high = compiler.codes((node.value, node.low, node.high))
    position = node.position

    def between(given: Globals, local: Locals) -> bool | None:
        middle, bottom, top = value(given, local), low(given, local), high(given, local)
        above, below = less_or_equal(bottom, middle), less_or_equal(middle, top)
        if above is False or below is False:
            return False
        if above is None or below is None:
            return local[None].fail(position, explain_misfit(middle, bottom if above is None else top))
        return True

    return between


def make_in(compiler: Compiler, node: syntax.In) -> Code:
    """value in tests: true when one test holds, null when none holds and one is undecided."""
    value = compiler.code(node.value)
    tests = [make_test(compiler, test) for test in node.tests]
    texts = frozenset(test.value for test in node.tests if isinstance(test, syntax.Literal) and type(test.value) is str)
    if len(texts) == len(tests):
        return _in_texts(value, texts, tests)
    if len(tests) == 1:
        only = tests[0]
        return lambda given, local: only(value(given, local), given, local)

    def among(given: Globals, local: Locals) -> bool | None:
        found = value(given, local)
        return any_holds(found, tests, given, local)

    return among


def _in_texts(value: Code, texts: frozenset[str], tests: list[Test]) -> Code:
    def among_texts(given: Globals, local: Locals) -> bool | None:
        found = value(given, local)
        return found in texts if type(found) is str else any_holds(found, tests, given, local)

    return among_texts


def any_holds(value: Any, tests: list[Test], given: Globals, local: Locals) -> bool | None:
    """Whether one of several tests holds for a value."""
    undecided = False
    for test in tests:
        result = test(value, given, local)
        if result is True:
            return True
        undecided = undecided or result is None
    return None if undecided else False


def make_test(compiler: Compiler, node: syntax.Node) -> Test:
    """One unary test as `test(value, globals, locals)`."""
    if isinstance(node, syntax.SignTest):
        return _sign_test(compiler, node)
    code = compiler.code(node)
    if isinstance(node, syntax.Literal):
        fixed = node.value
        return lambda value, _given, local: equal(value, fixed, local[None])
    asks = mentions(node, "?")

    def test(value: Any, given: Globals, local: Locals) -> bool | None:
        found = code(given, local)
        if type(found) is bool and (asks or type(value) is not bool):
            return found
        return belongs(value, found, local[None])

    return test


def _sign_test(compiler: Compiler, node: syntax.SignTest) -> Test:
    operand, sign = compiler.code(node.operand), node.sign

    def signed(value: Any, given: Globals, local: Locals) -> bool | None:
        return compare(sign, value, operand(given, local), local[None])

    return signed


def belongs(value: Any, found: Any, run: Run) -> bool | None:
    """Whether a value equals another, lies in a range, or is in a list of values and ranges."""
    if type(found) is Range:
        if type(value) is Range:
            return equal(value, found, run)
        return contains(found, value)
    if type(found) is not list:
        return equal(value, found, run)
    run.spend(len(found) + 1)
    if type(value) is list and equal(value, found, run) is True:
        return True
    return any(
        (contains(item, value) if type(item) is Range and type(value) is not Range else equal(value, item, run)) is True
        for item in found
    )
