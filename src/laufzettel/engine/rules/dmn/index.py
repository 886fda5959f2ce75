"""Finds the rules of a table that can hit at all, without trying each one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from laufzettel.engine.rules import syntax
from laufzettel.engine.rules.expression import UnaryTests

Key = tuple[type, Any]
_KINDS = (Decimal, str, bool, date)
MIN_RULES = 12


class TableIndex:
    """For each column whose cells allow it: fixed values by hash, ranges by sorted borders."""

    def __init__(self, rows: Sequence[Sequence[UnaryTests]]) -> None:
        self._count = len(rows)
        self._columns: list[tuple[int, ColumnIndex]] = []
        if self._count < MIN_RULES:
            return
        for place in range(len(rows[0])):
            column = ColumnIndex([row[place] for row in rows])
            if column.useful:
                self._columns.append((place, column))

    def candidates(self, values: Sequence[Any]) -> Iterable[int]:
        """The places of rules that may hit, in order."""
        best: list[int] | None = None
        for place, column in self._columns:
            found = column.rules_for(values[place])
            if found is not None and (best is None or len(found) < len(best)):
                best = found
        return range(self._count) if best is None else best


class ColumnIndex:
    """One column: which rules remain for a value."""

    def __init__(self, cells: Sequence[UnaryTests]) -> None:
        self._by_value: dict[Key, list[int]] = {}
        self._always: list[int] = []
        self._ranges: list[tuple[Decimal | None, Decimal | None, int]] = []
        for place, cell in enumerate(cells):
            self._add(place, cell)
        self.useful = len(self._always) * 2 < len(cells)
        self._borders: list[Decimal] = []
        self._slots: list[list[int]] = []
        if self.useful and self._ranges:
            self._build()

    def _add(self, place: int, cell: UnaryTests) -> None:
        fixed = _fixed_values(cell)
        if fixed is not None:
            for value in fixed:
                self._by_value.setdefault((type(value), value), []).append(place)
            return
        area = _number_range(cell)
        if area is None:
            self._always.append(place)
        else:
            self._ranges.append((*area, place))

    def _build(self) -> None:
        self._borders = sorted({end for low, high, _ in self._ranges for end in (low, high) if end is not None})
        self._slots = [[] for _ in range(2 * len(self._borders) + 1)]
        total = 0
        for low, high, place in self._ranges:
            first = 0 if low is None else 2 * bisect_left(self._borders, low) + 1
            last = len(self._slots) - 1 if high is None else 2 * bisect_left(self._borders, high) + 1
            total += last - first + 1
            if total > 200_000:
                self.useful = False
                return
            for slot in range(first, last + 1):
                self._slots[slot].append(place)

    def rules_for(self, value: Any) -> list[int] | None:
        """The rules this column leaves for a value, in order; None when it cannot tell."""
        if type(value) not in _KINDS or (self._ranges and not (self.useful and self._slots)):
            return None
        found = self._by_value.get((type(value), value), [])
        if self._ranges and type(value) is Decimal:
            found = found + self._slots[self._slot(value)]
        found = found + self._always
        return sorted(set(found)) if len(found) > 1 else found

    def _slot(self, value: Decimal) -> int:
        place = bisect_right(self._borders, value)
        if place and self._borders[place - 1] == value:
            return 2 * place - 1
        return 2 * place


def _fixed_values(cell: UnaryTests) -> list[Any] | None:
    """The values a cell lists, when it lists nothing but fixed values."""
    if cell.node.negated or not cell.node.tests:
        return None
    values = []
    for test in cell.node.tests:
        literal = fixed_value(test)
        if literal is None:
            return None
        values.append(literal)
    return values


def fixed_value(node: syntax.Node) -> Any:
    """The value of a literal of a kind that has order or is true or false; None otherwise."""
    if isinstance(node, syntax.SignTest) and node.sign == "=":
        node = node.operand
    if isinstance(node, syntax.Negation):
        inner = fixed_value(node.operand)
        return -inner if type(inner) is Decimal else None
    if isinstance(node, syntax.Literal) and type(node.value) in _KINDS:
        return node.value
    return _fixed_date(node)


def _fixed_date(node: syntax.Node) -> Any:
    if not (isinstance(node, syntax.Call) and isinstance(node.function, syntax.Name) and node.function.name == "date"):
        return None
    only = node.arguments[0] if len(node.arguments) == 1 else None
    if not node.function.builtin or not isinstance(only, syntax.Literal) or not isinstance(only.value, str):
        return None
    try:
        return date.fromisoformat(only.value) if len(only.value) == 10 else None
    except ValueError:
        return None


def _number_range(cell: UnaryTests) -> tuple[Decimal | None, Decimal | None] | None:
    """Lowest and highest number a cell of one test lets through, ends included; None when it is no such test."""
    if cell.node.negated or len(cell.node.tests) != 1:
        return None
    test = cell.node.tests[0]
    if isinstance(test, syntax.RangeLiteral):
        low, high = fixed_value(test.low), fixed_value(test.high)
        return (low, high) if type(low) is Decimal and type(high) is Decimal and low <= high else None
    if isinstance(test, syntax.SignTest):
        end = fixed_value(test.operand)
        if type(end) is Decimal and test.sign in ("<", "<="):
            return None, end
        if type(end) is Decimal and test.sign in (">", ">="):
            return end, None
    return None
