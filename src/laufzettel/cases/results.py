"""What people answered to the steps of a process, in words: for the case page, the course and the record file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from laufzettel.cases.filing import file_text
from laufzettel.cases.models import Case, Task
from laufzettel.cases.timeline import TimelineEntry
from laufzettel.engine.process import StepDefinition, StepField
from laufzettel.engine.texts import format_value
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.organisation import api as organisation
from laufzettel.packages import Package
from laufzettel.platform.api import EventRecord

ENDS = {"beantwortet": "beantwortet", "ohne_antwort": "ohne Antwort beendet"}
Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class StepResult:
    """What came of a step that a person completed; `rows` are label and answer."""

    step: str
    title: str
    word: str
    by: str
    at: datetime
    rows: Rows


def step_results(case: Case, package: Package) -> tuple[StepResult, ...]:
    """Return the latest answers to every review, decision and request of a case, oldest first.

    A step that was repeated shows its last answers; each of them has its own paper in the record file.
    """
    done = Task.objects.filter(case=case, state=Task.State.DONE, word__in=("review", "ask", "decide")).order_by("pk")
    latest = {task.step: task for task in done if task.step in case.results and task.step in package.process.steps}
    found = (_result(case, package.process.steps[task.step], task) for task in latest.values())
    return tuple(sorted((result for result in found if result.rows), key=lambda result: result.at))


def _result(case: Case, step: StepDefinition, task: Task) -> StepResult:
    assert task.done_at is not None, "a task that is done has its moment"
    return StepResult(
        step=task.step,
        title=task.title,
        word=task.word,
        by=_name(case, task),
        at=task.done_at,
        rows=result_rows(step, case.results[task.step]),
    )


def _name(case: Case, task: Task) -> str:
    try:
        return organisation.get_clerk(case.municipality, int(task.done_by)).name
    except (NotFound, ValueError):
        return "Antragstellerin oder Antragsteller" if task.word == "ask" else "Sachbearbeitung"


def result_rows(step: StepDefinition, result: Mapping[str, Any]) -> Rows:
    """Return label and answer of every field of a step, in German, and how a request of the process ended."""
    return tuple(_rows(step, result))


def _rows(step: StepDefinition, result: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if step.word == "ask":
        yield "Aufforderung", ENDS.get(str(result.get("ergebnis", "")), "beantwortet")
        for key, label in (("grund", "Grund"), ("nachricht", "Nachricht")):
            if result.get(key):
                yield label, str(result[key])
    for field in step.fields:
        if field.key in result:
            yield field.label, say(field, result[field.key])


def say(field: StepField, value: object) -> str:
    """Write the stored value of a field as a German reads it: label of an option, `21.11.2026`, `12,50 €`, `Ja`."""
    if value is None or value == "":
        return "keine Angabe"
    if isinstance(value, bool):
        return "Ja" if value else "Nein"
    if field.options:
        return next((option.label for option in field.options if option.value == str(value)), str(value))
    try:
        if field.type == "date":
            return format_de(date.fromisoformat(str(value)))
        if field.type == "money":
            return f"{Decimal(str(value)):.2f} €".replace(".", ",")
        return format_value(Decimal(str(value))) if field.type == "number" else str(value)
    except (ValueError, InvalidOperation):
        return str(value)


def file_result(
    case: Case, step: StepDefinition, task: Task, *, name: str, result: Mapping[str, Any], now: datetime
) -> None:
    """File what a clerk answered to a step, once per task; `name` is the clerk's. Nothing for a step without fields."""
    rows = result_rows(step, result)
    if not rows:
        return
    head = [f"Prüfvermerk zum Vorgang {case.reference}", f"Schritt: {task.title}", f"Von: {name}"]
    file_text(
        case,
        key=f"result:{task.engine_task}",
        kind="note",
        title=f"Prüfvermerk: {task.title}",
        filename=f"Pruefvermerk_{task.engine_task}.txt",
        lines=[*head, f"Am: {format_de(local_date(now))}", "", *(f"{label}: {value}" for label, value in rows)],
        public=False,
        now=now,
    )


def file_answer(case: Case, step: StepDefinition, task: Task, *, result: Mapping[str, Any], now: datetime) -> None:
    """File what the applicant answered to a request of the process, once per task; files lie there already."""
    head = [f"Antwort zum Vorgang {case.reference}: {task.title}", f"Am: {format_de(local_date(now))}", ""]
    file_text(
        case,
        key=f"answer:{task.engine_task}",
        kind="message",
        title=f"Antwort: {task.title}",
        filename=f"Antwort_{task.engine_task}.txt",
        lines=[*head, *(f"{label}: {value}" for label, value in result_rows(step, result))],
        public=True,
        now=now,
    )


def with_answers(
    entries: Sequence[TimelineEntry], events: Sequence[EventRecord], results: Sequence[StepResult]
) -> tuple[TimelineEntry, ...]:
    """Return the course with the answers beside the line that says the step is done; both run in the same order."""
    details = {result.step: "; ".join(f"{label}: {value}" for label, value in result.rows) for result in results}
    last = {
        str(event.payload.get("step", "")): place for place, event in enumerate(events) if event.kind == "TaskCompleted"
    }
    spoken = {place: details[step] for step, place in last.items() if step in details}
    return tuple(
        replace(entry, detail=spoken[place]) if place in spoken else entry for place, entry in enumerate(entries)
    )
