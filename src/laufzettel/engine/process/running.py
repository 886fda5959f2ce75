"""Start and continue a process; the state is a value that the caller keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.task import Task

from laufzettel.engine.process import spiff
from laufzettel.engine.process.definition import ProcessDefinition, ProcessError

MAX_AUTOMATIC_STEPS = 200


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    """A step that waits: `id` is unique in the case (pruefen-4), `step` is the element id."""

    id: str
    step: str


@dataclass(frozen=True, kw_only=True)
class Advance:
    """Where the process stands now: its state as small JSON, what waits, which elements were newly entered."""

    state: dict[str, Any]
    open: tuple[OpenTask, ...]
    visited: tuple[str, ...]
    finished: bool


def start(definition: ProcessDefinition, facts: Mapping[str, object]) -> Advance:
    """Start the process and go on until somebody has to act.

    `facts` are the names that conditions of gateways may use; nothing of them is kept in the state.
    Raises ProcessError for a faulty definition, a condition that cannot be evaluated, or an endless loop.
    """
    if definition.problems:
        raise ProcessError(f"Der Prozess ist fehlerhaft: {definition.problems[0].message}")
    workflow = spiff.new_workflow(definition.spec, _decider(definition, facts))
    return _go_on(definition, workflow, known=set())


def complete(
    definition: ProcessDefinition, state: Mapping[str, Any], task_id: str, facts: Mapping[str, object]
) -> Advance:
    """Finish one open step and go on until somebody has to act.

    `state` is the one of the last Advance and is not changed. Raises ProcessError when the step is not open,
    when the state belongs to another process, and as `start` does.
    """
    workflow = _restore(definition, state, facts)
    known = {task.id for task in workflow.tasks.values() if spiff.is_entered(task)}
    task = next((task for task in spiff.ready_steps(workflow) if _task_id(task) == task_id), None)
    if task is None:
        raise ProcessError("Diese Aufgabe ist nicht mehr offen.")
    _run(task)
    return _go_on(definition, workflow, known=known)


def open_tasks(definition: ProcessDefinition, state: Mapping[str, Any]) -> tuple[OpenTask, ...]:
    """Return the steps that wait in a stored state, oldest first."""
    return _open(_restore(definition, state, {}))


def _restore(definition: ProcessDefinition, state: Mapping[str, Any], facts: Mapping[str, object]) -> BpmnWorkflow:
    if state.get("process") != definition.content_hash[:16]:
        raise ProcessError("Der gespeicherte Stand gehört zu einem anderen Prozess.")
    workflow = spiff.read_state(definition.spec, state["tasks"], _decider(definition, facts))
    spiff.number_tasks(workflow)
    return workflow


def _decider(definition: ProcessDefinition, facts: Mapping[str, object]) -> spiff.Decide:
    def decide(flow_id: str) -> bool:
        return definition.conditions[flow_id].evaluate(facts) is True

    return decide


def _go_on(definition: ProcessDefinition, workflow: BpmnWorkflow, *, known: set[Any]) -> Advance:
    order: list[str] = []
    for _ in range(MAX_AUTOMATIC_STEPS):
        _note_entered(definition, workflow, known, order)
        task = spiff.next_automatic(workflow)
        if task is None:
            break
        _run(task)
    else:
        raise ProcessError("Der Prozess dreht sich im Kreis, ohne dass jemand etwas tun kann.")
    rows = spiff.write_state(workflow)
    state = {"v": 1, "process": definition.content_hash[:16], "tasks": rows}
    return Advance(state=state, open=_open(workflow), visited=tuple(order), finished=bool(workflow.is_completed()))


def _note_entered(definition: ProcessDefinition, workflow: BpmnWorkflow, known: set[Any], order: list[str]) -> None:
    """Add elements that are ready or done and were not seen before; a join counts when it fires."""
    spiff.number_tasks(workflow)
    entered = [task for task in workflow.tasks.values() if task.id not in known and spiff.is_entered(task)]
    for task in sorted(entered, key=lambda task: int(task.internal_data["number"])):
        known.add(task.id)
        if task.task_spec.name in definition.nodes:
            order.append(task.task_spec.name)


def _run(task: Task) -> None:
    try:
        task.run()
    except WorkflowException as error:
        if isinstance(error.__cause__, ProcessError):
            raise error.__cause__ from error
        raise ProcessError(f"Der Prozess kann bei „{task.task_spec.name}“ nicht weitergehen: {error}") from error


def _open(workflow: BpmnWorkflow) -> tuple[OpenTask, ...]:
    return tuple(OpenTask(id=_task_id(task), step=task.task_spec.name) for task in spiff.ready_steps(workflow))


def _task_id(task: Task) -> str:
    return f"{task.task_spec.name}-{task.internal_data['number']}"
