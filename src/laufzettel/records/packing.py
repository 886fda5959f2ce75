"""Pack a record file into one ZIP archive: documents, table of contents, course of events."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from laufzettel.kernel.dates import LOCAL, local_date
from laufzettel.platform import api as platform
from laufzettel.records import domain, queries
from laufzettel.records.queries import DocumentView, RecordFileView


def export_file(*, municipality: str, subject: str, public_only: bool = False) -> bytes:
    """Return a ZIP archive with all documents of a record file, `inhalt.json`, `inhalt.txt` and `verlauf.json`.

    `public_only` is for applicants: documents they may see, and a course of events without clerks and details.
    The same record file gives the same bytes. Raises `NotFound` when there is no record file.
    """
    record_file = queries.get_record_file(municipality, subject)
    documents = queries.list_documents(municipality, subject, public_only=public_only)
    named = [(_archive_name(place, document), document) for place, document in enumerate(documents, start=1)]
    files: list[tuple[str, bytes]] = [
        ("inhalt.json", _json(_contents(record_file, named))),
        ("inhalt.txt", _plain_contents(record_file, named).encode()),
        ("verlauf.json", _json(_course(municipality, subject, is_full=not public_only))),
    ]
    # Made of what lies inside, never of the moment of packing: the same record file gives the same bytes.
    newest = max((document.filed_at for document in documents), default=record_file.opened_at)
    return _zip(files, named, dated=newest)


def _archive_name(place: int, document: DocumentView) -> str:
    name = domain.archive_name(
        place=place,
        kind=document.kind,
        title=document.title,
        filename=document.filename,
        filed_on=local_date(document.filed_at),
    )
    return f"dokumente/{name}"


def _contents(record_file: RecordFileView, named: list[tuple[str, DocumentView]]) -> dict[str, Any]:
    return {
        "aktenzeichen": record_file.file_reference,
        "betreff": record_file.title,
        "eroeffnet": record_file.opened_at.isoformat(),
        "geschlossen": record_file.closed_on.isoformat() if record_file.closed_on else None,
        "aufbewahrung_bis": record_file.retention_ends_on.isoformat() if record_file.retention_ends_on else None,
        "xdomea": record_file.xdomea,
        "dokumente": [
            {
                "datei": name,
                "schluessel": document.key,
                "version": document.version,
                "art": document.kind,
                "betreff": document.title,
                "medientyp": document.media_type,
                "bytes": document.size,
                "sha256": document.blob,
                "datum": document.document_on.isoformat(),
                "abgelegt": document.filed_at.isoformat(),
                "oeffentlich": document.public,
            }
            for name, document in named
        ],
    }


def _plain_contents(record_file: RecordFileView, named: list[tuple[str, DocumentView]]) -> str:
    lines = [f"Akte {record_file.file_reference}", record_file.title, "", "Inhalt"]
    lines += [f"{local_date(document.filed_at):%d.%m.%Y}  {document.title}  ({name})" for name, document in named]
    return "\n".join([*lines, ""])


def _course(municipality: str, subject: str, *, is_full: bool) -> list[dict[str, Any]]:
    return [
        {
            "nummer": event.number,
            "ereignis": event.kind,
            "zeitpunkt": event.at.isoformat(),
            "von": event.actor_kind,
            **({"person": event.actor_key, "angaben": event.payload} if is_full else {}),
            "pruefsumme": event.hash,
        }
        for event in platform.timeline(municipality, subject)
    ]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _zip(files: Iterable[tuple[str, bytes]], named: Iterable[tuple[str, DocumentView]], *, dated: datetime) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(_entry(name, dated), content, compress_type=zipfile.ZIP_DEFLATED)
        for name, document in named:
            content = platform.read_blob(document.blob)
            archive.writestr(_entry(name, document.filed_at), content, compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _entry(name: str, dated: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=dated.astimezone(LOCAL).timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry
