"""Decision models after DMN 1.2 to 1.5: tables, boxed expressions, functions, services, imports."""

from __future__ import annotations

from laufzettel.engine.rules.explanation import CellDoubt, DecisionExplanation, Explanation, RuleTrace, TableTrace

from .model import Decision, DecisionModel, DecisionResult, load_dmn
from .table import watch_rows

__all__ = [
    "CellDoubt",
    "Decision",
    "DecisionExplanation",
    "DecisionModel",
    "DecisionResult",
    "Explanation",
    "RuleTrace",
    "TableTrace",
    "load_dmn",
    "watch_rows",
]
