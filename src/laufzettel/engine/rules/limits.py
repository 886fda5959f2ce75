"""Bounds of one evaluation: steps, depth, sizes. Deterministic, so that a rule ends in the same place everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .errors import Diagnosis, RuleLimit, line_and_column
from .explanation import DecisionExplanation, Heading, TableTrace

MAX_STEPS = 100_000
MAX_DEPTH = 60
MAX_ITEMS = 50_000
MAX_TEXT = 200_000
MAX_SOURCE = 20_000
MAX_NESTING = 90
MAX_TREE = 300
MAX_DIAGNOSES = 50
MAX_DECISIONS = 500


class Run:
    """One evaluation: counts steps and depth, collects diagnoses, carries the clock that was passed in."""

    __slots__ = ("decisions", "depth", "diagnoses", "heard", "now", "steps", "tables", "text")

    def __init__(self, *, heard: bool = False, now: datetime | None = None, text: str = "") -> None:
        self.steps = MAX_STEPS
        self.depth = 0
        self.heard = heard
        self.now = now
        self.text = text
        self.diagnoses: list[Diagnosis] = []
        self.decisions: list[DecisionExplanation] = []  # made so far, while heard
        self.tables: list[TableTrace] = []  # read so far by the decision being made, while heard

    def note_decision(
        self, called: Heading, value: Any, inputs: Mapping[str, Any], since: int, parameters: tuple[Heading, ...] = ()
    ) -> None:
        """Remember a decision or function call with the tables read since then."""
        if len(self.decisions) < MAX_DECISIONS:
            tables = tuple(self.tables[since:])
            self.decisions.append(DecisionExplanation(called.name, value, dict(inputs), tables, called, parameters))
        del self.tables[since:]

    def spend(self, steps: int) -> None:
        """Use up steps; raises RuleLimit when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise RuleLimit("Die Regel braucht zu viele Rechenschritte und wurde abgebrochen.")

    def enter(self) -> None:
        """Go one function call deeper; raises RuleLimit when that is too deep."""
        self.depth += 1
        self.spend(5)
        if self.depth > MAX_DEPTH:
            raise RuleLimit("Die Regel ruft sich zu tief selbst auf und wurde abgebrochen.")

    def leave(self) -> None:
        """Come back from a function call."""
        self.depth -= 1

    def fail(self, position: int, reason: str) -> None:
        """Note why a part has no value. Returns nothing: the value of that part is null."""
        if self.heard and len(self.diagnoses) < MAX_DIAGNOSES:
            line, column = line_and_column(self.text, position)
            self.diagnoses.append(Diagnosis(position, reason, line, column, self.text))


class Silent(Run):
    """The run of expressions without loops and calls: nothing to count, nobody listens. Shared, never changed."""

    __slots__ = ()

    def spend(self, steps: int) -> None:
        """Count nothing: the length of the text bounds the work."""

    def fail(self, position: int, reason: str) -> None:
        """Tell nobody."""


SILENT = Silent()


def check_items(count: int) -> None:
    """Refuse a collection with more items than a rule may hold."""
    if count > MAX_ITEMS:
        raise RuleLimit(f"Die Liste wird zu lang (mehr als {MAX_ITEMS} Einträge).")


def check_text(length: int) -> None:
    """Refuse a text with more characters than a rule may hold."""
    if length > MAX_TEXT:
        raise RuleLimit(f"Der Text wird zu lang (mehr als {MAX_TEXT} Zeichen).")
