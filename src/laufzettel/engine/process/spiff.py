"""Everything that touches SpiffWorkflow: build its specification, keep a small state, evaluate only FEEL."""

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.defaults import EndEvent, ExclusiveGateway, ParallelGateway, StartEvent, UserTask
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition, TerminateEventDefinition
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from laufzettel.engine.process.definition import Node, ProcessDefinition, ProcessError

Decide = Callable[[str], bool]

MAX_HISTORY = 600
_KEPT = TaskState.WAITING | TaskState.READY | TaskState.COMPLETED | TaskState.CANCELLED
_LETTERS = {
    TaskState.WAITING: "W",
    TaskState.READY: "R",
    TaskState.COMPLETED: "C",
    TaskState.CANCELLED: "X",
}
_STATES = {letter: state for state, letter in _LETTERS.items()}


def build_spec(definition: ProcessDefinition) -> BpmnProcessSpec:
    """Return the specification that SpiffWorkflow runs; conditions are the ids of arrows, never code."""
    spec = BpmnProcessSpec(name=definition.key or "process")
    tasks = {node.id: _task_spec(spec, node) for node in definition.nodes.values()}
    for node in definition.nodes.values():
        if node.kind == "start":
            spec.start.connect(tasks[node.id])
        elif node.kind in ("end", "terminate"):
            tasks[node.id].connect(spec.end)
        for flow in definition.outgoing(node.id):
            conditional = node.kind == "exclusive" and flow.condition and flow.id != node.default
            tasks[node.id].connect_outgoing_if(flow.id if conditional else None, tasks[flow.target])
    return spec


def _task_spec(spec: BpmnProcessSpec, node: Node) -> Any:
    if node.kind == "start":
        return StartEvent(spec, node.id, NoneEventDefinition())
    if node.kind == "end":
        return EndEvent(spec, node.id, NoneEventDefinition())
    if node.kind == "terminate":
        return EndEvent(spec, node.id, TerminateEventDefinition())
    kinds: dict[str, Any] = {"task": UserTask, "exclusive": ExclusiveGateway, "parallel": ParallelGateway}
    return kinds[node.kind](spec, node.id)


class _OnlyConditions(BasePythonScriptEngineEnvironment):
    """Answers conditions by the id of their arrow; refuses everything that SpiffWorkflow would run as Python."""

    def __init__(self, decide: Decide) -> None:
        super().__init__()
        self._decide = decide

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> bool:
        return self._decide(expression)

    def execute(self, script: str, context: Any, external_context: Any = None) -> bool:
        raise ProcessError("Skripte werden in einem Prozess nie ausgeführt.")

    def call_service(self, context: Any, **given: Any) -> str:
        raise ProcessError("Dienste werden in einem Prozess nie direkt aufgerufen.")


def new_workflow(spec: BpmnProcessSpec, decide: Decide) -> BpmnWorkflow:
    """Return a fresh instance."""
    return BpmnWorkflow(spec, script_engine=PythonScriptEngine(_OnlyConditions(decide)))


def read_state(spec: BpmnProcessSpec, rows: list[list[Any]], decide: Decide) -> BpmnWorkflow:
    """Return the instance that `rows` describe; raises ProcessError when they do not fit the specification."""
    workflow = BpmnWorkflow(spec, deserializing=True, script_engine=PythonScriptEngine(_OnlyConditions(decide)))
    try:
        for number, parent, name, letter in rows:
            above = workflow.tasks[parent] if parent is not None else None
            task = Task(workflow, spec.task_specs[name], above, _STATES[letter], number)
            if parent is None:
                workflow.task_tree = task
    except (KeyError, TypeError, ValueError) as error:
        raise ProcessError("Der gespeicherte Stand passt nicht zu diesem Prozess.") from error
    for task in list(workflow.tasks.values()):
        if task.has_state(TaskState.READY | TaskState.WAITING):
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
    return workflow


def write_state(workflow: BpmnWorkflow) -> list[list[Any]]:
    """Return the instance as rows [number, parent, element, letter]; guesses about the future are left out."""
    number_tasks(workflow)
    rows: list[list[Any]] = []
    _collect(workflow.task_tree, None, rows)
    if len(rows) > MAX_HISTORY:
        raise ProcessError(
            "Der Vorgang hat zu viele Schritte durchlaufen. Bitte schließen Sie ihn ab oder legen Sie ihn neu an."
        )
    return rows


def _collect(root: Task, parent: int | None, rows: list[list[Any]]) -> None:
    pending = [(root, parent)]
    while pending:
        task, above = pending.pop()
        if not task.has_state(_KEPT):
            continue
        rows.append([task.internal_data["number"], above, task.task_spec.name, _LETTERS[task.state]])
        pending.extend((child, task.internal_data["number"]) for child in reversed(task.children))


def number_tasks(workflow: BpmnWorkflow) -> None:
    """Give each task that really exists a small number that stays the same for the life of the case."""
    numbered = [task.internal_data["number"] for task in workflow.tasks.values() if "number" in task.internal_data]
    stored = [task_id for task_id in workflow.tasks if isinstance(task_id, int)]
    following = max([*numbered, *stored, 0]) + 1
    for task_id, task in workflow.tasks.items():
        if isinstance(task_id, int):
            task.internal_data.setdefault("number", task_id)
        elif "number" not in task.internal_data and task.has_state(_KEPT):
            task.internal_data["number"] = following
            following += 1


def ready_steps(workflow: BpmnWorkflow) -> list[Task]:
    """Return the tasks that wait for somebody, oldest first."""
    found = [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]
    return sorted(found, key=lambda task: int(task.internal_data.get("number", 0)))


def next_automatic(workflow: BpmnWorkflow) -> Task | None:
    """Return an event or gateway that can go on by itself, or None."""
    for task in workflow.get_tasks(state=TaskState.READY):
        if not task.task_spec.manual:
            return task
    return None


def is_entered(task: Task) -> bool:
    """Say whether the task was really reached: ready or done, not waiting at a join and not cancelled."""
    return bool(task.has_state(TaskState.READY | TaskState.COMPLETED))
