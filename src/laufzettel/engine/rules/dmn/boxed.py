"""Boxed expressions of a model as closures, like those of FEEL: `code(globals, locals) -> value`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from laufzettel.engine.rules.compiler import Code, Compiler, Globals, Locals, conform, run_of
from laufzettel.engine.rules.errors import FeelError, RuleError
from laufzettel.engine.rules.explanation import Heading
from laufzettel.engine.rules.expression import UnaryTests
from laufzettel.engine.rules.external import external_function
from laufzettel.engine.rules.limits import Run, check_items
from laufzettel.engine.rules.looping import items_of
from laufzettel.engine.rules.reading import read_cell, read_expression
from laufzettel.engine.rules.syntax import Node, Tests
from laufzettel.engine.rules.types import ANY, FeelType
from laufzettel.engine.rules.values import Function

from .items import ItemTypes
from .xml import (
    Element,
    Problem,
    attribute,
    child,
    children,
    expression_of,
    heading_of,
    line_of,
    name_of,
    tag,
    text_of,
    type_ref,
)

_STEPS = re.compile(r'[^\[\](){}"]+\.\.[^\[\](){}"]+')  # 1..10 or 10..1, as FEEL allows it after `in`
NEVER = "not(null, ? = ?)"  # the tests of a cell that lets nothing through


@dataclass(frozen=True, slots=True)
class Text:
    """A FEEL text of the model that was read, for the checks: its parsed form, where it stands, who owns it."""

    owner: str
    node: Node
    text: str
    line: int
    names: frozenset[str]
    element_part: Any = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """What is needed to compile the expressions of one element: names in scope, types, where problems go."""

    owner: str
    names: frozenset[str]
    types: ItemTypes
    problems: list[Problem]
    texts: list[Text]
    tables: list[Any]
    members: frozenset[str] = field(default=frozenset())
    part: Any = None

    def knowing(self, names: Iterable[str]) -> Workshop:
        """The same with more names in scope."""
        return replace(self, names=self.names | frozenset(names))

    def feel(self, text: str, line: int) -> Code:
        """A FEEL text as closure; a text that cannot be read is noted and becomes null."""
        return self.feel_and_node(text, line)[0]

    def feel_and_node(self, text: str, line: int) -> tuple[Code, Node | None]:
        """The closure of a FEEL text and its parsed form, None when it cannot be read."""
        if not text.strip():
            return _missing(f"In „{self.owner}“ fehlt ein Ausdruck."), None
        known = self.names | self.types.components | self.members
        try:
            node = read_expression(text, known, self.types.all)
        except RuleError as error:
            self._note_in(text, line, error)
            return _missing(f"In „{self.owner}“ steht ein Ausdruck, der nicht lesbar ist: {error.message}"), None
        self.texts.append(Text(self.owner, node, text, line, self.names, self.part))
        return _located(Compiler().code(node), text), node

    def cell(self, text: str, line: int) -> UnaryTests:
        """The unary tests of a text; a text that cannot be read is noted and lets nothing through."""
        known = self.names | self.types.components | self.members
        try:
            node = read_cell(text, known, self.types.all)
        except RuleError as error:
            self._note_in(text, line, error)
            node = read_cell(NEVER)
        assert isinstance(node, Tests)
        return UnaryTests(text.strip() or "-", node)

    def _note_in(self, text: str, line: int, error: RuleError) -> None:
        place = line + error.line - 1, error.column
        if self.part is not None:
            place = self.part.graph.source.place(line, text, error.line, error.column)
        self.note(*place, error.message)

    def note(self, line: int, column: int, message: str) -> None:
        """Remember a problem of the model."""
        self.problems.append(Problem(line, column, f"{self.owner}: {message}"))


def _missing(reason: str) -> Code:
    return lambda _given, local: run_of(local).fail(0, reason)


def _located(code: Code, text: str) -> Code:
    """Diagnoses inside this code point into its own text."""

    def run(given: Globals, local: Locals) -> Any:
        current = run_of(local)
        if not current.heard:
            return code(given, local)
        before, current.text = current.text, text
        try:
            return code(given, local)
        finally:
            current.text = before

    return run


def boxed(element: Element | None, shop: Workshop) -> Code:
    """The closure of a boxed expression, its result in the type it declares."""
    if element is None:
        return _missing(f"„{shop.owner}“ hat keine Entscheidungslogik.")
    code = _MAKERS[tag(element)](element, shop)
    kind = shop.types.find(type_ref(element), element)
    return code if kind is ANY else typed(code, kind)


def typed(code: Code, kind: FeelType) -> Code:
    """The closure with its result converted to a type, or null."""
    return lambda given, local: conform(code(given, local), kind, run_of(local))


def _literal(element: Element, shop: Workshop) -> Code:
    language = attribute(element, "expressionLanguage", "FEEL")
    if "feel" not in language.lower():
        shop.note(line_of(element), 1, f"Die Sprache {language} führt Laufzettel nicht aus, nur FEEL.")
        return _missing("Der Ausdruck ist nicht in FEEL geschrieben.")
    return shop.feel(text_of(child(element, "text")), line_of(element))


def _inner(element: Element, name: str, shop: Workshop) -> Code:
    return boxed(expression_of(child(element, name)), shop)


def _context(element: Element, shop: Workshop) -> Code:
    entries: list[tuple[str, Code]] = []
    result: Code | None = None
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        name = name_of(variable)
        inside = shop.knowing((name,)) if _is_function(entry) else shop
        code = boxed(expression_of(entry), inside)
        if variable is None:
            result = code
            continue
        kind = shop.types.find(type_ref(variable), variable)
        entries.append((name, code if kind is ANY else typed(code, kind)))
        shop = shop.knowing((name,))

    def context(given: Globals, local: Locals) -> Any:
        inside = dict(given)
        found = {}
        run_of(local).spend(len(entries))
        for name, code in entries:
            found[name] = inside[name] = code(inside, local)
        return found if result is None else result(inside, local)

    return context


def _is_function(entry: Element) -> bool:
    return child(entry, "functionDefinition") is not None


def _list(element: Element, shop: Workshop) -> Code:
    items = [boxed(item, shop) for item in children(element) if tag(item) in _MAKERS]
    return lambda given, local: [item(given, local) for item in items]


def _relation(element: Element, shop: Workshop) -> Code:
    names = [name_of(column) for column in children(element, "column")]
    kinds = [shop.types.find(type_ref(column), column) for column in children(element, "column")]
    rows = [
        [typed(boxed(cell, shop), kind) for cell, kind in zip(_cells(row), kinds, strict=False)]
        for row in children(element, "row")
    ]
    return lambda given, local: [
        {name: cell(given, local) for name, cell in zip(names, row, strict=False)} for row in rows
    ]


def _cells(row: Element) -> list[Element]:
    return [cell for cell in children(row) if tag(cell) in _MAKERS]


def _conditional(element: Element, shop: Workshop) -> Code:
    condition, then, otherwise = (_inner(element, name, shop) for name in ("if", "then", "else"))
    return lambda given, local: (then if condition(given, local) is True else otherwise)(given, local)


def _filter(element: Element, shop: Workshop) -> Code:
    source = _inner(element, "in", shop)
    match = _inner(element, "match", shop.knowing(("item",)))

    def filtered(given: Globals, local: Locals) -> Any:
        found = source(given, local)
        if found is None:
            return run_of(local).fail(0, "Die Liste für den Filter fehlt.")
        chosen = []
        for item in found if type(found) is list else [found]:
            run_of(local).spend(20)
            inside = {**given, "item": item, **(item if type(item) is dict else {})}
            result = match(inside, local)
            if type(result) is Decimal:
                return _pick(found if type(found) is list else [found], result, local)
            if result is True:
                chosen.append(item)
        return chosen

    return filtered


def _pick(items: list[Any], index: Decimal, local: Locals) -> Any:
    if index != index.to_integral_value() or not 1 <= abs(index) <= len(items):
        return run_of(local).fail(0, "Die Liste hat diesen Eintrag nicht.")
    return items[int(index) - 1] if index > 0 else items[int(index)]


def _iterator(element: Element, shop: Workshop) -> Code:
    word = tag(element)
    name = " ".join(attribute(element, "iteratorVariable").split())
    source = _iterated(expression_of(child(element, "in")), shop)
    body = _inner(element, "return" if word == "for" else "satisfies", shop.knowing((name, "partial")))

    def loop(given: Globals, local: Locals) -> Any:
        results: list[Any] = []
        try:
            items = items_of(source(given, local))
        except FeelError as error:
            return run_of(local).fail(0, error.reason)
        for item in items:
            run_of(local).spend(20 + (len(results) if word == "for" else 0))
            inside = {**given, name: item}
            if word == "for":
                inside["partial"] = list(results)
            results.append(body(inside, local))
            check_items(len(results))
            if word != "for" and results[-1] is (word == "some"):
                return word == "some"
        return results if word == "for" else _verdict(results, word == "every")

    return loop


def _iterated(element: Element | None, shop: Workshop) -> Code:
    text = text_of(element).strip()
    if element is not None and tag(element) == "literalExpression" and _STEPS.fullmatch(text):
        return shop.feel(f"for item in {text} return item", line_of(element))
    return boxed(element, shop)


def _verdict(results: Sequence[Any], verdict: bool) -> bool | None:
    return verdict if all(type(result) is bool for result in results) else None


class ModelFunction(Function):
    """A function of a model: a business knowledge model, a boxed function or a service."""

    __slots__ = ("_body", "_given", "called", "headings")

    def __init__(
        self,
        name: str,
        parameters: Sequence[tuple[str, FeelType]],
        result: FeelType,
        body: Code,
        given: Mapping[str, Any],
    ) -> None:
        super().__init__(name, parameters, result)
        self._body, self._given = body, given
        self.called = Heading(name)
        self.headings: tuple[Heading, ...] = ()

    def run(self, arguments: list[Any], run: Run) -> Any:
        """Evaluate the body with the parameters bound."""
        bound = dict(zip((name for name, _ in self.parameters), arguments, strict=True))
        since = len(run.tables)
        run.enter()
        try:
            value = conform(self._body({**self._given, **bound}, {None: run}), self.result, run)
        finally:
            run.leave()
        if run.heard and self.name:
            run.note_decision(self.called, value, bound, since, self.headings)
        return value


def parameters_of(element: Element, shop: Workshop) -> list[tuple[str, FeelType]]:
    """Names and types of the formal parameters of a function."""
    return [(name_of(one), shop.types.find(type_ref(one), one)) for one in children(element, "formalParameter")]


def function_maker(element: Element, shop: Workshop, name: str) -> Callable[[Mapping[str, Any], FeelType], Function]:
    """From a functionDefinition: what makes the function, given the scope it was written in."""
    parameters = parameters_of(element, shop)
    body = boxed(expression_of(element), shop.knowing(name for name, _ in parameters))
    if attribute(element, "kind", "FEEL").upper() != "FEEL":
        return lambda given, _result: external_function(parameters, _external_mapping(body, given))
    owner = heading_of(element.getparent())
    called = Heading(name, owner.label, owner.type_name or type_ref(expression_of(element)))
    headings = tuple(heading_of(one) for one in children(element, "formalParameter") if heading_of(one).label)

    def make(given: Mapping[str, Any], result: FeelType) -> Function:
        function = ModelFunction(name, parameters, result, body, given)
        function.called, function.headings = called, headings
        return function

    return make


def _external_mapping(body: Code, given: Mapping[str, Any]) -> Any:
    found = body(given, {None: Run()})
    return {"java": found} if isinstance(found, dict) and "java" not in found else found


def _function(element: Element, shop: Workshop) -> Code:
    make = function_maker(element, shop, "")

    def function(given: Globals, local: Locals) -> Any:
        try:
            return make(given, ANY)
        except FeelError as error:
            return run_of(local).fail(0, error.reason)

    return function


def _invocation(element: Element, shop: Workshop) -> Code:
    function = boxed(expression_of(element), shop)
    bindings = [
        (name_of(child(binding, "parameter")), boxed(expression_of(binding), shop))
        for binding in children(element, "binding")
    ]

    def invocation(given: Globals, local: Locals) -> Any:
        target, run = function(given, local), run_of(local)
        if not isinstance(target, Function):
            return run.fail(0, "Hier wird etwas aufgerufen, das keine Funktion ist.")
        try:
            return target.call_named({name: code(given, local) for name, code in bindings}, run)
        except FeelError as error:
            return run.fail(0, error.reason)

    return invocation


def _table(element: Element, shop: Workshop) -> Code:
    from .table_reader import read_table

    table = read_table(element, shop)
    shop.tables.append(table)
    return table.code


_MAKERS: dict[str, Callable[[Element, Workshop], Code]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iterator,
    "some": _iterator,
    "every": _iterator,
    "functionDefinition": _function,
    "invocation": _invocation,
    "decisionTable": _table,
}
