"""Why a decision came out as it did: inputs, rules that hit, cells that said no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import Diagnosis


@dataclass(frozen=True, slots=True)
class Heading:
    """How people call a column or parameter: its name in the model, its label, the name of its type."""

    name: str
    label: str = ""
    type_name: str = ""


NAMELESS = Heading("")


@dataclass(frozen=True, slots=True)
class CellDoubt:
    """The first cell of a rule that said no: column (from 1), what it asked, its text, the value it saw."""

    column: int
    asked: str
    cell: str
    value: Any

    def __str__(self) -> str:
        from .formatting import show

        return f"{self.asked}: {show(self.value)} erfüllt nicht „{self.cell}“"


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule of a table: its number (from 1), whether it hit, its outputs, its notes, the cell that said no.

    Neither hit nor doubt: an earlier rule had decided (hit policy FIRST).
    """

    number: int
    hit: bool
    outputs: Mapping[str, Any]
    notes: tuple[str, ...]
    doubt: CellDoubt | None

    @property
    def counts_as_decided(self) -> bool:
        """True for a rule that hit, and for one not looked at because an earlier one had hit."""
        return self.doubt is None


@dataclass(frozen=True, slots=True)
class TableTrace:
    """A table as it was read: hit policy, its inputs with their values, every rule, how its columns are called."""

    hit_policy: str
    inputs: Mapping[str, Any]
    rules: tuple[RuleTrace, ...]
    asked: tuple[Heading, ...] = ()
    answered: tuple[Heading, ...] = ()

    @property
    def hits(self) -> tuple[RuleTrace, ...]:
        """The rules that hit."""
        return tuple(rule for rule in self.rules if rule.hit)


@dataclass(frozen=True, slots=True)
class DecisionExplanation:
    """One decision or function on the way: its name, its value, what it was given, its tables, how it is called.

    `parameters` says how its inputs are called, for those that have a label.
    """

    name: str
    value: Any
    inputs: Mapping[str, Any]
    tables: tuple[TableTrace, ...]
    called: Heading = NAMELESS
    parameters: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """All decisions in the order they were made, and why parts became null."""

    decisions: tuple[DecisionExplanation, ...]
    diagnoses: tuple[Diagnosis, ...]

    def rows(self) -> list[tuple[str, str, str]]:
        """For people: decision, what mattered, result. One row per decision, one per rule that hit."""
        from .formatting import show

        found: list[tuple[str, str, str]] = []
        for decision in self.decisions:
            for table in decision.tables:
                asked = ", ".join(f"{name} = {show(value)}" for name, value in table.inputs.items())
                for rule in table.hits:
                    result = ", ".join(show(value) for value in rule.outputs.values())
                    found.append((decision.name, f"Regel {rule.number}: {asked}", result))
            if not any(table.hits for table in decision.tables):
                asked = ", ".join(f"{name} = {show(value)}" for name, value in decision.inputs.items())
                found.append((decision.name, asked, show(decision.value)))
        return found
