"""A process as frozen values: steps, gateways, flows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from laufzettel.kernel.errors import LaufzettelError

NodeKind = Literal["start", "end", "terminate", "task", "exclusive", "parallel"]


class ProcessError(LaufzettelError):
    """The process cannot be read, started or continued; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer of a choice field of a step."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class StepField:
    """One value a clerk or applicant enters when finishing a step."""

    key: str
    type: str
    label: str
    hint: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One way to decide: what it is called, what it means in law, which notice it leads to.

    `when` is FEEL: the outcome is offered only where it is true; empty is always.
    """

    key: str
    label: str
    kind: str
    notice: str = ""
    when: str = ""

    @property
    def needs_reasons(self) -> bool:
        """Whether somebody does not get what was asked for: then reasons are a duty (§ 39 (1) VwVfG, § 121 (1) AO)."""
        return self.kind in {"refuse", "partial"}


@dataclass(frozen=True, kw_only=True)
class StepDefinition:
    """A task of the diagram and the word that says what it does; attributes are still unevaluated texts."""

    id: str
    name: str
    word: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[StepField, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    documentation: str = ""
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class Node:
    """A circle, box or diamond of the diagram."""

    id: str
    kind: NodeKind
    name: str
    default: str = ""
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An arrow; `condition` is FEEL or empty."""

    id: str
    source: str
    target: str
    condition: str = ""
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class ProcessProblem:
    """Something wrong in the diagram: element id, line in the file, German sentence."""

    element: str
    line: int
    message: str


@dataclass(frozen=True, kw_only=True)
class ProcessDefinition:
    """A process read from BPMN; `problems` are the faults already seen while reading."""

    key: str
    name: str
    documentation: str
    content_hash: str
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    steps: Mapping[str, StepDefinition]
    problems: tuple[ProcessProblem, ...] = ()
    spec: Any = None
    conditions: Mapping[str, Any] = field(default_factory=dict)

    def outgoing(self, node: str) -> tuple[Flow, ...]:
        """Return the arrows that leave `node`."""
        return tuple(flow for flow in self.flows if flow.source == node)
