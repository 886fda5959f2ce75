"""Own types of a model (item definitions) as FEEL types with tests for their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from laufzettel.engine.rules.errors import RuleError
from laufzettel.engine.rules.expression import UnaryTests
from laufzettel.engine.rules.limits import Run
from laufzettel.engine.rules.reading import read_cell, read_expression
from laufzettel.engine.rules.syntax import InstanceOf, Tests
from laufzettel.engine.rules.types import ANY, SIMPLE, Constrained, ContextType, FeelType, FunctionType, ListType

from .xml import Element, Problem, attribute, child, children, line_of, name_of, tag, text_of, type_ref


class ItemTypes:
    """The types of one model: its own, and those of imported models under their prefix."""

    def __init__(self, root: Element, imported: Mapping[str, FeelType], problems: list[Problem]) -> None:
        self._elements = {name_of(item): item for item in children(root, "itemDefinition")}
        self._known: dict[str, FeelType] = dict(imported)
        self._open: set[str] = set()
        self._problems = problems
        self.components: set[str] = set()
        for name in self._elements:
            self.find(name)

    @property
    def own(self) -> dict[str, FeelType]:
        """The types this model defines."""
        return {name: self._known[name] for name in self._elements if name in self._known}

    @property
    def all(self) -> dict[str, FeelType]:
        """Every type that can be named here."""
        return self._known

    def find(self, reference: str, element: Element | None = None) -> FeelType:
        """The type of a reference; Any for none, and for one that is unknown (which is noted as a problem)."""
        name = " ".join(reference.split())
        name = name.removeprefix("feel:").removeprefix("feel.")
        if not name:
            return ANY
        if name in self._known:
            return self._known[name]
        if name in self._elements and name not in self._open:
            self._open.add(name)
            self._known[name] = self._define(self._elements[name])
            return self._known[name]
        if name in SIMPLE:
            return SIMPLE[name]
        return self._spelled(name, element)

    def _spelled(self, name: str, element: Element | None) -> FeelType:
        if ":" in name and name.split(":")[-1] in {**SIMPLE, **self._known, **dict.fromkeys(self._elements, ANY)}:
            return self.find(name.split(":")[-1], element)
        try:
            node = read_expression(f"null instance of {name}", types=self._known)
            if isinstance(node, InstanceOf):
                return node.type
        except RuleError:
            pass
        if name not in self._open:
            self._problems.append(Problem(line_of(element), 1, f"Den Typ „{name}“ gibt es in diesem Modell nicht."))
        return ANY

    def _define(self, item: Element) -> FeelType:
        parts = list(children(item, "itemComponent"))
        function = child(item, "functionItem")
        base: FeelType
        if parts:
            base = ContextType(tuple((name_of(part), self._component(part)) for part in parts))
        elif function is not None:
            base = self._function(function)
        else:
            base = self.find(type_ref(item), item)
        return self._constrained(item, base)

    def _component(self, part: Element) -> FeelType:
        self.components.add(name_of(part))
        return self._define(part)

    def _function(self, function: Element) -> FeelType:
        parameters = tuple(self.find(type_ref(one), one) for one in children(function, "parameters", "parameter"))
        return FunctionType(parameters, self.find(attribute(function, "outputTypeRef"), function))

    def _constrained(self, item: Element, base: FeelType) -> FeelType:
        name = name_of(item) or tag(item)
        allowed, check = self._tests(item, "allowedValues")
        if attribute(item, "isCollection") == "true":
            inner = Constrained(str(base), base, check, allowed) if check else base
            base, check, allowed = ListType(inner), None, ""
        _, whole = self._tests(item, "typeConstraint")
        return Constrained(name, base, _both(check, whole), allowed)

    def _tests(self, item: Element, kind: str) -> tuple[str, Callable[[Any], bool] | None]:
        element = child(item, kind)
        text = text_of(element).strip()
        if not text:
            return "", None
        try:
            node = read_cell(text, self.components, self._known)
        except RuleError as error:
            self._problems.append(Problem(line_of(element) + error.line - 1, error.column, error.message))
            return "", None
        assert isinstance(node, Tests)
        tests = UnaryTests(text, node)
        return text, lambda value: tests.holds(value, {}, Run())


def _both(first: Callable[[Any], bool] | None, second: Callable[[Any], bool] | None) -> Callable[[Any], bool] | None:
    if first is None or second is None:
        return first or second
    return lambda value: first(value) and second(value)
