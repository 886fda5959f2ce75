"""Rules for uploaded files: what a question accepts, what is refused and in which words."""

import re
import unicodedata
from dataclasses import dataclass, field

from laufzettel.engine.forms import FieldDefinition, FormDefinition
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.language import SOURCE, reader, say, say_count
from laufzettel.submissions.domain.values import SUFFIXES

_TITLE_LENGTH = 120
# Photographs of phones are taken wherever a JPEG is.
_TAKEN_AS = {**SUFFIXES, "image/heic": "jpg"}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_KIND_NAMES = {"pdf": "PDF", "jpg": "JPEG", "png": "PNG"}
_PATH = re.compile(r"(?P<group>[a-z][a-z0-9_]*)(?:\.(?P<index>\d{1,3}))?\.(?P<field>[a-z][a-z0-9_]*)")


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What looking into an uploaded file found; `problem` is empty when it may be taken.

    `treatment` says what the copy is: `pdf_a` (the pixels of an image), `cleaned` (a PDF without what could act) or
    `unchanged`, then there is no copy, because the file itself may be opened.
    """

    media_type: str = ""
    page_count: int = 1
    problem: str = ""
    treatment: str = ""
    copy: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, kw_only=True)
class UploadRules:
    """What one field accepts: suffixes, most files, bytes and pages."""

    accept: tuple[str, ...] = ("pdf", "jpg", "png")
    max_count: int = 1
    max_bytes: int = 10 * 1024 * 1024
    max_pages: int = 100
    field: FieldDefinition | None = field(default=None, compare=False)


def media_type_of(content: bytes) -> str:
    """Return the media type that the first bytes show, or an empty text; names and senders are not believed."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "image/heic"
    return ""


def check_upload(*, title: str, content: bytes, rules: UploadRules) -> str:
    """Return the media type of an upload; raises `Refused` saying what is wrong with it at first sight."""
    if not content and not title:
        raise Refused(say("Sie haben keine Datei ausgewählt."))
    if not content:
        raise Refused(say("Die Datei „{title}“ ist leer. Wählen Sie eine andere Datei aus.", title=title))
    if len(content) > rules.max_bytes:
        raise Refused(
            say(
                "Die Datei „{title}“ ist mit {size} zu groß. Höchstens {largest} sind möglich.",
                title=title,
                size=say_size(len(content)),
                largest=say_size(rules.max_bytes),
            )
        )
    media_type = media_type_of(content)
    if _TAKEN_AS.get(media_type) not in rules.accept:
        allowed = say(" oder ").join(_KIND_NAMES.get(kind, kind.upper()) for kind in rules.accept)
        raise Refused(
            say(
                "Die Datei „{title}“ hat nicht das richtige Format. Möglich ist {allowed}.",
                title=title,
                allowed=allowed,
            )
        )
    return media_type


def check_inspection(*, title: str, found: Inspection, rules: UploadRules) -> None:
    """Raise `Refused` when looking into the file found something wrong."""
    sentences = {
        "encrypted": say(
            "Die Datei „{title}“ ist mit einem Passwort geschützt. Entfernen Sie das Passwort und laden Sie "
            "die Datei noch einmal hoch.",
            title=title,
        ),
        "broken": say(
            "Die Datei „{title}“ ist beschädigt und lässt sich nicht öffnen. Laden Sie eine neue Fassung hoch.",
            title=title,
        ),
        "active": say(
            "Die Datei „{title}“ enthält ein Programm. Drucken oder speichern Sie sie neu als einfaches PDF.",
            title=title,
        ),
        "huge": say(
            "Das Bild „{title}“ hat zu viele Bildpunkte. Verkleinern Sie es und laden Sie es noch einmal hoch.",
            title=title,
        ),
        "slow": say(
            "Die Datei „{title}“ können wir nicht prüfen. Speichern Sie sie neu als PDF, JPEG oder PNG.", title=title
        ),
    }
    if found.problem:
        raise Refused(sentences.get(found.problem, sentences["broken"]))
    if found.page_count > rules.max_pages:
        raise Refused(
            say(
                "Die Datei „{title}“ hat {page_count} Seiten. Höchstens {max_pages} Seiten sind möglich.",
                title=title,
                page_count=found.page_count,
                max_pages=rules.max_pages,
            )
        )


def check_count(*, at_path: int, in_all: int, rules: UploadRules, most: int) -> None:
    """Raise `Refused` when one file more would be too many, at this question or in all."""
    if at_path >= rules.max_count:
        files = say_count("{count} Datei", "{count} Dateien", rules.max_count)
        raise Refused(say("Möglich: höchstens {files}. Entfernen Sie zuerst eine Datei.", files=files))
    if in_all >= most:
        raise Refused(
            say("Insgesamt sind höchstens {most} Dateien möglich. Entfernen Sie zuerst eine Datei.", most=most)
        )


def safe_title(filename: str) -> str:
    """Return the name of a file without folders, control characters and excess length."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", filename)[-1])
    kept = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in name)
    tidy = " ".join(kept.split()).strip(". ")
    if len(tidy) <= _TITLE_LENGTH:
        return tidy
    stem, dot, suffix = tidy.rpartition(".")
    return f"{stem[: _TITLE_LENGTH - 12]}….{suffix[:10]}" if dot else tidy[:_TITLE_LENGTH]


def stored_name(*, attachment_id: str, media_type: str) -> str:
    """Return the name under which we keep a file; nothing of it comes from the sender."""
    return f"anlage-{attachment_id[:8]}.{SUFFIXES[media_type]}"


def say_size(size: int) -> str:
    """Write a number of bytes for the reader: `1,4 MB`, `12 KB`."""
    if size >= 1024 * 1024:
        short = f"{size / (1024 * 1024):.1f}".removesuffix(".0")
        return (short.replace(".", ",") if reader() == SOURCE else short) + " MB"
    return f"{max(1, round(size / 1024))} KB"


def upload_rules(form: FormDefinition, path: str, *, max_bytes: int, max_pages: int) -> UploadRules:
    """Return what the question at `path` accepts; raises `NotFound` when it asks for no file."""
    found = _PATH.fullmatch(path)
    group = form.groups.get(found["group"]) if found else None
    definition = form.field(found["group"], found["field"]) if found and group else None
    if found is None or group is None or definition is None or definition.type != "file":
        raise NotFound
    is_item = found["index"] is not None
    if is_item != (group.repeat is not None) or (group.repeat and int(found["index"]) >= group.repeat.max):
        raise NotFound
    return UploadRules(
        accept=definition.accept,
        max_count=definition.max_count,
        max_bytes=max_bytes,
        max_pages=max_pages,
        field=definition,
    )
