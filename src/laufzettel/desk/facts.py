"""What the applicant said, grouped like the form, each answer with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from laufzettel.cases.api import CaseView
from laufzettel.engine.forms import FieldState, GroupState
from laufzettel.engine.texts import format_value
from laufzettel.kernel.dates import LOCAL
from laufzettel.kernel.levels import level_name
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import AttachmentView

LOOK_UP_WORDS = {
    "found": "Register: gefunden",
    "not_found": "Register: nicht gefunden",
    "unavailable": "Register nicht erreichbar",
}

# What is filled in about the person somebody acts for, instead of what their own account says.
_ABOUT_REPRESENTED = ("given_name", "family_name", "birth_date")


@dataclass(frozen=True, kw_only=True)
class AnswerFile:
    """One file of an answer; `document_id` leads to it in the record file once it is filed, `original_id` to the file
    as it was sent where people open a copy. `notes` say what was done with the file.
    """

    title: str
    document_id: int | None
    original_id: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer: question, reading, where it comes from, whether that is reason to look twice."""

    label: str
    display: str
    source: str
    is_doubtful: bool
    files: tuple[AnswerFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnswerGroup:
    """One group of the form, or one item of a repeated group."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterAnswer:
    """What a register said while the form was filled in or in the course of the case."""

    title: str
    result: str
    is_doubtful: bool
    rows: tuple[tuple[str, str], ...] = ()


def answer_groups(case: CaseView) -> tuple[AnswerGroup, ...]:
    """Return everything that was asked and is relevant, in the order of the form."""
    documents = {document.blob: document.id for document in case.documents}
    return tuple(
        group
        for page in case.form.pages
        if page.visible
        for state in page.groups
        if state.visible
        for group in _groups(case, state, documents)
        if group.answers
    )


def _groups(case: CaseView, state: GroupState, documents: Mapping[str, int]) -> list[AnswerGroup]:
    return [
        AnswerGroup(
            title=f"{state.repeat.label} {item.index + 1}" if state.repeat and item.index is not None else state.title,
            answers=tuple(
                _answer(case, field, documents)
                for field in item.fields
                if field.shown and field.definition.type != "info"
            ),
        )
        for item in state.items
    ]


def _answer(case: CaseView, field: FieldState, documents: Mapping[str, int]) -> Answer:
    if field.definition.type == "file":
        return _file_answer(case, field, documents)
    source, is_doubtful = _source(case, field)
    return Answer(
        label=field.definition.label,
        display=field.display or "keine Angabe",
        source=source,
        is_doubtful=is_doubtful,
    )


def _file_answer(case: CaseView, field: FieldState, documents: Mapping[str, int]) -> Answer:
    ids = set(field.value) if isinstance(field.value, list | tuple) else set()
    files = tuple(_answer_file(file, documents) for file in case.submission.attachments if file.id in ids)
    later = _later_files(case, field, documents)
    is_missing = not files and any(purpose.path == field.path for purpose in case.missing_evidence)
    return Answer(
        label=field.definition.label,
        display="" if files or later else "noch nicht eingereicht" if is_missing else "keine Datei",
        source="nachgereicht" if later else "",
        is_doubtful=is_missing,
        files=files + later,
    )


def _answer_file(file: AttachmentView, documents: Mapping[str, int]) -> AnswerFile:
    return AnswerFile(
        title=file.title or file.filename,
        document_id=documents.get(file.blob),
        original_id=documents.get(file.original) if file.original else None,
        notes=tuple(note for note in (_treatment(file.treatment), _scan(file.scan)) if note),
    )


def _treatment(treatment: str) -> str:
    words = {
        "pdf_a": _("Kopie als PDF/A ohne Ort und Kameradaten"),
        "cleaned": _("Kopie ohne Programme und eingebettete Dateien"),
    }
    return words.get(treatment, "")


def _scan(scan: str) -> str:
    words = {
        "clean": _("auf Viren geprüft"),
        "unscanned": _("nicht auf Viren geprüft: Der Scanner war nicht erreichbar"),
    }
    return words.get(scan, "")


def _later_files(case: CaseView, field: FieldState, documents: Mapping[str, int]) -> tuple[AnswerFile, ...]:
    """Return what was handed in for a field after the submission; a request of the process names no item."""
    places = {field.path, ".".join(part for part in field.path.split(".") if not part.isdigit())}
    return tuple(_answer_file(file, documents) for file in case.later_files if file.path in places)


def _source(case: CaseView, field: FieldState) -> tuple[str, bool]:
    definition = field.definition
    if definition.look_up is not None:
        state = str(case.submission.look_ups.get(definition.look_up.name, {}).get("state", ""))
        return LOOK_UP_WORDS.get(state, ""), state in {"not_found", "unavailable"}
    facts = submissions.known_facts(case.submission.account, case.submission.acting) or {}
    known = facts.get(definition.prefill) if definition.prefill else None
    if known is None or known == "":
        return "", False
    if definition.prefill in _ABOUT_REPRESENTED and case.submission.acting.get("for") == "person":
        is_same = _same(known, field.value)
        return ("wie bei der Vertretung angegeben", False) if is_same else ("weicht von der Vertretung ab", True)
    return ("aus dem Nutzerkonto", False) if _same(known, field.value) else ("weicht vom Nutzerkonto ab", True)


def _same(known: object, given: object) -> bool:
    if isinstance(known, Mapping) and isinstance(given, Mapping):
        return {key: value for key, value in known.items() if value} == {k: v for k, v in given.items() if v}
    if isinstance(known, date) and isinstance(given, str):
        return known.isoformat() == given
    return known == given


def register_answers(case: CaseView) -> tuple[RegisterAnswer, ...]:
    """Return what registers said: first while filling in, then in the course of the case."""
    early = tuple(
        RegisterAnswer(
            title=f"Beim Ausfüllen: {name}",
            result=LOOK_UP_WORDS.get(str(found.get("state")), "nicht gefragt"),
            is_doubtful=found.get("state") in {"not_found", "unavailable"},
            rows=tuple((str(key), _say(value)) for key, value in (found.get("data") or {}).items()),
        )
        for name, found in case.submission.look_ups.items()
    )
    later = tuple(
        RegisterAnswer(title=title, result=result, is_doubtful=result != "gefunden") for title, result in case.look_ups
    )
    return early + later


def _say(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_say(part) for part in value.values() if part not in (None, ""))
    if isinstance(value, list | tuple):
        return "; ".join(_say(part) for part in value)
    return format_value(value) if isinstance(value, bool | Decimal | date | datetime) else str(value or "")


def identity(case: CaseView) -> str:
    """Return how surely the applicant is known, and who says so where that was no login."""
    level = level_name(case.submission.level)
    return f"{level}, nach Angabe des einreichenden Programms" if case.submission.owner_kind == "machine" else level


def acting_rows(case: CaseView) -> tuple[tuple[str, str], ...]:
    """Return for whom was applied and whether that is proved, as the applicant stated it; empty for themselves."""
    rows = submissions.acting_rows(case.submission.acting)
    if not rows:
        return ()
    by = case.submission.account.get("name") or case.submission.account.get("email") or "ohne Anmeldung"
    came = any(file.path == submissions.EVIDENCE_PATH for file in case.later_files)
    proof = (
        ()
        if case.submission.acting.get("for") == "company"
        else (("Nachweis", "liegt vor, bitte prüfen" if came else "liegt nicht vor"),)
    )
    return (*rows, ("Gestellt von", str(by)), *proof)


def co_signatures(case: CaseView) -> tuple[Answer, ...]:
    """Return what the second people did whose signature the form asked for."""
    return tuple(
        Answer(
            label=f"{one['label']}: {one['name']} ({one['email']})",
            display=_signed(one),
            source="",
            is_doubtful=one["state"] != "signed",
        )
        for one in case.submission.co_signatures
    )


def _signed(one: Mapping[str, Any]) -> str:
    if one["state"] != "signed":
        return "unterschreibt auf Papier, wird nachgereicht"
    moment = datetime.fromisoformat(one["answered_at"]).astimezone(LOCAL)
    who = f"als {one['account_name']} angemeldet" if one["account_name"] else "ohne Anmeldung, über den Link der E-Mail"
    return f"unterschrieben am {moment:%d.%m.%Y, %H:%M} Uhr, {who}"
