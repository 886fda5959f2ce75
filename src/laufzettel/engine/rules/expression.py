"""The door to FEEL: compile once, evaluate often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from . import syntax
from .comparing import Test, any_holds, make_test
from .compiler import Code, Compiler, Locals
from .errors import Diagnosis, FeelError, RuleLimit
from .explanation import Explanation
from .limits import SILENT, Run
from .reading import read_cell, read_expression
from .values import PLAIN, to_feel, to_outside
from .walking import outside_names, outside_paths, parts

_SILENT_LOCALS: Locals = {None: SILENT}
_READY = PLAIN - {Decimal}
_BOUNDED = (
    syntax.Literal, syntax.Name, syntax.Negation, syntax.Operation, syntax.Junction, syntax.Between, syntax.In,
    syntax.SignTest, syntax.RangeLiteral, syntax.ListLiteral, syntax.Path, syntax.If, syntax.InstanceOf,
)  # fmt: skip
_BOUNDED_CALLS = frozenset(
    [
        "count contains",
        "starts with",
        "ends with",
        "string length",
        "upper case",
        "lower case",
        "not",
        "date",
        "time",
        "duration",
        "decimal",
        "floor",
        "ceiling",
        "abs",
        "round up",
        "round down",
        "round half up",
        "round half down",
        "odd",
        "even",
        "modulo",
        "list contains",
        "min",
        "max",
        "sum",
        "string",
        "years and months duration",
        "day of year",
        "day of week",
        "month of year",
        "week of year",
        "date and time",
        "number",
    ]
) | {"count"}


def _is_bounded(node: syntax.Node) -> bool:
    """True when the length of the text bounds the work: no loops, no functions of others, no growing values."""
    for part in parts(node):
        if isinstance(part, syntax.Call):
            name = part.function
            if not (isinstance(name, syntax.Name) and name.builtin and name.name in _BOUNDED_CALLS) or part.names:
                return False
        elif not isinstance(part, _BOUNDED) or (isinstance(part, syntax.Operation) and part.sign == "**"):
            return False
    return True


class Expression:
    """A compiled FEEL expression. `names` are what it reads from outside, `paths` the same with dots."""

    __slots__ = ("_bounded", "_code", "_slow", "names", "node", "paths", "text")

    def __init__(self, text: str, node: syntax.Node) -> None:
        self.text = text
        self.node = node
        self.names: frozenset[str] = frozenset(outside_names(node))
        self.paths: frozenset[str] = frozenset(outside_paths(node))
        self._bounded = _is_bounded(node)
        self._code: Code = Compiler(raw=self._bounded).code(node)
        self._slow: Code | None = None

    def evaluate(self, context: Mapping[str, object], *, now: datetime | None = None) -> Any:
        """The value for a context of Python values, as a Python value; null (None) where it has none.

        `now` is what now() and today() answer. Raises RuleLimit when the expression does not come to an end in time.
        """
        if self._bounded:
            try:
                value = self._code(context, _SILENT_LOCALS)
                kind = type(value)
                if kind in _READY or (kind is Decimal and value.is_finite()):
                    return value
            except (ArithmeticError, RecursionError):  # NaN or worse came in: the careful way sorts it out
                pass
        return self._carefully(context, Run(now=now))

    def explain(
        self, context: Mapping[str, object], *, now: datetime | None = None
    ) -> tuple[Any, tuple[Diagnosis, ...]]:
        """The value, and why parts of the expression were null: position, reason."""
        run = Run(heard=True, now=now, text=self.text)
        return self._carefully(context, run), tuple(run.diagnoses)

    def trace(self, context: Mapping[str, object], *, now: datetime | None = None) -> tuple[Any, Explanation]:
        """The value, and which decisions of models were made on the way: rules that hit, cells that said no."""
        run = Run(heard=True, now=now, text=self.text)
        value = self._carefully(context, run)
        return value, Explanation(tuple(run.decisions), tuple(run.diagnoses))

    def value(self, given: Mapping[str, Any], run: Run) -> Any:
        """The FEEL value for FEEL values, inside a run that counts: for models and tables."""
        return self._careful_code()(given, {None: run})

    def _careful_code(self) -> Code:
        if not self._bounded:
            return self._code
        if self._slow is None:
            self._slow = Compiler().code(self.node)
        return self._slow

    def _carefully(self, context: Mapping[str, object], run: Run) -> Any:
        try:
            value = self._careful_code()(given_names(context, self.names, run), {None: run})
            return to_outside(value)
        except RecursionError:
            raise RuleLimit("Die Regel ist zu tief verschachtelt und wurde abgebrochen.") from None


def given_names(context: Mapping[str, object], names: Iterable[str], run: Run) -> dict[str, Any]:
    """The FEEL values of those names that the context has."""
    given: dict[str, Any] = {}
    for name in names:
        if name in context:
            try:
                given[name] = to_feel(context[name])
            except FeelError as error:
                given[name] = None
                run.fail(0, error.reason)
    return given


class UnaryTests:
    """The compiled tests of a table cell, such as `< 18, >= 65` or `not("Mischling")`."""

    __slots__ = ("_negated", "_tests", "names", "node", "text")

    def __init__(self, text: str, node: syntax.Tests) -> None:
        self.text = text
        self.node = node
        self.names: frozenset[str] = frozenset(outside_names(node))
        compiler = Compiler()
        self._tests: list[Test] = [make_test(compiler, test) for test in node.tests]
        self._negated = node.negated

    @property
    def always(self) -> bool:
        """True for `-`, which every value passes."""
        return not self._tests

    def place(self, value: Any, run: Run) -> int:
        """The number (from 0) of the first test a FEEL value passes: its rank in a list of allowed values."""
        for place, test in enumerate(self._tests):
            if test(value, {}, {None: run, "?": value}) is True:
                return place
        return len(self._tests)

    def matches(self, value: object, context: Mapping[str, object] | None = None) -> bool:
        """True when a Python value passes, in a context of Python values."""
        run = Run()
        given = given_names(context or {}, self.names, run)
        try:
            return self.holds(to_feel(value), given, run)
        except FeelError:
            return False
        except RecursionError:
            raise RuleLimit("Die Regel ist zu tief verschachtelt und wurde abgebrochen.") from None

    def holds(self, value: Any, given: Mapping[str, Any], run: Run) -> bool:
        """True when a FEEL value passes, inside a run."""
        if not self._tests:
            return True
        result = any_holds(value, self._tests, given, {None: run, "?": value})
        return result is (not self._negated)


@lru_cache(maxsize=8192)
def _compiled(text: str, names: frozenset[str]) -> Expression:
    return Expression(text, read_expression(text, names))


def compile(expression: str, *, names: Iterable[str] = ()) -> Expression:
    """The compiled expression. `names` are known names with spaces or signs; plain words need not be listed.

    Raises RuleError with message, line and column when the text is not an expression. Cached.
    """
    return _compiled(expression, frozenset(names))


@lru_cache(maxsize=8192)
def _compiled_unary(text: str, names: frozenset[str]) -> UnaryTests:
    node = read_cell(text, names)
    assert isinstance(node, syntax.Tests)
    return UnaryTests(text, node)


def compile_unary(text: str, *, names: Iterable[str] = ()) -> UnaryTests:
    """The compiled tests of a table cell; RuleError when the text is none. Cached."""
    return _compiled_unary(text, frozenset(names))


def is_true(expression: str, context: Mapping[str, object], *, now: datetime | None = None) -> bool:
    """True when the value of an expression is exactly true: null and everything else count as not fulfilled."""
    return compile(expression).evaluate(context, now=now) is True
