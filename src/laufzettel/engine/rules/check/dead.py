"""Finds branches that are never taken and conditions that can never hold."""

from __future__ import annotations

from typing import Any

from laufzettel.engine.rules import syntax
from laufzettel.engine.rules.compiler import Compiler
from laufzettel.engine.rules.errors import RuleError
from laufzettel.engine.rules.limits import Run
from laufzettel.engine.rules.operators import less
from laufzettel.engine.rules.types import type_of
from laufzettel.engine.rules.walking import parts

from .inference import Report

_SIGNS = ("=", "<", "<=", ">", ">=")
_QUICK = frozenset(("date", "time", "date and time", "duration", "not"))
_MIRROR = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def check_dead(node: syntax.Node, report: Report) -> None:
    """Report fixed conditions, and conjunctions that contradict themselves."""
    inner: set[int] = set()  # junctions inside a longer one, which was looked at as a whole
    for part in parts(node):
        if isinstance(part, syntax.If):
            _check_fixed(part.condition, "then" if fixed(part.condition)[1] is not True else "else", report)
        elif isinstance(part, syntax.Junction):
            sides = (part.left, part.right)
            inner |= {id(side) for side in sides if isinstance(side, syntax.Junction) and side.word == part.word}
            for side in sides:
                if not isinstance(side, syntax.Junction):
                    _check_fixed(side, "", report)
            if part.word == "and" and id(part) not in inner:
                _check_contradiction(part, report)


def fixed(node: syntax.Node) -> tuple[bool, Any]:
    """Whether a part reads nothing from outside and is quickly computed, and its value then."""
    if not all(_is_plain(part) for part in parts(node)):
        return False, None
    try:
        return True, Compiler().code(node)({}, {None: Run()})
    except (RuleError, RecursionError):
        return False, None


def _is_plain(part: syntax.Node) -> bool:
    """No names but those of a few quick functions, no loops: checking must not become the work itself."""
    if isinstance(part, syntax.Name):
        return part.builtin and not part.loose and part.name in _QUICK
    return not isinstance(part, syntax.Loop | syntax.Filter | syntax.FunctionLiteral)


def _check_fixed(node: syntax.Node, dead: str, report: Report) -> None:
    if isinstance(node, syntax.Name | syntax.Literal) and not isinstance(getattr(node, "value", None), bool):
        return
    known, value = fixed(node)
    if known and (isinstance(value, bool) or dead):
        never = f" Der Zweig „{dead}“ wird nie genommen." if dead else ""
        report(node.position, f"Diese Bedingung hat immer denselben Wert.{never}", "warning")


def _check_contradiction(node: syntax.Junction, report: Report) -> None:
    bounds: dict[str, list[tuple[str, Any]]] = {}
    for condition in _conjuncts(node):
        bound = _bound(condition)
        if bound is not None:
            name, sign, value = bound
            if any(_exclude(sign, value, *other) for other in bounds.get(name, [])):
                report(
                    condition.position, f"„{name}“ kann nicht beides zugleich erfüllen; das trifft nie zu.", "warning"
                )
            bounds.setdefault(name, []).append((sign, value))


def _conjuncts(node: syntax.Node) -> list[syntax.Node]:
    if isinstance(node, syntax.Junction) and node.word == "and":
        return [*_conjuncts(node.left), *_conjuncts(node.right)]
    return [node]


def _bound(node: syntax.Node) -> tuple[str, str, Any] | None:
    if not isinstance(node, syntax.Operation) or node.sign not in _SIGNS:
        return None
    left, right, sign = node.left, node.right, node.sign
    if isinstance(right, syntax.Name | syntax.Path):
        left, right, sign = right, left, _MIRROR[sign]
    name = path_text(left)
    known, value = fixed(right)
    return (name, sign, value) if name and known and value is not None else None


def path_text(node: syntax.Node) -> str:
    """`a.b.c` for a path of names; empty for anything else."""
    if isinstance(node, syntax.Name):
        return node.name
    if isinstance(node, syntax.Path):
        owner = path_text(node.value)
        return f"{owner}.{node.entry}" if owner else ""
    return ""


def _exclude(sign: str, value: Any, other_sign: str, other: Any) -> bool:
    if type_of(value) != type_of(other):
        return False
    if sign == "=" and other_sign == "=":
        return bool(value != other)
    if sign in ("<", "<=") or (sign == "=" and other_sign in (">", ">=")):
        return other_sign in (">", ">=", "=") and _empty(other, other_sign, value, sign)
    return other_sign in ("<", "<=", "=") and _empty(value, sign, other, other_sign)


def _empty(low: Any, low_sign: str, high: Any, high_sign: str) -> bool:
    if less(high, low) is True:
        return True
    closed = low_sign in (">=", "=") and high_sign in ("<=", "=")
    return low == high and not closed
