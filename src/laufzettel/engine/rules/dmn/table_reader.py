"""Reads a decision table from the XML of a model."""

from __future__ import annotations

from laufzettel.engine.rules.compiler import Code
from laufzettel.engine.rules.explanation import Heading
from laufzettel.engine.rules.expression import UnaryTests
from laufzettel.engine.rules.types import ANY, Constrained, ContextType, FeelType, ListType, shape

from .boxed import NEVER, Workshop, typed
from .hit_policy import AGGREGATIONS, NAMES
from .table import Input, Output, Rule, Table
from .xml import Element, attribute, child, children, heading_of, line_of, name_of, text_of, type_ref


def read_table(element: Element, shop: Workshop) -> Table:
    """The table of a decisionTable element; what cannot be read is noted as a problem of the model."""
    inputs = tuple(_input(column, shop) for column in children(element, "input"))
    kind = shop.types.find(type_ref(element), element)
    columns = list(children(element, "output"))
    outputs = tuple(_output(column, kind, len(columns) == 1, shop) for column in columns)
    rules = tuple(
        _rule(number, row, len(inputs), len(outputs), shop) for number, row in enumerate(children(element, "rule"), 1)
    )
    return Table(shop.owner, _hit_policy(element, shop), inputs, outputs, rules, kind, line_of(element))


def _hit_policy(element: Element, shop: Workshop) -> str:
    name = attribute(element, "hitPolicy", "UNIQUE")
    aggregation = attribute(element, "aggregation")
    policy = NAMES.get(name, name)
    if policy not in NAMES.values() or (aggregation and aggregation not in AGGREGATIONS):
        shop.note(line_of(element), 1, f"Die Trefferregel {name} {aggregation} gibt es nicht.")
        return "U"
    return policy + AGGREGATIONS.get(aggregation, "") if policy == "C" else policy


def _input(column: Element, shop: Workshop) -> Input:
    expression = child(column, "inputExpression")
    text = text_of(child(expression, "text")).strip()
    code, node = shop.feel_and_node(text, line_of(expression))
    kind = shop.types.find(type_ref(expression), expression)
    allowed = _allowed(child(column, "inputValues"), shop)
    text = " ".join(text.split())
    heading = Heading(text, heading_of(column).label, type_ref(expression))
    return Input(text, code if kind is ANY else typed(code, kind), allowed, kind, node, heading)


def _allowed(element: Element | None, shop: Workshop) -> UnaryTests | None:
    text = text_of(element).strip() if element is not None else ""
    return shop.cell(text, line_of(element)) if text else None


def _output(column: Element, table_kind: FeelType, single: bool, shop: Workshop) -> Output:
    name = name_of(column)
    own = shop.types.find(type_ref(column), column)
    kind = own if own is not ANY else _kind_from_table(name, table_kind, single)
    allowed = _allowed(child(column, "outputValues"), shop) or _allowed_by_type(kind, shop)
    entry = child(column, "defaultOutputEntry")
    default: Code | None = (
        shop.feel(text_of(entry), line_of(entry)) if entry is not None and text_of(entry).strip() else None
    )
    return Output(name or shop.owner, own, allowed, default, heading_of(column))


def _kind_from_table(name: str, kind: FeelType, single: bool) -> FeelType:
    inner = shape(kind)
    if isinstance(inner, ListType):
        kind, inner = inner.item, shape(inner.item)
    if single and not isinstance(inner, ContextType):
        return kind
    return dict(inner.entries).get(name, ANY) if isinstance(inner, ContextType) else ANY


def _allowed_by_type(kind: FeelType, shop: Workshop) -> UnaryTests | None:
    while isinstance(kind, Constrained):
        if kind.allowed:
            return shop.cell(kind.allowed, 1)
        kind = kind.base
    return None


def _rule(number: int, row: Element, inputs: int, outputs: int, shop: Workshop) -> Rule:
    entries = list(children(row, "inputEntry"))
    results = list(children(row, "outputEntry"))
    if len(entries) != inputs or len(results) != outputs:
        shop.note(line_of(row), 1, f"Regel {number} hat nicht so viele Zellen wie die Tabelle Spalten.")
        entries, results = entries[:inputs], results[:outputs]
    cells = [shop.cell(text_of(entry), line_of(entry)) for entry in entries]
    cells += [shop.cell(NEVER, line_of(row)) for _ in range(inputs - len(cells))]
    codes = [shop.feel(text_of(entry), line_of(entry)) for entry in results]
    codes += [lambda _given, _local: None] * (outputs - len(codes))
    notes = tuple(text_of(note).strip() for note in children(row, "annotationEntry"))
    texts = tuple(text_of(entry).strip() for entry in results)
    lines = tuple(line_of(entry) for entry in entries)
    return Rule(number, tuple(cells), tuple(codes), notes, line_of(row), texts, lines)
