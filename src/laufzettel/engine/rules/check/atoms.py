"""Cuts the values of a table column into pieces on which every cell answers the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from laufzettel.engine.rules import syntax
from laufzettel.engine.rules.dmn.index import ColumnIndex
from laufzettel.engine.rules.durations import DAY, SECOND, DaysDuration, YearsMonthsDuration
from laufzettel.engine.rules.expression import UnaryTests
from laufzettel.engine.rules.formatting import show
from laufzettel.engine.rules.limits import Run
from laufzettel.engine.rules.temporal import DateTime
from laufzettel.engine.rules.types import BOOLEAN, Constrained, FeelType, shape
from laufzettel.engine.rules.walking import parts

from .dead import fixed

OTHER = "\u2026 ein anderer Text"


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece: a value out of it, as example; `free` when every value will do."""

    value: Any
    free: bool = False

    @property
    def text(self) -> str:
        """The example for people."""
        return "ein anderer Wert" if self.value == OTHER else show(self.value)


@dataclass(frozen=True, slots=True)
class Piece:
    """An atom with the rules it leaves, as bits by place: those that may match, and those that surely do."""

    atom: Atom
    possible: int
    sure: int


class Column:
    """The pieces of one column; pieces that leave the same rules are one."""

    def __init__(self, cells: Sequence[UnaryTests], allowed: UnaryTests | None, kind: FeelType) -> None:
        self._cells = cells
        self._clear = [is_clear(cell) for cell in cells]
        values = [value for cell, clear in zip(cells, self._clear, strict=True) if clear for value in fixed_ends(cell)]
        listed = listed_values(allowed) or _listed_by_type(kind)
        limits = fixed_ends(allowed) if allowed is not None and not listed and is_clear(allowed) else []
        atoms = _atoms(values + limits, listed, kind)
        if atoms is None:
            self._clear = [cell.always for cell in cells]
            atoms = [Atom(None, True)]
        kept = [atom for atom in atoms if listed or allowed is None or _holds(allowed, atom)]
        self.pieces = self._cut(kept)

    def _cut(self, atoms: Sequence[Atom]) -> list[Piece]:
        index = ColumnIndex(self._cells)
        found: dict[tuple[int, int], Piece] = {}
        for atom in atoms:
            candidates = None if atom.free else index.rules_for(atom.value)
            piece = self._piece(atom, range(len(self._cells)) if candidates is None else candidates)
            found.setdefault((piece.possible, piece.sure), piece)
        return list(found.values())

    def _piece(self, atom: Atom, candidates: Iterable[int]) -> Piece:
        possible = sure = 0
        for place in candidates:
            cell = self._cells[place]
            if cell.always or (self._clear[place] and _holds(cell, atom)):
                sure |= 1 << place
            elif not self._clear[place]:
                possible |= 1 << place
        return Piece(atom, possible | sure, sure)


def _holds(tests: UnaryTests, atom: Atom) -> bool:
    return atom.free or tests.holds(atom.value, {}, Run())


def is_clear(cell: UnaryTests) -> bool:
    """True when a cell consists of fixed values and ranges only, so that its answer depends on the value alone."""
    return all(_ends(test) is not None for test in cell.node.tests)


def fixed_ends(cell: UnaryTests) -> list[Any]:
    """The values at which the answer of a clear cell may change."""
    return [value for test in cell.node.tests for value in _ends(test) or ()]


def _ends(test: syntax.Node) -> list[Any] | None:
    nodes = _end_nodes(test)
    found = [fixed(node) for node in nodes]
    if any(isinstance(part, syntax.Name) and not part.builtin for node in nodes for part in parts(node)):
        return None
    simple = (Decimal, str, bool, date, DateTime, DaysDuration, YearsMonthsDuration, type(None))
    if not all(known and isinstance(value, simple) for known, value in found):
        return None
    return [value for _, value in found if value is not None]


def _end_nodes(test: syntax.Node) -> list[syntax.Node]:
    if isinstance(test, syntax.SignTest):
        return [test.operand]
    if isinstance(test, syntax.RangeLiteral):
        return [test.low, test.high]
    if isinstance(test, syntax.ListLiteral):
        return [node for item in test.items for node in _end_nodes(item)]
    return [test]


def listed_values(tests: UnaryTests | None) -> list[Any]:
    """The values of an enumeration; empty when it is none."""
    if tests is None or tests.node.negated:
        return []
    values = [fixed(test) for test in tests.node.tests if not isinstance(test, syntax.SignTest | syntax.RangeLiteral)]
    whole = len(values) == len(tests.node.tests) and all(known for known, _ in values)
    return [value for _, value in values] if whole else []


def _listed_by_type(kind: FeelType) -> list[Any]:
    from laufzettel.engine.rules.expression import compile_unary

    while isinstance(kind, Constrained):
        if kind.allowed:
            return listed_values(compile_unary(kind.allowed))
        kind = kind.base
    return []


def _atoms(values: list[Any], listed: list[Any], kind: FeelType) -> list[Atom] | None:
    if listed:
        return [Atom(value) for value in listed]
    if shape(kind) is BOOLEAN or (values and all(type(value) is bool for value in values)):
        return [Atom(True), Atom(False)]
    if not values:
        return [Atom(None, True)]
    if len({type(value) for value in values}) > 1 or len(values) > 4000:
        return None
    if type(values[0]) is str:
        return [*(Atom(value) for value in sorted(set(values))), Atom(OTHER)]
    return _ordered_atoms(values)


def _ordered_atoms(values: list[Any]) -> list[Atom] | None:
    step = _STEPS.get(type(values[0]))
    if step is None:
        return None
    try:
        borders = sorted(set(values))
        atoms = [Atom(step(borders[0], None))]
        for place, border in enumerate(borders):
            atoms.append(Atom(border))
            after = borders[place + 1] if place + 1 < len(borders) else None
            middle = step(None, border) if after is None else _between(border, after)
            if middle is not None:
                atoms.append(Atom(middle))
    except (TypeError, OverflowError):
        return None
    return atoms


def _between(low: Any, high: Any) -> Any:
    if isinstance(low, Decimal):
        return low + 1 if low + 1 < high else (low + high) / 2
    after = _STEPS[type(low)](None, low)
    return after if after < high else None


def _number_step(before: Decimal | None, after: Decimal | None) -> Decimal:
    return before - 1 if before is not None else (after or Decimal(0)) + 1


def _date_step(before: date | None, after: date | None) -> date:
    return before - timedelta(days=1) if before is not None else (after or date.min) + timedelta(days=1)


def _days_step(before: DaysDuration | None, after: DaysDuration | None) -> DaysDuration:
    return (
        DaysDuration(before.nanos - DAY) if before is not None else DaysDuration((after.nanos if after else 0) + SECOND)
    )


def _months_step(before: YearsMonthsDuration | None, after: YearsMonthsDuration | None) -> YearsMonthsDuration:
    return YearsMonthsDuration(before.months - 1 if before is not None else (after.months if after else 0) + 1)


_STEPS: dict[type, Any] = {
    Decimal: _number_step, date: _date_step, DaysDuration: _days_step, YearsMonthsDuration: _months_step,
}  # fmt: skip
