"""From a template and its data to an accessible, archivable PDF (PDF/A-3a and PDF/UA-1 in one file)."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from laufzettel.engine.documents.coverage import printable
from laufzettel.engine.documents.errors import DocumentError
from laufzettel.engine.documents.model import Attachment
from laufzettel.engine.documents.qr import codes_in
from laufzettel.engine.documents.renderer.pool import POOL
from laufzettel.engine.documents.streams import settled
from laufzettel.engine.documents.workspace import TEMPLATES, Workspaces

BuiltIn = Literal["notice", "permit", "certificate", "submission", "payment_receipt", "note", "form"]
SECONDS = 10.0
_WORKSPACES = Workspaces()
_MOST_DATA = 16_000_000
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

# The stranger's template is included, so our title, language and attachment stand whatever it says.
_MAIN = """#set document(title: sys.inputs.title, author: sys.inputs.author, date: auto)
#set text(lang: sys.inputs.lang)
#include "/notice.typ"
"""
_ATTACH = """#pdf.attach(
  "/" + sys.inputs.attachment-name, bytes(sys.inputs.attachment), relationship: sys.inputs.attachment-relationship,
  mime-type: sys.inputs.attachment-type, description: sys.inputs.attachment-description,
)
"""


def render(
    *,
    template: str,
    files: Mapping[str, bytes] | None = None,
    data: Mapping[str, object],
    attachment: Attachment | None,
    title: str,
    lang: str = "de",
    made_at: datetime | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """Return the PDF that `template` (Typst) makes of `data`, with `attachment` inside.

    `files` are the package's own files by relative path. `made_at` becomes the creation date; without it the date in
    `data["date"]` does, so the same input always gives the same bytes. The template runs in a confined process
    without network, other files or system fonts and is ended after `seconds`.
    Raises DocumentError: template wrong (also: not accessible), forbidden file or package, too slow, too big.
    """
    root = _WORKSPACES.lay_out(template=template, files=files or {})
    order = {
        "root": str(root),
        "main": _MAIN + (_ATTACH if attachment else ""),
        "inputs": _inputs(data, title, lang) | (_attached(attachment) if attachment else {}),
        "timestamp": int((made_at or _date_of(data)).timestamp()),
        "seconds": seconds,
    }
    return settled(pdf=POOL.typeset(order, seconds=seconds))


def render_built_in(
    *,
    name: BuiltIn,
    data: Mapping[str, object],
    attachment: Attachment | None,
    title: str,
    made_at: datetime | None = None,
) -> bytes:
    """Return the PDF of one of the platform's own documents; the shape of `data` stands at the top of each template."""
    return render(template=built_in(name=name), data=data, attachment=attachment, title=title, made_at=made_at)


def built_in(*, name: BuiltIn) -> str:
    """Return the Typst source of one of the platform's own templates."""
    return (TEMPLATES / f"{name}.typ").read_text(encoding="utf-8")


def _inputs(data: Mapping[str, object], title: str, lang: str) -> dict[str, str]:
    plain = _plain(data)
    encoded = json.dumps(plain, ensure_ascii=False)
    if len(encoded) > _MOST_DATA:
        raise DocumentError("Das Dokument hat zu viele Daten.", reason="size")
    assert isinstance(plain, dict)
    town = plain.get("town")
    author = str(town.get("name", "")) if isinstance(town, dict) else ""
    return {
        "data": encoded,
        "qr-codes": json.dumps(codes_in(plain)),
        "title": printable(title),
        "author": author,
        "lang": lang,
    }


def _attached(attachment: Attachment) -> dict[str, str]:
    try:
        content = attachment.content.decode("utf-8")
    except UnicodeDecodeError:
        raise DocumentError("Der Anhang muss Text in UTF-8 sein.", reason="data") from None
    return {
        "attachment": content,
        "attachment-name": attachment.name,
        "attachment-relationship": attachment.relationship,
        "attachment-type": attachment.media_type,
        "attachment-description": attachment.description,
    }


def _plain(value: object) -> object:
    """Return `value` as plain JSON values with printable text; amounts and dates become text, never floats."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise DocumentError(f"Diese Angabe kann nicht gedruckt werden: {type(value).__name__}", reason="data")


def _date_of(data: Mapping[str, object]) -> datetime:
    given = data.get("date")
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    if isinstance(given, date):
        return datetime(given.year, given.month, given.day, tzinfo=UTC)
    try:
        return datetime.fromisoformat(str(given)[:10]).replace(tzinfo=UTC)
    except ValueError:
        return _EPOCH
