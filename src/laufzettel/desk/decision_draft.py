"""A decision on its way: what a clerk typed, as values that survive the way to the preview and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from laufzettel.cases import api as cases
from laufzettel.cases.api import DecisionPreview, TaskView
from laufzettel.engine.process import StepField
from laufzettel.kernel import dates
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Refused
from laufzettel.platform import api as platform

DESPITE = "trotz_rueckfrage"


@dataclass(frozen=True, kw_only=True)
class DecisionDraft:
    """What a clerk wants to decide; all as typed, one condition per line."""

    outcome: str = ""
    reasons: str = ""
    conditions: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    despite: bool = False

    @property
    def condition_list(self) -> tuple[str, ...]:
        """The conditions one by one."""
        return tuple(line.strip() for line in self.conditions.splitlines() if line.strip())

    @property
    def kept(self) -> dict[str, Any]:
        """The draft as a session can hold it."""
        return {**asdict(self), "values": dict(self.values)}


def read_draft(post: QueryDict, fields: Sequence[StepField]) -> DecisionDraft:
    """Return what the form of a decision holds."""
    return DecisionDraft(
        outcome=post.get("ergebnis", ""),
        reasons=post.get("gruende", "").strip(),
        conditions=post.get("nebenbestimmungen", "").strip(),
        values={step_field.key: post.get(step_field.key, "") for step_field in fields},
        despite=DESPITE in post,
    )


def draft_of_proposal(task: TaskView) -> DecisionDraft:
    """Return the proposal of a task as a draft that can be shown and changed."""
    assert task.proposal is not None, "only a task with a proposal has its draft"
    kinds = {step_field.key: step_field.type for step_field in task.fields}
    return DecisionDraft(
        outcome=task.proposal.outcome,
        reasons=task.proposal.reasons,
        conditions="\n".join(task.proposal.conditions),
        values={key: _typed(value, kinds.get(key, "")) for key, value in task.proposal.values.items()},
    )


def preview_of(task: TaskView, draft: DecisionDraft, *, reference: str, actor: Actor) -> DecisionPreview | None:
    """Return the draft of the notice, or None where the outcome leads to none; raises `Invalid`."""
    try:
        return cases.preview_decision(
            reference=reference, task_id=task.id, actor=actor, now=platform.now(), **decision_arguments(draft)
        )
    except Refused:
        return None


def decision_arguments(draft: DecisionDraft) -> dict[str, Any]:
    """Return a draft as the arguments that deciding and previewing share."""
    return {
        "outcome": draft.outcome,
        "reasons": draft.reasons,
        "conditions": draft.condition_list,
        "values": dict(draft.values),
    }


def _typed(value: object, kind: str) -> str:
    """Write a stored value as a clerk would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if kind in {"money", "number"}:
        return str(value).replace(".", ",")
    return dates.format_de(date.fromisoformat(str(value))) if kind == "date" else str(value)
