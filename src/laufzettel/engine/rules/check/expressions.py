"""Checks one expression: can it be read, are its names known, do its types fit, is a branch dead."""

from __future__ import annotations

from collections.abc import Mapping

from laufzettel.engine.rules import syntax
from laufzettel.engine.rules.dmn.xml import Problem
from laufzettel.engine.rules.errors import RuleError, line_and_column
from laufzettel.engine.rules.reading import read_expression
from laufzettel.engine.rules.types import FeelType, shape

from .dead import check_dead
from .inference import Inference, Report, comparable, german


def check_expression(
    text: str, *, types: Mapping[str, FeelType], expected: FeelType | None = None, names_closed: bool = True
) -> list[Problem]:
    """The problems of an expression, in the order of the text; empty when there is none.

    `types` are the names it may use; `expected` is the type its value must have (such as boolean for a condition);
    with `names_closed=False` unknown names are no problem.
    """
    try:
        node = read_expression(text, types)
    except RuleError as error:
        return [Problem(error.line, error.column, error.message)]
    problems: list[Problem] = []

    def report(position: int, message: str, severity: str) -> None:
        line, column = line_and_column(text, position)
        problem = Problem(line, column, message, severity)
        if problem not in problems:
            problems.append(problem)

    kind = check_node(node, types, report, names_closed=names_closed)
    if expected is not None and not _fits(kind, expected):
        report(0, f"Das Ergebnis ist „{german(kind)}“, gebraucht wird „{german(expected)}“.", "error")
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def check_node(
    node: syntax.Node, types: Mapping[str, FeelType], report: Report, *, names_closed: bool = True
) -> FeelType:
    """Check a parsed expression; the type of its value."""
    kind = Inference(types, report, closed=names_closed).type(node, {})
    check_dead(node, report)
    return kind


def _fits(kind: FeelType, expected: FeelType) -> bool:
    return str(shape(kind)) in ("Null",) or comparable(kind, expected)
