"""Checks a decision table: gaps, overlaps, rules that never count; each with an example input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from laufzettel.engine.rules.dmn.table import Rule, Table
from laufzettel.engine.rules.dmn.xml import Problem
from laufzettel.engine.rules.types import ANY, FeelType

from .atoms import Atom, Column

MAX_VISITS = 60_000
MAX_REPORTS = 10


@dataclass(slots=True)
class _Search:
    """What was found so far on the way through all combinations of pieces. Rules are bits by place."""

    table: Table
    columns: list[Column]
    visits: int = 0
    gaps: list[list[Atom]] = field(default_factory=list)
    overlaps: dict[tuple[int, int], list[Atom]] = field(default_factory=dict)
    counts: int = 0
    seen: set[tuple[int, int, int]] = field(default_factory=set)


def check_table(table: Table, kinds: Sequence[FeelType] = ()) -> list[Problem]:
    """The problems of a table. `kinds` are the types of its inputs where they are known."""
    if not table.rules:
        return [Problem(table.line, 1, f"Tabelle „{table.name}“: Die Tabelle hat keine Regel.")]
    known = [*kinds, *[ANY] * len(table.inputs)][: len(table.inputs)]
    columns = [
        Column([rule.cells[place] for rule in table.rules], column.allowed, kind)
        for place, (column, kind) in enumerate(zip(table.inputs, known, strict=True))
    ]
    search = _Search(table, columns)
    everything = (1 << len(table.rules)) - 1
    _descend(search, 0, everything, everything, [])
    if search.visits > MAX_VISITS:
        return [
            _problem(table.line, table, "Die Tabelle ist zu groß, um Lücken und Überschneidungen zu suchen.", "info")
        ]
    return _gap_problems(search) + _overlap_problems(search) + _unreachable_problems(search)


def _descend(search: _Search, at: int, possible: int, sure: int, path: list[Atom]) -> None:
    search.visits += 1
    if search.visits > MAX_VISITS or (at, possible, sure) in search.seen:
        return
    search.seen.add((at, possible, sure))
    if not possible or at == len(search.columns):
        _leaf(search, possible, sure, path)
        return
    for piece in search.columns[at].pieces:
        _descend(search, at + 1, possible & piece.possible, sure & piece.sure, [*path, piece.atom])


def _leaf(search: _Search, possible: int, sure: int, path: list[Atom]) -> None:
    if not possible:
        if len(search.gaps) <= MAX_REPORTS:
            search.gaps.append(path)
        return
    first = sure & -sure
    if search.table.hit_policy == "F" and first:
        possible &= (first << 1) - 1  # only rules up to the first sure one come to their turn
    search.counts |= possible
    second = (sure ^ first) & -(sure ^ first)
    if second:
        pair = first.bit_length() - 1, second.bit_length() - 1
        if _clash(search.table, *pair):
            search.overlaps.setdefault(pair, path)


def _clash(table: Table, one: int, other: int) -> bool:
    if table.hit_policy == "U":
        return True
    return table.hit_policy == "A" and table.rules[one].output_texts != table.rules[other].output_texts


def _problem(line: int, table: Table, message: str, severity: str) -> Problem:
    return Problem(line, 1, f"Tabelle „{table.name}“: {message}", severity)


def example(table: Table, path: Sequence[Atom]) -> str:
    """An input as `rasse = "Pudel", alter = 17`, leaving out what does not matter."""
    parts = [f"{column.text} = {atom.text}" for column, atom in zip(table.inputs, path, strict=False) if not atom.free]
    return ", ".join(parts) or "jede Eingabe"


def _gap_problems(search: _Search) -> list[Problem]:
    table = search.table
    if table.hit_policy.startswith("C") or any(output.default is not None for output in table.outputs):
        return []
    found = [
        _problem(table.line, table, f"Für {example(table, path)} gilt keine Regel.", "warning")
        for path in search.gaps[:MAX_REPORTS]
    ]
    if len(search.gaps) > MAX_REPORTS:
        found.append(_problem(table.line, table, "Es gibt weitere Lücken.", "warning"))
    return found


def _overlap_problems(search: _Search) -> list[Problem]:
    table, found = search.table, []
    for (one, other), path in list(search.overlaps.items())[:MAX_REPORTS]:
        first, second = table.rules[one], table.rules[other]
        message = f"Für {example(table, path)} gelten die Regeln {first.number} und {second.number} zugleich."
        found.append(_problem(second.line or table.line, table, message, "error"))
    return found


def _unreachable_problems(search: _Search) -> list[Problem]:
    return [
        _problem(rule.line or search.table.line, search.table, _why_unreachable(search.table, rule), "warning")
        for place, rule in enumerate(search.table.rules)
        if not search.counts >> place & 1
    ]


def _why_unreachable(table: Table, rule: Rule) -> str:
    if table.hit_policy == "F":
        return f"Regel {rule.number} kommt nie zum Zug, weil frühere Regeln alles abdecken oder sie nie zutrifft."
    return f"Regel {rule.number} trifft nie zu."
