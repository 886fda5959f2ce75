"""Walks through a parsed expression: all parts, the names and paths it reads from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import syntax


def parts(node: Any) -> Iterator[syntax.Node]:
    """The node and all its parts."""
    if isinstance(node, tuple):
        for part in node:
            yield from parts(part)
    elif isinstance(node, syntax.Node):
        yield node
        for name in node.__dataclass_fields__:
            if name not in ("position", "type", "value") or isinstance(getattr(node, name), syntax.Node):
                yield from parts(getattr(node, name))


def outside_names(node: syntax.Node) -> set[str]:
    """The names an expression reads that are not bound inside it; called built-in functions do not count."""
    called = {id(part.function) for part in parts(node) if isinstance(part, syntax.Call)}
    return {
        part.name
        for part in parts(node)
        if isinstance(part, syntax.Name) and not part.local and not (part.builtin and id(part) in called)
    }


def outside_paths(node: Any) -> set[str]:
    """Names and dotted paths from outside, the longest ones only: `hund.seit`, not also `hund`."""
    found: set[str] = set()
    _collect(node, found)
    return found


def _collect(node: Any, found: set[str]) -> None:
    steps: list[str] = []
    inner = node
    while isinstance(inner, syntax.Path):
        steps.append(inner.entry)
        inner = inner.value
    if isinstance(inner, syntax.Name):
        if not inner.local and not (inner.builtin and not steps):
            found.add(".".join([inner.name, *reversed(steps)]))
        return
    if isinstance(inner, tuple):
        for part in inner:
            _collect(part, found)
    elif isinstance(inner, syntax.Node):
        for name in inner.__dataclass_fields__:
            _collect(getattr(inner, name), found)
