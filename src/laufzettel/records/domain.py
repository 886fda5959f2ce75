"""Rules of record keeping: file references, kinds of documents, when retention ends, what an archive wants to know."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from laufzettel.kernel.dates import add_period, parse_period
from laufzettel.kernel.errors import Invalid, Problem

DocumentKind = Literal["submission", "evidence", "note", "payment", "notice", "delivery", "message", "data"]

KINDS: frozenset[str] = frozenset(get_args(DocumentKind))
PUBLIC_KINDS: frozenset[str] = frozenset({"submission", "evidence", "payment", "notice", "delivery", "message"})
MEDIUM_ELECTRONIC = "001"
# Aussonderungsart of xdomea: B is appraised by the archive (bewerten), V is destroyed (vernichten).
DISPOSAL_CODES: Mapping[str, str] = {"offer_to_archive": "B", "destroy": "V"}
_PLAN_KEY = re.compile(r"[0-9A-Za-z]+(?:[.\-][0-9A-Za-z]+)*")
_UNSAFE = re.compile(r"[^\w.\- ]+")
_OWN_NAME = re.compile(r" \([^()]*\)$|\.\w{2,5}$")
_PLAIN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9\-]+")
LONGEST_PLAN_KEY = 40
LONGEST_FILENAME = 120
LONGEST_TITLE = 200
LONGEST_ARCHIVE_STEM = 70


@dataclass(frozen=True, kw_only=True)
class RetentionStart:
    """When the clock of a retention period starts, and where that is written."""

    at_end_of_year: bool
    source: str


# A filing plan chooses one of these by key; a Land with another rule adds a row, not a branch.
RETENTION_STARTS: Mapping[str, RetentionStart] = {
    "case_closed": RetentionStart(
        at_end_of_year=True, source="Schlussverfügung z.d.A.; Frist läuft ab Ende des Jahres (wie § 147 (4) AO)"
    ),
    "day_of_closing": RetentionStart(at_end_of_year=False, source="Frist läuft ab dem Tag der Schlussverfügung"),
}


@dataclass(frozen=True, kw_only=True)
class FilingRule:
    """What the filing plan says about a record file; `retention` is an ISO 8601 period such as `P10Y`."""

    plan_key: str
    retention: str
    starts: str
    disposal: str


def check_filing_rule(rule: FilingRule) -> None:
    """Raise `Invalid` when a filing rule cannot be applied, naming every reason."""
    problems = [
        Problem(path=path, message=message)
        for applies, path, message in (
            (
                not _PLAN_KEY.fullmatch(rule.plan_key) or len(rule.plan_key) > LONGEST_PLAN_KEY,
                "filing_plan_key",
                f"Das Aktenplankennzeichen „{rule.plan_key}“ ist nicht lesbar.",
            ),
            (not _is_period(rule.retention), "retention", f"„{rule.retention}“ ist keine Aufbewahrungsfrist."),
            (rule.starts not in RETENTION_STARTS, "starts", f"Den Fristbeginn „{rule.starts}“ gibt es nicht."),
            (rule.disposal not in DISPOSAL_CODES, "disposal", f"Die Aussonderungsart „{rule.disposal}“ gibt es nicht."),
        )
        if applies
    ]
    if problems:
        raise Invalid(tuple(problems))


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


def file_reference(*, plan_key: str, year: int, number: int) -> str:
    """Write a file reference (Aktenzeichen): filing plan key, year, number without gaps: `22.41-2026/000123`."""
    return f"{plan_key}-{year}/{number:06d}"


def retention_ends_on(*, closed_on: date, retention: str, starts: str) -> date:
    """Return the last day on which a closed record file must be kept.

    With a start at the end of the year the period is counted from 31 December of the year of closing, so P10Y
    after a closing in 2026 ends on 31 December 2036.
    """
    start = RETENTION_STARTS[starts]
    return add_period(date(closed_on.year, 12, 31) if start.at_end_of_year else closed_on, retention)


def check_document(*, kind: str, key: str, title: str, media_type: str) -> None:
    """Raise `Invalid` when a document lacks what a record needs."""
    problems = [
        Problem(path=path, message=message)
        for applies, path, message in (
            (kind not in KINDS, "kind", f"Die Dokumentart „{kind}“ gibt es nicht."),
            (not key.strip(), "key", "Dem Dokument fehlt der Schlüssel."),
            (not title.strip(), "title", "Dem Dokument fehlt der Betreff."),
            ("/" not in media_type, "media_type", f"„{media_type}“ ist kein Medientyp."),
        )
        if applies
    ]
    if problems:
        raise Invalid(tuple(problems))


def is_public_by_default(kind: str) -> bool:
    """Say whether applicants see documents of this kind: what they gave and what was sent to them."""
    return kind in PUBLIC_KINDS


def one_line(text: str) -> str:
    """Return text on one line and without control characters, at most as long as a title may be."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_TITLE]


def safe_filename(name: str) -> str:
    """Return a file name without folders, control characters and other surprises; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    tidy = _UNSAFE.sub("_", last).strip(" .")
    stem, dot, ending = tidy.rpartition(".")
    if dot and len(tidy) > LONGEST_FILENAME:
        tidy = f"{stem[: LONGEST_FILENAME - len(ending) - 1]}.{ending}"
    return tidy[:LONGEST_FILENAME] or "dokument"


def archive_name(*, place: int, kind: str, title: str, filename: str, filed_on: date) -> str:
    """Return how a document is called in an archive for people: `02_Nachweis_Erlaubnis_2026-11-21.pdf`.

    Evidence is called after its title, because its file name is only ours; letters are those every system can unpack.
    """
    stem, dot, ending = filename.rpartition(".")
    told = f"Nachweis {_OWN_NAME.sub('', title)}" if kind == "evidence" else stem or ending
    plain = _NOT_PLAIN.sub("_", told.translate(_PLAIN_LETTERS))[:LONGEST_ARCHIVE_STEM].strip("_-")
    return f"{place:02d}_{plain or 'Dokument'}_{filed_on:%Y-%m-%d}{dot}{ending if dot else ''}"


def xdomea_metadata(
    *, municipality: str, file_reference: str, title: str, rule: FilingRule, closed_on: date | None
) -> dict[str, Any]:
    """Name the metadata of a record file with the words of xdomea 3.1 (`Akte`), ready for a disposal message.

    The id follows from town and file reference, so that every message about the file carries the same one.
    """
    return {
        "Identifikation": {"ID": str(uuid.uuid5(uuid.NAMESPACE_URL, f"laufzettel:{municipality}:{file_reference}"))},
        "AllgemeineMetadaten": {
            "Betreff": title,
            "Kennzeichen": file_reference,
            "Medium": {"code": MEDIUM_ELECTRONIC},
            "Aktenplaneinheit": {"Kennzeichen": rule.plan_key},
        },
        "ArchivspezifischeMetadaten": {
            "Aussonderungsart": {"Aussonderungsart": {"code": DISPOSAL_CODES[rule.disposal]}},
            "Aufbewahrungsdauer": {"AnzahlJahre": _whole_years(rule.retention)},
        },
        "ZdA": closed_on is not None,
        "ZdADatum": closed_on.isoformat() if closed_on else None,
    }


def _whole_years(period: str) -> int:
    """Round a period up to years, because xdomea knows no shorter unit and nothing may go too early."""
    span = parse_period(period)
    months = span.months + -(-span.days // 28)
    return -(-months // 12)
