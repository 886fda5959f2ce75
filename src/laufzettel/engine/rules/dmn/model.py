"""The door to DMN: load a model once, decide often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from laufzettel.engine.rules.errors import FeelError, RuleError, RuleLimit
from laufzettel.engine.rules.explanation import Explanation
from laufzettel.engine.rules.limits import Run
from laufzettel.engine.rules.types import FeelType
from laufzettel.engine.rules.values import Function, to_feel, to_outside

from .boxed import Text
from .evaluation import (
    DecisionFunction,
    Evaluation,
    ServiceFunction,
    evaluate_service,
    needed_inputs,
    service_parameters,
)
from .graph import Graph, Part
from .preparing import prepare
from .table import Table
from .xml import Problem, attribute, children, definitions


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a model: name, the input data it needs with their types, the type of its value."""

    name: str
    inputs: tuple[str, ...]
    types: Mapping[str, FeelType]
    result: FeelType
    has_table: bool


@dataclass(frozen=True)
class DecisionResult:
    """The value of a decision as a Python value; the explanation is made when it is asked for."""

    value: Any
    _explain: Callable[[], Explanation] = field(repr=False, compare=False)

    @cached_property
    def explanation(self) -> Explanation:
        """Inputs, rules that hit, cells that said no, and why parts became null."""
        return self._explain()


Work = Callable[[dict[str, Any], Run], Any]


class DecisionModel:
    """A loaded model. `problems` are texts that could not be read; their decisions are null."""

    def __init__(self, graph: Graph, texts: list[Text]) -> None:
        self._graph = graph
        self.texts = tuple(texts)
        self.name = graph.name
        self.namespace = graph.namespace
        self.problems: tuple[Problem, ...] = tuple(graph.problems)
        self._decisions = graph.by_name("decision")
        self._services = graph.by_name("decisionService")
        self._knowledge = graph.by_name("businessKnowledgeModel")

    @cached_property
    def decisions(self) -> Mapping[str, Decision]:
        """The decisions by name."""
        return {name: _describe(part) for name, part in self._decisions.items()}

    @property
    def results(self) -> tuple[str, ...]:
        """The decisions no other decision of the model needs."""
        needed = {id(one) for part in self._decisions.values() for one in part.required}
        return tuple(name for name, part in self._decisions.items() if id(part) not in needed)

    @property
    def services(self) -> tuple[str, ...]:
        """The names of the decision services."""
        return tuple(self._services)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All decision tables of the model itself."""
        return tuple(table for part in self._graph.parts.values() for table in part.tables)

    def parts(self) -> tuple[Part, ...]:
        """The elements of the model itself, for the checks."""
        return tuple(self._graph.parts.values())

    @property
    def types(self) -> Mapping[str, FeelType]:
        """The own types of the model by name."""
        return self._graph.types.own

    def inputs(self) -> Mapping[str, FeelType]:
        """The input data of the model with their types."""
        return {name: part.type for name, part in self._graph.by_name("inputData").items()}

    def evaluate(
        self, decision_name: str, inputs: Mapping[str, object], *, now: datetime | None = None
    ) -> DecisionResult:
        """The value of a decision for Python values by input name. RuleError for an unknown decision, RuleLimit."""
        part = self._decisions.get(decision_name)
        if part is None:
            raise RuleError(f"Die Entscheidung „{decision_name}“ gibt es in diesem Modell nicht.")

        return _decide(lambda given, run: Evaluation(given, run).value_of(part), inputs, now)

    def evaluate_service(
        self, name: str, inputs: Mapping[str, object], *, now: datetime | None = None
    ) -> DecisionResult:
        """The result of a decision service for Python values by the names of its parameters."""
        part = self._services.get(name)
        if part is None:
            raise RuleError(f"Den Entscheidungsdienst „{name}“ gibt es in diesem Modell nicht.")

        def work(given: dict[str, Any], run: Run) -> Any:
            fixed = {one: _parameter(one, given, run) for one in service_parameters(part)}
            return evaluate_service(part, given, run, fixed)

        return _decide(work, inputs, now)

    def functions(self) -> Mapping[str, Function]:
        """Decisions, knowledge models and services as functions for expressions elsewhere, by name.

        A decision takes the input data it needs, in the order of need: `steuer(hunde)`.
        """
        found: dict[str, Function] = {name: DecisionFunction(part) for name, part in self._decisions.items()}
        found |= {name: ServiceFunction(part, {}, ()) for name, part in self._services.items()}
        for name, part in self._knowledge.items():
            made = Evaluation({}, Run()).function_of(part)
            if isinstance(made, Function):
                found[name] = made
        return found


def _parameter(part: Part, given: Mapping[str, Any], run: Run) -> Any:
    from laufzettel.engine.rules.compiler import conform

    return conform(given.get(part.name), part.type, run)


def _describe(part: Part) -> Decision:
    inputs = needed_inputs(part)
    types = {one.name: one.type for one in inputs}
    return Decision(part.name, tuple(types), types, part.type, bool(part.tables))


def _decide(work: Work, inputs: Mapping[str, object], now: datetime | None) -> DecisionResult:
    given = _given(inputs)

    def explain() -> Explanation:
        run = Run(heard=True, now=now)
        _guarded(work, given, run)
        return Explanation(tuple(run.decisions), tuple(run.diagnoses))

    value = _guarded(work, given, Run(now=now))
    return DecisionResult(to_outside(value), explain)


def _guarded(work: Work, given: dict[str, Any], run: Run) -> Any:
    try:
        return work(given, run)
    except RecursionError:
        raise RuleLimit("Die Entscheidung ist zu tief verschachtelt und wurde abgebrochen.") from None


def _given(inputs: Mapping[str, object]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, value in inputs.items():
        try:
            given[name] = to_feel(value)
        except FeelError:
            given[name] = None
    return given


def load_dmn(xml: bytes, imports: Mapping[str, bytes] | None = None) -> DecisionModel:
    """The model of a DMN file. `imports` holds the files it may include, by any name.

    Raises RuleError for XML we do not accept, a file that is no model, circles and references into nothing.
    Single expressions that cannot be read are listed in `problems`. Cached by content.
    """
    return _load(xml, tuple(sorted((imports or {}).items())))


@lru_cache(maxsize=128)
def _load(xml: bytes, imports: tuple[tuple[str, bytes], ...]) -> DecisionModel:
    roots = {}
    for _, content in imports:
        root = definitions(content)
        roots[attribute(root, "namespace")] = root
    graphs: dict[str, Graph] = {}
    texts: list[Text] = []
    root = definitions(xml)
    try:
        for entry in children(root, "import"):
            _build(attribute(entry, "namespace"), roots, graphs, ())
        graph = _finished(Graph(root, graphs, xml), texts)
    except RecursionError:
        raise RuleError("Das Modell ist zu tief verschachtelt.") from None
    return DecisionModel(graph, texts)


def _build(namespace: str, roots: Mapping[str, Any], graphs: dict[str, Graph], path: tuple[str, ...]) -> None:
    if namespace in graphs or namespace not in roots:
        return
    if namespace in path:
        raise RuleError("Die Modelle binden sich gegenseitig ein.")
    for entry in children(roots[namespace], "import"):
        _build(attribute(entry, "namespace"), roots, graphs, (*path, namespace))
    graphs[namespace] = _finished(Graph(roots[namespace], graphs), [])


def _finished(graph: Graph, texts: list[Text]) -> Graph:
    graph.link()
    prepare(graph, texts)
    return graph
