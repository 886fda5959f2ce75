"""One evaluation of a model: each decision once, inputs checked, everything noted for the explanation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from laufzettel.engine.rules.compiler import conform
from laufzettel.engine.rules.errors import FeelError
from laufzettel.engine.rules.limits import Run
from laufzettel.engine.rules.types import ANY, FeelType
from laufzettel.engine.rules.values import Function

from .boxed import ModelFunction
from .graph import Part
from .xml import children, heading_of, reference

Given = Mapping[str, Any]


class Evaluation:
    """Inputs are FEEL values by name; for imported models under the import's name, or plain."""

    def __init__(self, inputs: Given, run: Run, fixed: Mapping[Part, Any] | None = None) -> None:
        self._inputs = inputs
        self._run = run
        self._fixed = dict(fixed or {})
        self._values: dict[tuple[Part, tuple[str, ...]], Any] = {}  # an imported part may differ by the way to it

    def value_of(self, part: Part, path: tuple[str, ...] = ()) -> Any:
        """The value of a part for those that require it; `path` are the import names on the way to it."""
        if part in self._fixed:
            return self._fixed[part]
        key = (part, path)
        if key not in self._values:
            self._run.spend(2)
            self._values[key] = self._compute(part, path)
        return self._values[key]

    def _compute(self, part: Part, path: tuple[str, ...]) -> Any:
        if part.kind == "inputData":
            return self._input(part, path)
        if part.kind == "decision":
            return self._decision(part, path)
        return self.function_of(part, path)

    def _input(self, part: Part, path: tuple[str, ...]) -> Any:
        for start in range(len(path) + 1):
            found, value = _look_up(self._inputs, [*path[start:], part.name])
            if found:
                return conform(value, part.type, self._run)
        return self._run.fail(0, f"Die Angabe „{part.name}“ fehlt.")

    def scope_of(self, part: Part, path: tuple[str, ...]) -> dict[str, Any]:
        """What a part sees: the values of all it requires, those of imported models under the import's name."""
        given: dict[str, Any] = {}
        for required in part.required:
            if required.kind == "knowledgeSource":
                continue
            prefix = part.graph.prefix_of(required)
            value = self.value_of(required, (*path, prefix) if prefix else path)
            if prefix:
                given.setdefault(prefix, {})[required.name] = value
            else:
                given[required.name] = value
        return given

    def _decision(self, part: Part, path: tuple[str, ...]) -> Any:
        given = self.scope_of(part, path)
        if part.code is None:
            return self._run.fail(0, f"„{part.name}“ hat keine Entscheidungslogik.")
        since = len(self._run.tables)
        value = part.code(given, {None: self._run})
        if self._run.heard:
            told = {name: entry for name, entry in given.items() if not isinstance(entry, Function)}
            self._run.note_decision(heading_of(part.element), value, told, since)
        return value

    def function_of(self, part: Part, path: tuple[str, ...] = ()) -> Any:
        """A knowledge model or service as a function value."""
        if part.kind == "decisionService":
            return ServiceFunction(part, self._inputs, path)
        if part.maker is None:
            return self._run.fail(0, f"„{part.name}“ hat keine Logik.")
        given: dict[str, Any] = {}
        try:
            function = part.maker(given, part.type)
        except FeelError as error:
            return self._run.fail(0, error.reason)
        self._values[(part, path)] = given[part.name] = function
        given |= {name: value for name, value in self.scope_of(part, path).items() if name != part.name}
        return function


def _look_up(inputs: Given, steps: list[str]) -> tuple[bool, Any]:
    if ".".join(steps) in inputs:
        return True, inputs[".".join(steps)]
    value: Any = inputs
    for step in steps:
        if not isinstance(value, Mapping) or step not in value:
            return False, None
        value = value[step]
    return True, value


def service_parts(part: Part, name: str) -> list[Part]:
    """The parts a service names as outputDecision, inputDecision, inputData or encapsulatedDecision."""
    return [part.graph.resolve(reference(one), part.line) for one in children(part.element, name)]


def service_parameters(part: Part) -> list[Part]:
    """The parameters of a service in order: its input data, then its input decisions."""
    return service_parts(part, "inputData") + service_parts(part, "inputDecision")


class ServiceFunction(Function):
    """A decision service as a function: its parameters stand for input data and input decisions."""

    __slots__ = ("_inputs", "_part", "_path")

    def __init__(self, part: Part, inputs: Given, path: tuple[str, ...]) -> None:
        self._part, self._inputs, self._path = part, inputs, path
        parameters = [(one.name, one.type) for one in service_parameters(part)]
        super().__init__(part.name, parameters, ANY)

    def run(self, arguments: list[Any], run: Run) -> Any:
        """Make the decisions of the service with the arguments in place of its inputs."""
        fixed = dict(zip(service_parameters(self._part), arguments, strict=True))
        run.enter()
        try:
            return evaluate_service(self._part, {}, run, fixed)
        finally:
            run.leave()


def evaluate_service(part: Part, inputs: Given, run: Run, fixed: Mapping[Part, Any]) -> Any:
    """The result of a service: the value of its only output decision, or a context of all by name."""
    evaluation = Evaluation(inputs, run, fixed)
    outputs = service_parts(part, "outputDecision")
    values = {one.name: evaluation.value_of(one) for one in outputs}
    result = values[outputs[0].name] if len(outputs) == 1 else values
    return conform(result, _result_kind(part), run)


def _result_kind(part: Part) -> FeelType:
    from laufzettel.engine.rules.types import FunctionType, shape

    kind = shape(part.type)
    return kind.result if isinstance(kind, FunctionType) else part.type


class DecisionFunction(Function):
    """A decision as a function for forms: its parameters are the input data it needs, in the order it needs them."""

    __slots__ = ("_part",)

    def __init__(self, part: Part) -> None:
        self._part = part
        super().__init__(part.name, [(one.name, one.type) for one in needed_inputs(part)], part.type)

    def run(self, arguments: list[Any], run: Run) -> Any:
        """Make the decision with the arguments as input data."""
        fixed = dict(zip(needed_inputs(self._part), arguments, strict=True))
        run.enter()
        try:
            return Evaluation({}, run, fixed).value_of(self._part)
        finally:
            run.leave()


def needed_inputs(part: Part) -> list[Part]:
    """The input data a decision needs, directly or through other decisions, each once, in the order of need."""
    found: dict[int, Part] = {}
    seen: set[int] = set()
    waiting = [part]
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if current.kind == "inputData":
            found.setdefault(id(current), current)
        waiting.extend(reversed(list(current.information())))
    return list(found.values())


__all__ = ["DecisionFunction", "Evaluation", "ModelFunction", "ServiceFunction", "evaluate_service", "needed_inputs"]
