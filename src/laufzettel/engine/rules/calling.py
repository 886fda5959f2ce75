"""Closures for functions and calls."""

from __future__ import annotations

from typing import Any

from . import syntax
from .builtins import BUILTINS, Builtin
from .compiler import Code, Compiler, Globals, Locals, run_of
from .errors import FeelError
from .external import external_function
from .limits import Run
from .types import ANY
from .values import Function


class UserFunction(Function):
    """A function written in FEEL, with the names it saw where it was written."""

    __slots__ = ("_body", "_given", "_local")

    def __init__(self, node: syntax.FunctionLiteral, body: Code, given: Globals, local: Locals) -> None:
        super().__init__("", node.parameters, ANY)
        self._body, self._given, self._local = body, given, local

    def run(self, arguments: list[Any], run: Run) -> Any:
        """Evaluate the body with the arguments bound."""
        names = (name for name, _ in self.parameters)
        run.enter()
        try:
            return self._body(self._given, {**self._local, **dict(zip(names, arguments, strict=True)), None: run})
        finally:
            run.leave()


def make_function(compiler: Compiler, node: syntax.FunctionLiteral) -> Code:
    """function(a, b) body."""
    if node.external:
        return _external(compiler, node)
    body = compiler.code(node.body)
    return lambda given, local: UserFunction(node, body, given, local)


def _external(compiler: Compiler, node: syntax.FunctionLiteral) -> Code:
    body, position = compiler.code(node.body), node.position

    def external(given: Globals, local: Locals) -> Any:
        try:
            return external_function(node.parameters, body(given, local))
        except FeelError as error:
            return run_of(local).fail(position, error.reason)

    return external


def make_call(compiler: Compiler, node: syntax.Call) -> Code:
    """A call with positional or named arguments."""
    arguments, position = compiler.codes(node.arguments), node.position
    known = node.function
    if isinstance(known, syntax.Name) and known.builtin and known.name in BUILTINS and not node.names:
        return _folded(node) or _call_builtin(BUILTINS[known.name], arguments, position)
    function, names = compiler.code(node.function), node.names

    def call(given: Globals, local: Locals) -> Any:
        target, run = function(given, local), run_of(local)
        if not isinstance(target, Function):
            return run.fail(position, "Hier wird etwas aufgerufen, das keine Funktion ist.")
        values = [argument(given, local) for argument in arguments]
        try:
            if names:
                return target.call_named(dict(zip(names, values, strict=True)), run)
            return target.call(values, run)
        except FeelError as error:
            return run.fail(position, error.reason)

    return call


_FOLDED = frozenset(("date", "time", "date and time", "duration"))


def _folded(node: syntax.Call) -> Code | None:
    """`duration("P14D")` and the like are computed once, when the expression is compiled."""
    values = [part.value for part in node.arguments if isinstance(part, syntax.Literal)]
    if not isinstance(node.function, syntax.Name) or node.function.name not in _FOLDED:
        return None
    if len(values) != len(node.arguments) or None in values:
        return None
    try:
        found = BUILTINS[node.function.name].call(values, Run())
    except FeelError:
        return None  # the reason is told when it runs
    return lambda _given, _local: found


def _call_builtin(builtin: Builtin, arguments: list[Code], position: int) -> Code:
    bound = builtin.bound(len(arguments))

    def call(given: Globals, local: Locals) -> Any:
        run = run_of(local)
        try:
            return bound([argument(given, local) for argument in arguments], run)
        except FeelError as error:
            return run.fail(position, error.reason)

    return call
