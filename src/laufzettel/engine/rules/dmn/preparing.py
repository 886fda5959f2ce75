"""Compiles every part of a model with the names it may see."""

from __future__ import annotations

from collections.abc import Iterable

from laufzettel.engine.rules.types import FunctionType, shape

from .boxed import Text, Workshop, boxed, function_maker, typed
from .graph import Graph, Part
from .xml import Element, child, children, expression_of, name_of, tag


def prepare(graph: Graph, texts: list[Text]) -> None:
    """Give every part of a linked model its code."""
    members = _members(graph)
    for part in graph.parts.values():
        shop = Workshop(
            part.name, frozenset(_names_for(part)), graph.types, graph.problems, texts, part.tables, members, part
        )
        if part.kind == "decision":
            _prepare_decision(part, shop)
        elif part.kind == "businessKnowledgeModel":
            _prepare_function(part, shop)
        elif part.kind == "decisionService":
            _check_service(part, shop)


def _prepare_decision(part: Part, shop: Workshop) -> None:
    if expression_of(part.element) is not None:
        part.code = typed(boxed(expression_of(part.element), shop), part.type)


def _prepare_function(part: Part, shop: Workshop) -> None:
    logic = child(part.element, "encapsulatedLogic")
    if logic is None:
        return
    part.maker = function_maker(logic, shop.knowing((part.name,)), part.name)
    kind = shape(part.type)
    if isinstance(kind, FunctionType):
        part.type = kind.result


def _check_service(part: Part, shop: Workshop) -> None:
    if child(part.element, "outputDecision") is None:
        shop.note(part.line, 1, "Der Dienst nennt keine Entscheidung.")


def _names_for(part: Part) -> Iterable[str]:
    for required in part.required:
        prefix = part.graph.prefix_of(required)
        yield prefix or required.name
        if required.kind == "businessKnowledgeModel":
            yield required.name
    if part.kind == "decisionService":
        yield part.name


def _members(graph: Graph) -> frozenset[str]:
    """Names that may stand after a dot: entries of contexts, columns of tables and relations, parts of imports."""
    found: set[str] = set()
    for one in graph.all_graphs():
        found |= one.types.components
        if one is not graph:
            found |= {part.name for part in one.parts.values()}
        for element in one.root.iter():
            found |= set(_entry_names(element))
    return frozenset(name for name in found if len(name.split()) > 1 or not name.isidentifier())


def _entry_names(element: Element) -> Iterable[str]:
    if not isinstance(element.tag, str):
        return
    if tag(element) == "contextEntry":
        yield name_of(child(element, "variable"))
    elif tag(element) in ("output", "column"):
        yield name_of(element)
    elif tag(element) == "decisionService":
        yield from (name_of(one) for one in children(element, "variable"))
