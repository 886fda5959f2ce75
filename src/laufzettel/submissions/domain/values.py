"""What drafts, files and submissions look like to everybody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from laufzettel.kernel.levels import Level

SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/heic": "heic"}


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    """A file that belongs to a draft or a matter; `title` is the name it was sent under, made harmless.

    `blob` is what people open. Where that is a copy (`treatment` says which kind), `original` is the file as it was
    sent, with its own type and size. `scan` is `clean`, `unscanned` where the scanner did not answer, or empty.
    """

    id: str
    path: str
    filename: str
    title: str
    media_type: str
    size: int
    page_count: int
    blob: str
    original: str = ""
    original_type: str = ""
    original_size: int = 0
    treatment: str = ""
    scan: str = ""

    @property
    def sent_size(self) -> int:
        """Return how many bytes were sent."""
        return self.original_size if self.original else self.size

    @property
    def original_name(self) -> str:
        """Return the name of the original for the record file; nothing of it comes from the sender."""
        return f"{self.filename.rpartition('.')[0]}-original.{SUFFIXES.get(self.original_type, 'bin')}"


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """A draft as its owner sees it; `entered` holds, per page, texts that could not be read.

    Between `typed_version` and `version` only files came from the owner's phone.
    """

    id: str
    municipality: str
    service_key: str
    package_ref: str
    answers: Mapping[str, Any]
    entered: Mapping[str, Any]
    look_ups: Mapping[str, Any]
    version: int
    typed_version: int
    state: str
    level: Level
    expires_on: date
    changed_at: datetime
    acting: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[AttachmentView, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SubmissionView:
    """A frozen submission."""

    id: str
    municipality: str
    subject: str
    reference: str
    service_key: str
    package_ref: str
    level: Level
    owner_kind: str
    owner_key: str
    answers: Mapping[str, Any]
    computed: Mapping[str, Any]
    look_ups: Mapping[str, Any]
    account: Mapping[str, Any]
    declarations: Mapping[str, str]
    missing_evidence: tuple[str, ...]
    co_signatures: tuple[Mapping[str, Any], ...]
    attachments: tuple[AttachmentView, ...]
    received_at: datetime
    hash: str
    acting: Mapping[str, Any] = field(default_factory=dict)

    @property
    def account_id(self) -> str | None:
        """Return the account or the company that holds this submission and its mailbox, or None for a guest."""
        return self.owner_key if self.owner_kind in ("account", "company") else None
