"""What `notices` tells."""

from dataclasses import dataclass
from datetime import date

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class DecisionMade(Event):
    """Somebody, or the machine where a law allows it (§ 35a VwVfG), decided; the decision never changes again."""

    decision_id: str
    step: str
    outcome: str
    outcome_kind: str
    automatic: bool


@dataclass(frozen=True, kw_only=True)
class NoticeOrdered(Event):
    """A notice has its final content and waits for being printed and sealed."""

    notice_id: str
    step: str
    notice_kind: str


@dataclass(frozen=True, kw_only=True)
class NoticeIssued(Event):
    """A notice was sealed, filed and put into the mailbox; `sealed_sha` is the SHA-256 of the sealed PDF."""

    notice_id: str
    step: str
    notice_kind: str
    sealed_sha: str


@dataclass(frozen=True, kw_only=True)
class NoticeRetrieved(Event):
    """The recipient opened a notice for the first time."""

    notice_id: str


@dataclass(frozen=True, kw_only=True)
class NoticeServed(Event):
    """A notice counts as served since `served_on`; objections are possible until the end of `appeal_ends_on`."""

    notice_id: str
    served_on: date
    rule: str
    appeal_ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class NoticeNotRetrieved(Event):
    """Nobody retrieved a notice in time: it is not served and must reach the recipient another way."""

    notice_id: str
    provision_ended_on: date


@dataclass(frozen=True, kw_only=True)
class NoticePosted(Event):
    """A printed notice was given to the post."""

    notice_id: str
    posted_on: date


@dataclass(frozen=True, kw_only=True)
class NoticeRevoked(Event):
    """A notice lost its force; its public verification says so."""

    notice_id: str
