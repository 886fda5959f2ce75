"""What others see of a case: small frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from laufzettel.cases.applicant import Applicant
from laufzettel.cases.results import StepResult
from laufzettel.cases.thread import ThreadEntry
from laufzettel.cases.timeline import TimelineEntry
from laufzettel.cases.turn import WhoseTurn
from laufzettel.engine.forms import FieldDefinition, FormState
from laufzettel.engine.process import Outcome, StepField
from laufzettel.messaging.api import MessageView
from laufzettel.notices.api import DecisionView, NoticeView
from laufzettel.organisation.api import Unit
from laufzettel.packages import Noun
from laufzettel.payments.api import ClaimView
from laufzettel.records.api import DocumentView
from laufzettel.submissions.api import AttachmentView, Purpose, SubmissionView

WAITS_LABELS = {
    "clerk": "Bearbeitung",
    "applicant": "wartet auf Antwort oder Zahlung",
    "machine": "läuft automatisch",
    "": "nichts zu tun",
}

_PLACES = {"applicant": 0, "town": 1, "nobody": 2}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A drafted decision that a second person has to release."""

    outcome: str
    reasons: str
    conditions: tuple[str, ...]
    values: Mapping[str, Any]
    by: str


@dataclass(frozen=True, kw_only=True)
class TaskView:
    """An open task with everything needed to work on it."""

    id: int
    step: str
    word: str
    title: str
    text: str
    hint: str
    legal_basis: str
    unit: str
    assignee: str
    assignee_name: str
    waits_for: str
    due_on: date
    is_overdue: bool
    fields: tuple[StepField, ...]
    asked: tuple[tuple[str, FieldDefinition], ...]
    outcomes: tuple[Outcome, ...]
    takes_conditions: bool
    needs_four_eyes: bool
    proposal: Proposal | None


@dataclass(frozen=True, kw_only=True)
class QueryView:
    """A question to the applicant with its answer; an open one may have a part of it. `files`: titles by item."""

    id: int
    text: str
    items: tuple[Mapping[str, Any], ...]
    due_on: date
    state: str
    asked_by_name: str
    asked_at: datetime
    answer: Mapping[str, Any]
    answered_at: datetime | None
    files: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class NoteView:
    """A note of a clerk."""

    id: int
    text: str
    author_name: str
    written_at: datetime
    document_id: int | None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A computed value with its explanation (why this amount?)."""

    key: str
    label: str
    display: str
    explanation: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case as its clerks see it."""

    reference: str
    subject: str
    municipality: str
    service_key: str
    service_title: str
    package_ref: str
    unit: Unit
    state: str
    state_label: str
    waits_for: str
    waits_label: str
    is_decided: bool
    is_finished: bool
    has_news: bool
    opened_at: datetime
    closed_at: datetime | None
    deadline_on: date
    file_reference: str
    applicant: Applicant
    submission: SubmissionView
    form: FormState
    computed: tuple[Fact, ...]
    tasks: tuple[TaskView, ...]
    queries: tuple[QueryView, ...]
    notes: tuple[NoteView, ...]
    decisions: tuple[DecisionView, ...]
    notices: tuple[NoticeView, ...]
    documents: tuple[DocumentView, ...]
    messages: tuple[MessageView, ...]
    claim: ClaimView | None
    timeline: tuple[TimelineEntry, ...]
    results: tuple[StepResult, ...]
    look_ups: tuple[tuple[str, str], ...]
    later_files: tuple[AttachmentView, ...]
    missing_evidence: tuple[Purpose, ...]
    noun: Noun


@dataclass(frozen=True, kw_only=True)
class OwnCaseView:
    """A case as its applicant sees it; no clerk is named, nothing internal shows.

    `evidence_to_come` are path and words of what is still to be handed in (`missing_evidence`: only the paths);
    `decision_expected_on` is None once decided, and while nothing is decided before a payment; `target` is the period
    the office promises, or empty.
    """

    reference: str
    subject: str
    municipality: str
    service_key: str
    service_title: str
    unit: Unit
    state: str
    state_label: str
    turn: WhoseTurn
    opened_at: datetime
    closed_at: datetime | None
    deadline_on: date
    target: str
    can_withdraw: bool
    form: FormState
    computed: tuple[Fact, ...]
    tasks: tuple[TaskView, ...]
    queries: tuple[QueryView, ...]
    notices: tuple[NoticeView, ...]
    documents: tuple[DocumentView, ...]
    thread: tuple[ThreadEntry, ...]
    can_write: bool
    claim: ClaimView | None
    timeline: tuple[TimelineEntry, ...]
    missing_evidence: tuple[str, ...]
    evidence_to_come: tuple[tuple[str, str], ...]
    decision_expected_on: date | None
    is_decided: bool
    noun: Noun
    acting: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseCard:
    """A case in the applicant's list; `decision_expected_on` is None once decided, or before a payment."""

    reference: str
    service_key: str
    service_title: str
    state: str
    state_label: str
    turn: WhoseTurn
    opened_at: datetime
    decision_expected_on: date | None
    has_open_payment: bool

    @property
    def urgency(self) -> tuple[int, date]:
        """Return where the card stands in a list: what waits for the applicant first, there the nearest day first."""
        return _PLACES[self.turn.who], self.turn.due_on or date.max
