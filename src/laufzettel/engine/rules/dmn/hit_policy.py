"""What becomes of several rules that hit: the hit policies and aggregations of DMN."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from laufzettel.engine.rules.builtins_lists import maximum, minimum, total
from laufzettel.engine.rules.errors import FeelError
from laufzettel.engine.rules.limits import Run
from laufzettel.engine.rules.operators import equal

if TYPE_CHECKING:
    from .table import Table


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that hit, with its number and outputs."""

    rule: int
    values: list[Any]


Policy = Callable[[list[Hit], "Table", Run], Any]


def _unique(hits: list[Hit], table: Table, run: Run) -> Any:
    if len(hits) > 1:
        numbers = ", ".join(str(hit.rule) for hit in hits)
        raise FeelError(f"Es darf nur eine Regel zutreffen, es treffen zu: {numbers}.")
    return table.shaped(hits[0].values)


def _any(hits: list[Hit], table: Table, run: Run) -> Any:
    first = table.shaped(hits[0].values)
    if not all(equal(first, table.shaped(hit.values), run) is True for hit in hits[1:]):
        raise FeelError("Mehrere Regeln treffen zu und sagen Verschiedenes.")
    return first


def _first(hits: list[Hit], table: Table, run: Run) -> Any:
    return table.shaped(hits[0].values)


def _priority(hits: list[Hit], table: Table, run: Run) -> Any:
    return _ordered(hits, table, run)[0]


def _ordered(hits: list[Hit], table: Table, run: Run) -> list[Any]:
    ranked = sorted(hits, key=lambda hit: _ranks(hit, table, run))
    return [table.shaped(hit.values) for hit in ranked]


def _ranks(hit: Hit, table: Table, run: Run) -> list[int]:
    ranks = []
    for value, output in zip(hit.values, table.outputs, strict=True):
        if output.allowed is not None:
            ranks.append(output.allowed.place(value, run))
    return ranks


def _in_rule_order(hits: list[Hit], table: Table, run: Run) -> list[Any]:
    return [table.shaped(hit.values) for hit in hits]


def _aggregate(fold: Callable[[list[Any]], Any]) -> Policy:
    def policy(hits: list[Hit], table: Table, run: Run) -> Any:
        if len(table.outputs) != 1:
            return {
                output.name: fold([hit.values[place] for hit in hits]) for place, output in enumerate(table.outputs)
            }
        return fold([hit.values[0] for hit in hits])

    return policy


POLICIES: dict[str, Policy] = {
    "U": _unique,
    "A": _any,
    "F": _first,
    "P": _priority,
    "O": _ordered,
    "R": _in_rule_order,
    "C": _in_rule_order,
    "C+": _aggregate(total),
    "C<": _aggregate(minimum),
    "C>": _aggregate(maximum),
    "C#": _aggregate(lambda values: Decimal(len(values))),
}
NAMES = {
    "UNIQUE": "U", "ANY": "A", "FIRST": "F", "PRIORITY": "P", "OUTPUT ORDER": "O", "RULE ORDER": "R", "COLLECT": "C",
}  # fmt: skip
AGGREGATIONS = {"SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}


def no_hit(policy: str) -> Any:
    """The value of a table when no rule hits and there is no default."""
    if policy == "C":
        return []
    return Decimal(0) if policy == "C#" else None
