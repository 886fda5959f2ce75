"""What `records` tells."""

from dataclasses import dataclass
from datetime import date

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class RecordFileOpened(Event):
    """A record file was opened under the next free file reference."""

    file_reference: str


@dataclass(frozen=True, kw_only=True)
class DocumentFiled(Event):
    """A document lies in the record file; `blob` is the SHA-256 of its content."""

    document_id: int
    key: str
    document_kind: str
    version: int
    blob: str


@dataclass(frozen=True, kw_only=True)
class RecordFileClosed(Event):
    """A record file was closed (z.d.A.) and must be kept until the end of `retention_ends_on`."""

    file_reference: str
    retention_ends_on: date


@dataclass(frozen=True, kw_only=True)
class LegalHoldPlaced(Event):
    """A record file must not be disposed of until the hold is lifted."""

    hold_key: str


@dataclass(frozen=True, kw_only=True)
class LegalHoldLifted(Event):
    """One reason not to dispose of a record file has gone."""

    hold_key: str
