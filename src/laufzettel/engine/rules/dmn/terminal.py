"""The explanation of a decision as a table in plain text, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from laufzettel.engine.rules.explanation import DecisionExplanation, Explanation, RuleTrace, TableTrace
from laufzettel.engine.rules.formatting import show

MAX_CELL = 60


def explanation_text(explanation: Explanation) -> str:
    """Every decision with its inputs; of a table every rule, whether it hit, and the cell that said no."""
    lines = [line for decision in explanation.decisions for line in _decision(decision)]
    if explanation.diagnoses:
        lines += ["Ohne Wert:"]
        lines += [f"  Zeile {one.line}, Spalte {one.column}: {one.reason}" for one in explanation.diagnoses]
    return "\n".join(lines) + "\n"


def _decision(decision: DecisionExplanation) -> Iterator[str]:
    yield f"{decision.name} = {show(decision.value)}"
    for name, value in decision.inputs.items():
        yield f"  {name} = {_short(show(value))}"
    for table in decision.tables:
        yield from (f"  {line}" for line in _table(table))
    yield ""


def _table(table: TableTrace) -> Iterator[str]:
    yield f"Tabelle, Trefferregel {table.hit_policy}"
    rows = [("Regel", "trifft zu", "Ergebnis oder Grund")]
    rows += [(str(rule.number), "ja" if rule.hit else "nein", _reason(rule)) for rule in table.rules]
    yield from aligned(rows)


def _reason(rule: RuleTrace) -> str:
    if rule.doubt is not None:
        return _short(str(rule.doubt))
    if not rule.hit:
        return "eine frühere Regel gilt"
    return _short(
        ", ".join(show(value) for value in rule.outputs.values()) + "".join(f"  ({note})" for note in rule.notes)
    )


def _short(text: str) -> str:
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines with columns of equal width; the first row is the head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for place, row in enumerate(rows):
        yield " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        if place == 0:
            yield "-+-".join("-" * width for width in widths)
