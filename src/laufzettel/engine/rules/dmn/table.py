"""Decision tables: rules, hit policies, aggregation, explanation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from laufzettel.engine.rules.compiler import Code, Globals, Locals, conform
from laufzettel.engine.rules.errors import FeelError
from laufzettel.engine.rules.explanation import NAMELESS, CellDoubt, Heading, RuleTrace, TableTrace
from laufzettel.engine.rules.expression import UnaryTests
from laufzettel.engine.rules.limits import Run
from laufzettel.engine.rules.syntax import Node
from laufzettel.engine.rules.types import ANY, FeelType

from .hit_policy import POLICIES, Hit, no_hit
from .index import TableIndex

_ROWS: ContextVar[set[tuple[int, int]] | None] = ContextVar("rows", default=None)


@dataclass(frozen=True, slots=True)
class Input:
    """A column that asks: its text, its expression, the values it allows."""

    text: str
    code: Code
    allowed: UnaryTests | None
    kind: FeelType = ANY
    node: Node | None = None
    heading: Heading = NAMELESS


@dataclass(frozen=True, slots=True)
class Output:
    """A column that answers: name, type, allowed values in order of priority, default."""

    name: str
    kind: FeelType
    allowed: UnaryTests | None
    default: Code | None
    heading: Heading = NAMELESS


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: tests for the inputs, expressions for the outputs, notes for people; `line` in the file."""

    number: int
    cells: tuple[UnaryTests, ...]
    outputs: tuple[Code, ...]
    notes: tuple[str, ...]
    line: int = 0
    output_texts: tuple[str, ...] = ()
    cell_lines: tuple[int, ...] = ()


@dataclass(slots=True)
class Table:
    """A decision table ready to run. `hit_policy` is a letter or C with its aggregation sign."""

    name: str
    hit_policy: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    result_kind: FeelType = ANY
    line: int = 0
    index: TableIndex = field(init=False)

    def __post_init__(self) -> None:
        self.index = TableIndex([rule.cells for rule in self.rules])

    def code(self, given: Globals, local: Locals) -> Any:
        """The value of the table in a scope; null with a diagnosis when the hit policy is broken."""
        run: Run = local[None]
        values = self._values(given, local)
        if run.heard:
            run.tables.append(self.trace(values, given, local))
        try:
            self._check_inputs(values, given, run)
            found = self._hits(values, given, run)
            self._note(found)
            hits = [self._hit(rule, given, local) for rule in found]
            if hits:
                return POLICIES[self.hit_policy](hits, self, run)
            return self._nothing(given, local)
        except FeelError as error:
            return run.fail(0, f"Tabelle „{self.name}“: {error.reason}")

    def _note(self, found: Sequence[Rule]) -> None:
        rows = _ROWS.get()
        if rows is not None:
            rows.update((self.line, rule.number) for rule in found)

    def _values(self, given: Globals, local: Locals) -> list[Any]:
        return [column.code(given, local) for column in self.inputs]

    def _check_inputs(self, values: Sequence[Any], given: Globals, run: Run) -> None:
        for column, value in zip(self.inputs, values, strict=True):
            if column.allowed is not None and value is not None and not column.allowed.holds(value, given, run):
                raise FeelError(f"{column.text} hat einen Wert, der nicht vorgesehen ist.")

    def _hits(self, values: Sequence[Any], given: Globals, run: Run) -> list[Rule]:
        first_only = self.hit_policy == "F"
        found = []
        for place in self.index.candidates(values):
            rule = self.rules[place]
            run.spend(1)
            if all(cell.holds(value, given, run) for cell, value in zip(rule.cells, values, strict=True)):
                found.append(rule)
                if first_only:
                    break
        return found

    def _hit(self, rule: Rule, given: Globals, local: Locals) -> Hit:
        run: Run = local[None]
        values = [
            conform(code(given, local), output.kind, run)
            for code, output in zip(rule.outputs, self.outputs, strict=True)
        ]
        return Hit(rule.number, values)

    def _nothing(self, given: Globals, local: Locals) -> Any:
        if any(output.default is not None for output in self.outputs):
            values = [output.default(given, local) if output.default else None for output in self.outputs]
            return self.shaped(values)
        return no_hit(self.hit_policy)

    def shaped(self, values: Sequence[Any]) -> Any:
        """The outputs of one rule as a value: alone, or as a context by their names."""
        if len(self.outputs) == 1:
            return values[0]
        return {output.name: value for output, value in zip(self.outputs, values, strict=True)}

    def trace(self, values: Sequence[Any], given: Globals, local: Locals) -> TableTrace:
        """Every rule with the reason why it hit or not."""
        quiet: Locals = {**local, None: Run()}
        rules: list[RuleTrace] = []
        for rule in self.rules:
            if self.hit_policy == "F" and rules and rules[-1].counts_as_decided:
                rules.append(RuleTrace(rule.number, False, {}, rule.notes, None))
            else:
                rules.append(self._trace_rule(rule, values, given, quiet))
        asked = tuple(column.heading for column in self.inputs)
        answered = tuple(output.heading for output in self.outputs)
        return TableTrace(self.hit_policy, self._asked(values), tuple(rules), asked, answered)

    def _asked(self, values: Sequence[Any]) -> Mapping[str, Any]:
        return {column.text: value for column, value in zip(self.inputs, values, strict=True)}

    def _trace_rule(self, rule: Rule, values: Sequence[Any], given: Globals, local: Locals) -> RuleTrace:
        for column, (cell, value) in enumerate(zip(rule.cells, values, strict=True), 1):
            if not cell.holds(value, given, local[None]):
                doubt = CellDoubt(column, self.inputs[column - 1].text, cell.text, value)
                return RuleTrace(rule.number, False, {}, rule.notes, doubt)
        outputs = dict(zip((output.name for output in self.outputs), self._hit(rule, given, local).values, strict=True))
        return RuleTrace(rule.number, True, outputs, rule.notes, None)


@contextmanager
def watch_rows() -> Iterator[set[tuple[int, int]]]:
    """Collect, inside the block, every row that hits: (line of its table, number of the row from 1)."""
    rows: set[tuple[int, int]] = set()
    token = _ROWS.set(rows)
    try:
        yield rows
    finally:
        _ROWS.reset(token)
