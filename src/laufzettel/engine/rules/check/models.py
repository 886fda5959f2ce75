"""Checks a whole decision model: its texts, types and tables."""

from __future__ import annotations

from collections.abc import Mapping

from laufzettel.engine.rules.dmn.boxed import Text
from laufzettel.engine.rules.dmn.graph import Part
from laufzettel.engine.rules.dmn.model import DecisionModel
from laufzettel.engine.rules.dmn.table import Table
from laufzettel.engine.rules.dmn.xml import Problem, Source
from laufzettel.engine.rules.errors import line_and_column
from laufzettel.engine.rules.syntax import Node, Tests
from laufzettel.engine.rules.types import ANY, ContextType, FeelType, FunctionType, shape

from .expressions import check_node
from .inference import Inference, Report, check_test
from .tables import check_table


def check_model(model: DecisionModel, types: Mapping[str, FeelType] | None = None) -> list[Problem]:
    """The problems of a model, by line. `types` say more about its input data than the model does itself."""
    problems = list(model.problems)
    known = dict(types or {})
    for part in model.parts():
        scope = scope_types(part, known)
        problems += _check_texts(model, part, scope)
        for table in part.tables:
            problems += check_table(table, [_input_kind(table, place, scope) for place in range(len(table.inputs))])
            problems += _check_cells(table, scope, part.graph.source)
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column))


def scope_types(part: Part, known: Mapping[str, FeelType]) -> dict[str, FeelType]:
    """The types of the names a part sees."""
    scope: dict[str, FeelType] = {}
    for required in part.required:
        kind = required.type if required.type is not ANY else known.get(required.name, ANY)
        if required.kind in ("businessKnowledgeModel", "decisionService"):
            kind = FunctionType(None, ANY)
        prefix = part.graph.prefix_of(required)
        if prefix:
            before = scope.get(prefix)
            entries = before.entries if isinstance(before, ContextType) else ()
            scope[prefix] = ContextType((*entries, (required.name, kind)))
        else:
            scope[required.name] = kind
    return scope


def _check_texts(model: DecisionModel, part: Part, scope: Mapping[str, FeelType]) -> list[Problem]:
    problems: list[Problem] = []
    for text in model.texts:
        if text.element_part is part:
            inner = {**dict.fromkeys(text.names, ANY), **scope}
            check_node(text.node, inner, _reporter(text, problems))
    return problems


def _reporter(text: Text, problems: list[Problem]) -> Report:
    def report(position: int, message: str, severity: str) -> None:
        line, column = line_and_column(text.text, position)
        source: Source = text.element_part.graph.source
        problems.append(
            Problem(*source.place(text.line, text.text, line, column), f"{text.owner}: {message}", severity)
        )

    return report


def _input_kind(table: Table, place: int, scope: Mapping[str, FeelType]) -> FeelType:
    column = table.inputs[place]
    if column.kind is not ANY:
        return column.kind
    return _infer(column.node, scope) if column.node is not None else ANY


def _infer(node: Node, scope: Mapping[str, FeelType]) -> FeelType:
    return Inference(scope, lambda *_: None, closed=False).type(node, {})


def _check_cells(table: Table, scope: Mapping[str, FeelType], source: Source) -> list[Problem]:
    problems: list[Problem] = []
    for rule in table.rules:
        for place, cell in enumerate(rule.cells):
            kind = _input_kind(table, place, scope)
            line = rule.cell_lines[place] if place < len(rule.cell_lines) else rule.line
            for position, message in _cell_messages(cell.node, shape(kind), scope):
                asked = table.inputs[place].text
                told = f"Tabelle „{table.name}“, Regel {rule.number}, Spalte „{asked}“: {message}"
                where = source.place(line, cell.text, *line_and_column(cell.text, position))
                problems.append(Problem(*where, told))
    return problems


def _cell_messages(node: Tests, kind: FeelType, scope: Mapping[str, FeelType]) -> list[tuple[int, str]]:
    messages: list[tuple[int, str]] = []
    infer = Inference({**scope, "?": kind}, lambda at, message, _: messages.append((at, message)), closed=False)
    for test in node.tests:
        check_test(infer, test, kind, {})
    return messages
