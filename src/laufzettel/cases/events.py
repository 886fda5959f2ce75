"""What `cases` tells. Steps are element ids of the process; `opened` names the steps that wait from now on."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from laufzettel.kernel.event import Event

Viewed = Literal["case", "document", "file"]


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """A received submission became a case of a unit, pinned to its package version."""

    submission_id: str
    service_key: str
    package_ref: str
    unit: str
    opened: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TaskCompleted(Event):
    """A person completed a task of the process."""

    step: str
    word: str
    opened: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseAdvanced(Event):
    """Something the process waited for happened: payment, answer of a register, notice, date."""

    step: str
    word: str
    result: str
    opened: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TaskAssigned(Event):
    """A clerk took a task over, or gave it back to the unit (`assignee` empty)."""

    step: str
    assignee: str


@dataclass(frozen=True, kw_only=True)
class DecisionProposed(Event):
    """A clerk drafted a decision that a second person has to release."""

    step: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DecisionReturned(Event):
    """The second person did not release the draft; the first one looks at it again."""

    step: str


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """A clerk asked the applicant something."""

    query_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """The applicant answered a question."""

    query_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionPartlyAnswered(Event):
    """The applicant answered a part of a question; the rest is still to come."""

    query_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicantWrote(Event):
    """The applicant wrote to the office of their own accord; the text stands in the record file."""

    letter_id: int
    topic: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(Event):
    """The applicant handed in evidence later."""

    path: str
    count: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event):
    """A clerk wrote a note for the record file (Aktenvermerk)."""

    note_id: int


@dataclass(frozen=True, kw_only=True)
class CaseViewed(Event):
    """A clerk of a unit looked at a case, at its documents or at its whole record file."""

    unit: str
    role: str
    what: Viewed
    purpose: str


@dataclass(frozen=True, kw_only=True)
class DataExportRequested(Event):
    """A person ordered an archive of everything the town keeps about them (Art. 15 DSGVO)."""

    export_id: int


@dataclass(frozen=True, kw_only=True)
class DataExportMade(Event):
    """The archive lies ready for its owner."""

    export_id: int


@dataclass(frozen=True, kw_only=True)
class CaseForwarded(Event):
    """A case moved to another unit of the same town."""

    from_unit: str
    to_unit: str


@dataclass(frozen=True, kw_only=True)
class DeadlinePassed(Event):
    """A deadline of the case passed without what it waited for."""

    deadline: str
    step: str


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(Event):
    """The applicant took the application back before it was decided."""


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """Nothing is left to do; the record file is closed and its retention runs."""

    result: str
