"""From text to parsed expression, with the names of the built-in functions in scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from .errors import RuleError
from .grammar import Parser
from .limits import MAX_TREE
from .names import Scope
from .syntax import Node
from .types import FeelType


@cache
def _builtin_scope() -> Scope:
    from .builtins import BUILTINS

    return Scope(BUILTINS)


def _parser(text: str, names: Iterable[str], types: Mapping[str, FeelType] | None) -> Parser:
    return Parser(text, names, types or {}, _builtin_scope())


def read_expression(text: str, names: Iterable[str] = (), types: Mapping[str, FeelType] | None = None) -> Node:
    """The parsed expression; RuleError with line and column when it is not one."""
    try:
        return _not_too_deep(_parser(text, names, types).whole_expression())
    except RecursionError:
        raise RuleError("Der Ausdruck ist zu tief verschachtelt.") from None


def read_cell(text: str, names: Iterable[str] = (), types: Mapping[str, FeelType] | None = None) -> Node:
    """The parsed unary tests of a table cell; RuleError with line and column when they are not."""
    try:
        return _not_too_deep(_parser(text, names, types).whole_cell())
    except RecursionError:
        raise RuleError("Die Zelle ist zu tief verschachtelt.") from None


def _not_too_deep(node: Node) -> Node:
    """Refuse a tree deeper than Python's own stack could walk: long chains of signs inside each other."""
    waiting: list[tuple[object, int]] = [(node, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > MAX_TREE:
            raise RuleError("Der Ausdruck hat zu viele Glieder; bitte teilen Sie ihn auf.")
        if isinstance(part, tuple):
            waiting.extend((inner, depth) for inner in part)
        elif isinstance(part, Node):
            waiting.extend((getattr(part, name), depth + 1) for name in part.__dataclass_fields__)
    return node
