"""Processes in BPMN: read, check, start, continue. SpiffWorkflow stays behind this door."""

import hashlib
from dataclasses import replace
from functools import lru_cache

from laufzettel.engine import rules
from laufzettel.engine.process import spiff
from laufzettel.engine.process.checks import step_problems, structure_problems
from laufzettel.engine.process.definition import (
    Outcome,
    ProcessDefinition,
    ProcessError,
    ProcessProblem,
    StepDefinition,
    StepField,
)
from laufzettel.engine.process.reading import Reader
from laufzettel.engine.process.running import Advance, OpenTask, complete, open_tasks, start
from laufzettel.engine.process.vocabulary import WORDS, Word

__all__ = [
    "WORDS",
    "Advance",
    "OpenTask",
    "Outcome",
    "ProcessDefinition",
    "ProcessError",
    "ProcessProblem",
    "StepDefinition",
    "StepField",
    "Word",
    "check_process",
    "complete",
    "load_process",
    "open_tasks",
    "start",
]


@lru_cache(maxsize=256)
def load_process(content: bytes) -> ProcessDefinition:
    """Read a BPMN file; the same bytes give the same object.

    Faults of the diagram stand in `problems` of the result, so that all can be shown at once.
    Raises ProcessError when the file is not a single BPMN process, is too large or unsafe.
    """
    reader = Reader(content)
    definition = ProcessDefinition(
        key=reader.key,
        name=reader.name,
        documentation=reader.documentation,
        content_hash=hashlib.sha256(content).hexdigest(),
        nodes=reader.nodes,
        flows=tuple(reader.flows),
        steps=reader.steps,
    )
    problems = [*reader.problems, *structure_problems(definition)]
    for step in definition.steps.values():
        problems.extend(step_problems(step, reader.element_of(step.id)))
    conditions = {}
    for flow in definition.flows:
        if flow.condition:
            try:
                conditions[flow.id] = rules.compile(flow.condition)
            except rules.RuleError as error:
                problems.append(ProcessProblem(element=flow.id, line=flow.line, message=error.message))
    definition = replace(definition, problems=tuple(problems), conditions=conditions)
    return definition if problems else replace(definition, spec=spiff.build_spec(definition))


def check_process(definition: ProcessDefinition) -> list[ProcessProblem]:
    """Return what is wrong with the process; an empty list means that it can run."""
    return list(definition.problems)
