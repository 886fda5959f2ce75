"""What `submissions` tells."""

from dataclasses import dataclass
from datetime import date

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class DraftStarted(Event):
    """Somebody began to fill in a form."""

    draft_id: str
    service_key: str
    package_ref: str
    expires_on: date

    @property
    def id(self) -> str:
        """Return the id of the draft."""
        return self.draft_id


@dataclass(frozen=True, kw_only=True)
class DraftAdopted(Event):
    """A draft begun as a guest now belongs to the account that signed in."""


@dataclass(frozen=True, kw_only=True)
class DraftDeleted(Event):
    """A draft and its files are gone; `reason` is `wish` or `expired`."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CoSignatureGiven(Event):
    """A second person answered the request to sign a draft: agreed, or declined."""

    agrees: bool


@dataclass(frozen=True, kw_only=True)
class SubmissionReceived(Event):
    """A binding submission arrived and is frozen (§ 9a OZG)."""

    submission_id: str
    reference: str
    service_key: str
    package_ref: str


@dataclass(frozen=True, kw_only=True)
class SubmissionCopyMade(Event):
    """The applicant's copy of the submission is filed and can be fetched (§ 9a (4) OZG)."""

    submission_id: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    """A file was handed in later for a matter."""

    attachment_id: str
    path: str
