"""Reading the records of a town."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from laufzettel.kernel.errors import NotFound
from laufzettel.platform import api as platform
from laufzettel.records import domain
from laufzettel.records.models import Document, FileReferenceCounter, LegalHold, RecordFile


@dataclass(frozen=True, kw_only=True)
class RecordFileView:
    """A record file as others may see it; dates are calendar days in Germany."""

    municipality: str
    subject: str
    file_reference: str
    title: str
    plan_key: str
    retention: str
    starts: str
    disposal: str
    is_closed: bool
    opened_at: datetime
    closed_at: datetime | None
    closed_on: date | None
    retention_ends_on: date | None
    has_legal_hold: bool

    @property
    def xdomea(self) -> dict[str, Any]:
        """The metadata in the words of xdomea 3.1."""
        rule = domain.FilingRule(
            plan_key=self.plan_key, retention=self.retention, starts=self.starts, disposal=self.disposal
        )
        return domain.xdomea_metadata(
            municipality=self.municipality,
            file_reference=self.file_reference,
            title=self.title,
            rule=rule,
            closed_on=self.closed_on,
        )


@dataclass(frozen=True, kw_only=True)
class DocumentView:
    """One version of a filed document; `blob` is the SHA-256 of its content, `size` is in bytes."""

    id: int
    key: str
    version: int
    kind: str
    title: str
    filename: str
    media_type: str
    size: int
    blob: str
    document_on: date
    filed_at: datetime
    public: bool


@dataclass(frozen=True, kw_only=True)
class BlobProblem:
    """A document whose content is not what was filed."""

    document_id: int
    subject: str
    blob: str
    problem: Literal["missing", "altered"]


@dataclass(frozen=True, kw_only=True)
class BlobReport:
    """What a check of all filed contents found."""

    checked: int
    problems: tuple[BlobProblem, ...]

    @property
    def ok(self) -> bool:
        """Say whether every content is still what was filed."""
        return not self.problems


def find_record_file(municipality: str, subject: str) -> RecordFileView | None:
    """Return the record file of a subject, or None when none was opened."""
    row = _files(municipality).filter(subject=subject).first()
    return _file_view(row) if row else None


def get_record_file(municipality: str, subject: str) -> RecordFileView:
    """Return the record file of a subject; raises `NotFound` when the town has none."""
    found = find_record_file(municipality, subject)
    if found is None:
        raise NotFound("Zu diesem Vorgang gibt es keine Akte.")
    return found


def list_documents(municipality: str, subject: str, *, public_only: bool = False) -> tuple[DocumentView, ...]:
    """List all versions of all documents of a subject in the order of filing; `public_only`: what applicants see."""
    rows = Document.objects.filter(municipality=municipality, subject=subject).order_by("id")
    return tuple(_document_view(row) for row in (rows.filter(public=True) if public_only else rows))


def get_document(municipality: str, subject: str, id: int) -> DocumentView:
    """Return one document of a subject; raises `NotFound` for one of another subject or town."""
    row = Document.objects.filter(municipality=municipality, subject=subject, id=id).first()
    if row is None:
        raise NotFound("Dieses Dokument gibt es nicht.")
    return _document_view(row)


def find_document(municipality: str, subject: str, key: str) -> DocumentView | None:
    """Return the newest version of the document with this key, or None."""
    row = newest_version(municipality, subject, key)
    return _document_view(row) if row else None


def is_filed(blob: str) -> bool:
    """Say whether any document of any town has this content (SHA-256), so that it must stay."""
    return Document.objects.filter(blob=blob).exists()


def newest_version(municipality: str, subject: str, key: str) -> Document | None:
    """Return the row of the newest version of a document, or None."""
    versions = Document.objects.filter(municipality=municipality, subject=subject, key=key)
    return versions.order_by("-version").first()


def locked_record_file(municipality: str, subject: str) -> RecordFile:
    """Return the record file of a subject, locked until the transaction ends; raises `NotFound`."""
    row = RecordFile.objects.select_for_update(no_key=True).filter(municipality=municipality, subject=subject).first()
    if row is None:
        raise NotFound("Zu diesem Vorgang gibt es keine Akte.")
    return row


def allocate_number(municipality: str, plan_key: str, year: int) -> int:
    """Return the next number under a filing plan key and year.

    The counter stays locked until the transaction ends: whoever comes next waits, and a rollback gives the number
    back, so there are neither gaps nor duplicates.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_filereferencecounter (municipality, plan_key, year, last_number)"
            " VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (municipality, plan_key, year)"
            " DO UPDATE SET last_number = records_filereferencecounter.last_number + 1"
            " RETURNING last_number",
            [municipality, plan_key, year],
        )
        return int(cursor.fetchone()[0])


def give_back_number(municipality: str, plan_key: str, year: int) -> None:
    """Undo the allocation of this transaction, which still holds the counter's lock."""
    counter = FileReferenceCounter.objects.filter(municipality=municipality, plan_key=plan_key, year=year)
    counter.update(last_number=F("last_number") - 1)


def propose_disposal(municipality: str, *, today: date, limit: int = 500) -> tuple[RecordFileView, ...]:
    """List closed record files whose retention is over and that nobody holds, the oldest first.

    A proposal only: nothing here deletes, a person and where needed the archive decide.
    """
    due = _files(municipality).filter(state=RecordFile.State.CLOSED, retention_ends_on__lt=today, is_held=False)
    return tuple(_file_view(row) for row in due.order_by("retention_ends_on", "id")[:limit])


def list_municipalities() -> tuple[str, ...]:
    """List the keys of the towns that have record files."""
    return tuple(RecordFile.objects.order_by("municipality").values_list("municipality", flat=True).distinct())


def verify_blobs(municipality: str, *, read: Callable[[str], bytes] = platform.read_blob) -> BlobReport:
    """Read the content of every filed document of a town and compare it with its SHA-256."""
    documents = Document.objects.filter(municipality=municipality).order_by("id")
    problems: list[BlobProblem] = []
    states: dict[str, Literal["missing", "altered"] | None] = {}
    for document_id, subject, blob in documents.values_list("id", "subject", "blob").iterator():
        if blob not in states:
            states[blob] = _blob_problem(blob, read)
        if problem := states[blob]:
            problems.append(BlobProblem(document_id=document_id, subject=subject, blob=blob, problem=problem))
    return BlobReport(checked=len(states), problems=tuple(problems))


def _blob_problem(blob: str, read: Callable[[str], bytes]) -> Literal["missing", "altered"] | None:
    try:
        content = read(blob)
    except (FileNotFoundError, NotFound):
        return "missing"
    return None if hashlib.sha256(content).hexdigest() == blob else "altered"


def _files(municipality: str) -> QuerySet[Any, Any]:
    held = LegalHold.objects.filter(record_file=OuterRef("pk"), lifted_at=None)
    return RecordFile.objects.filter(municipality=municipality).annotate(is_held=Exists(held))


def _file_view(row: Any) -> RecordFileView:
    return RecordFileView(
        municipality=row.municipality,
        subject=row.subject,
        file_reference=row.file_reference,
        title=row.title,
        plan_key=row.plan_key,
        retention=row.retention,
        starts=row.starts,
        disposal=row.disposal,
        is_closed=row.state == RecordFile.State.CLOSED,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closed_on=row.closed_on,
        retention_ends_on=row.retention_ends_on,
        has_legal_hold=row.is_held,
    )


def _document_view(row: Document) -> DocumentView:
    return DocumentView(
        id=row.pk,
        key=row.key,
        version=row.version,
        kind=row.kind,
        title=row.title,
        filename=row.filename,
        media_type=row.media_type,
        size=row.size,
        blob=row.blob,
        document_on=row.document_on,
        filed_at=row.filed_at,
        public=row.public,
    )
