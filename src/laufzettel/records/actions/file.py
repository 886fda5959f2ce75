"""File a document, or a new version of one."""

from dataclasses import dataclass
from datetime import date, datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, Refused
from laufzettel.platform import api as platform
from laufzettel.platform.api import action
from laufzettel.records import domain, queries
from laufzettel.records.events import DocumentFiled
from laufzettel.records.models import Document, RecordFile


@dataclass(frozen=True, kw_only=True)
class _Filing:
    subject: str
    municipality: str
    key: str
    kind: str
    title: str
    filename: str
    media_type: str
    blob: str
    document_on: date
    public: bool


def file(
    *,
    subject: str,
    municipality: str,
    key: str,
    kind: str,
    title: str,
    filename: str,
    media_type: str,
    blob: str,
    document_on: date,
    actor: Actor,
    now: datetime,
    public: bool | None = None,
    as_new_version: bool = False,
) -> DocumentFiled:
    """File a document in the record file of a subject; the same key with the same content is filed once.

    `blob` is the SHA-256 of a stored content. `public` says whether applicants may see it; None leaves that to the
    kind. A repeated call returns the first call's event, also after closing. Raises `NotFound` without a record file,
    `Refused` when it is closed, `Invalid` for a document that lacks something, and `Conflict` when the key stands
    for another content, unless that is to be kept `as_new_version` beside the earlier ones.
    """
    filing = _Filing(
        subject=subject,
        municipality=municipality,
        key=key,
        kind=kind,
        title=domain.one_line(title),
        filename=domain.safe_filename(filename),
        media_type=media_type,
        blob=blob,
        document_on=document_on,
        public=domain.is_public_by_default(kind) if public is None else public,
    )
    return _file(filing=filing, as_new_version=as_new_version, actor=actor, now=now) or _as_filed_before(filing)


@action("records.file", by=("system", "clerk"))
def _file(*, filing: _Filing, as_new_version: bool, actor: Actor, now: datetime) -> DocumentFiled | None:
    domain.check_document(kind=filing.kind, key=filing.key, title=filing.title, media_type=filing.media_type)
    record_file = queries.locked_record_file(filing.municipality, filing.subject)
    newest = queries.newest_version(filing.municipality, filing.subject, filing.key)
    if newest is not None and newest.blob == filing.blob:
        return None
    if newest is not None and not as_new_version:
        raise Conflict("Unter diesem Schlüssel liegt schon ein anderes Dokument in der Akte.")
    if record_file.state != RecordFile.State.OPEN:
        raise Refused(f"Die Akte {record_file.file_reference} ist geschlossen. Sie kann nicht mehr ergänzt werden.")

    row = Document.objects.create(
        record_file=record_file,
        municipality=filing.municipality,
        subject=filing.subject,
        key=filing.key,
        version=newest.version + 1 if newest else 1,
        kind=filing.kind,
        title=filing.title,
        filename=filing.filename,
        media_type=filing.media_type,
        blob=filing.blob,
        size=platform.blob_size(filing.blob),
        public=filing.public,
        document_on=filing.document_on,
        filed_at=now,
        filed_by=f"{actor.kind}:{actor.key}"[:80],
    )

    return _event(row)


def _as_filed_before(filing: _Filing) -> DocumentFiled:
    row = queries.newest_version(filing.municipality, filing.subject, filing.key)
    assert row is not None, "a filing that changes nothing has a row already"
    return _event(row)


def _event(row: Document) -> DocumentFiled:
    return DocumentFiled(
        subject=row.subject,
        municipality=row.municipality,
        document_id=row.pk,
        key=row.key,
        document_kind=row.kind,
        version=row.version,
        blob=row.blob,
    )
