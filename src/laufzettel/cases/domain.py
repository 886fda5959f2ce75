"""Rules of a case: what a clerk's input must look like, when an applicant may still turn back, whose turn it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from laufzettel.engine.forms import FieldDefinition, Unreadable, dump_answers, read_text_answer
from laufzettel.engine.process import Outcome, StepField
from laufzettel.kernel.dates import deadline_end, next_working_day
from laufzettel.kernel.errors import Invalid, Problem, Refused
from laufzettel.kernel.language import say
from laufzettel.packages import Noun, read_step_input

# § 75 VwGO: after three months without a decision an applicant may go to court.
INACTIVITY_PERIOD = "P3M"
ANSWER_PERIOD = "P14D"
LONGEST_TEXT = 20_000
MOST_ITEMS = 10
# Clerks type a list as they would on paper; the notice draws its own marks.
BULLETS = "-–—•*· \t"
ITEM_TYPES = ("text", "date", "boolean", "file")


@dataclass(frozen=True, kw_only=True)
class QueryItem:
    """One thing a clerk asks for: text, date, yes or no, or files."""

    key: str
    label: str
    type: str
    required: bool = True


def read_values(
    fields: Sequence[StepField], given: Mapping[str, object], *, today: date | None = None
) -> dict[str, object]:
    """Read the values of a step's fields from typed text or ready values, as JSON values.

    Amounts and numbers become decimal texts, days ISO texts. Unknown names are ignored. Raises `Invalid`.
    """
    found = read_step_input(fields, {key: (_typed(value),) for key, value in given.items()}, today=today)
    if found.problems:
        raise Invalid(found.problems)
    return dict(found.values)


def _typed(value: object) -> str:
    """Write a ready value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def read_asked(
    asked: Sequence[tuple[str, FieldDefinition]],
    given: Mapping[str, object],
    files: Mapping[str, Sequence[str]],
    *,
    today: date,
) -> dict[str, object]:
    """Read the fields of the form that a step asks for again, as JSON values by field key.

    `given` are typed texts by path (`fahrzeug.kennzeichen`), `files` ids of later attachments by path without
    numbers. Raises `Invalid`.
    """
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for path, definition in asked:
        try:
            value = _read_asked(path, definition, given, files, today)
        except Unreadable as error:
            problems.append(Problem(path, error.message))
            continue
        if value is None and definition.required:
            problems.append(Problem(path, definition.missing or f"Geben Sie an: {definition.label}"))
        values[definition.key] = value
    if problems:
        raise Invalid(tuple(problems))
    return dump_answers(values)


def _read_asked(
    path: str,
    definition: FieldDefinition,
    given: Mapping[str, object],
    files: Mapping[str, Sequence[str]],
    today: date,
) -> object:
    if definition.type == "file":
        return list(files.get(path, ())) or None
    value = given.get(path, given.get(definition.key))
    return read_text_answer(definition, _typed(value), today=today)


def file_path(query_id: int, key: object) -> str:
    """Return the path under which files for an item of a question are kept."""
    return f"frage.{query_id}.{key}"


def without_required_files(
    asked: Sequence[tuple[str, FieldDefinition]],
) -> tuple[tuple[str, FieldDefinition], ...]:
    """Return the fields a step asks for with every file made voluntary."""
    return tuple(
        (path, replace(definition, required=False) if definition.type == "file" else definition)
        for path, definition in asked
    )


def without_numbers(path: str) -> str:
    """Return a path without the numbers of items: `hunde.0.erlaubnis` is `hunde.erlaubnis`."""
    return ".".join(part for part in path.split(".") if not part.isdigit())


def find_outcome(outcomes: Iterable[Outcome], key: str) -> Outcome:
    """Return the outcome with this key among those a case allows; raises `Invalid` for any other."""
    for outcome in outcomes:
        if outcome.key == key:
            return outcome
    raise Invalid((Problem("ergebnis", say("Wählen Sie, wie Sie entscheiden.")),))


def check_reasons(outcome: Outcome, reasons: str) -> None:
    """Raise `Invalid` when a decision that burdens somebody has no reasons (§ 39 (1) VwVfG, § 121 (1) AO)."""
    if outcome.needs_reasons and not reasons.strip():
        raise Invalid((Problem("gruende", say("Begründen Sie die Entscheidung.")),))


def read_draft(
    outcomes: Iterable[Outcome],
    fields: Sequence[StepField],
    *,
    outcome: str,
    reasons: str,
    conditions: Sequence[str],
    values: Mapping[str, object],
) -> dict[str, Any]:
    """Check what a clerk wants to decide and return it as JSON values; raises `Invalid`."""
    check_reasons(find_outcome(outcomes, outcome), reasons)
    return {
        "outcome": outcome,
        "reasons": reasons.strip(),
        "conditions": [text for line in conditions if (text := line.lstrip(BULLETS).rstrip())],
        "values": read_values(fields, values),
    }


def decision_result(draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return a checked decision as the result of its step; what was left empty is null."""
    return {
        **draft["values"],
        "ergebnis": draft["outcome"],
        "gruende": draft["reasons"] or None,
        "nebenbestimmungen": draft["conditions"] or None,
    }


def read_items(items: Sequence[QueryItem]) -> list[dict[str, object]]:
    """Check the items of a question and return them as JSON values; raises `Invalid`."""
    problems = []
    if len(items) > MOST_ITEMS:
        problems.append(
            Problem("items", say("Fragen Sie nach höchstens {most_items} Angaben auf einmal.", most_items=MOST_ITEMS))
        )
    for place, item in enumerate(items):
        if item.type not in ITEM_TYPES or not item.label.strip():
            problems.append(Problem(f"items.{place}", say("Nennen Sie, was Sie brauchen.")))
    if problems:
        raise Invalid(tuple(problems))
    return [
        {"key": f"angabe{place}", "label": item.label.strip(), "type": item.type, "required": item.required}
        for place, item in enumerate(items, start=1)
    ]


def fields_of_items(items: Iterable[Mapping[str, object]]) -> tuple[StepField, ...]:
    """Return the items of a question as fields, without those that are answered by files."""
    return tuple(
        StepField(
            key=str(item["key"]), type=str(item["type"]), label=str(item["label"]), required=bool(item["required"])
        )
        for item in items
        if item["type"] != "file"
    )


def answer_day(*, today: date, wanted: date | None, land: str) -> date:
    """Return until when an applicant should answer: from the wanted day, or 14 days, the next working day."""
    if wanted is None:
        return deadline_end(start=today, period=ANSWER_PERIOD, land=land)
    if wanted <= today:
        raise Refused(say("Die Frist muss in der Zukunft liegen."))
    return next_working_day(wanted, land=land)


def is_duty(kind: str) -> bool:
    """Say whether handing in is a legal duty, as with a notification: nobody takes back that they told the town."""
    return kind in {"notification", "report"}


def check_withdrawal(*, state: str, is_finished: bool, is_decided: bool, noun: Noun, kind: str = "application") -> None:
    """Raise `Refused` when a submission, called by its noun, cannot be taken back (any more)."""
    if is_duty(kind):
        raise Refused(
            say(
                "{yours} ist gesetzlich vorgeschrieben und lässt sich hier nicht zurücknehmen. "
                "Stimmt etwas nicht mehr? Wenden Sie sich bitte an die zuständige Stelle.",
                yours=noun.yours,
            )
        )
    if is_decided:
        raise Refused(
            say(
                "Über {yours_acting_on} ist schon entschieden. Sie können {it} nicht mehr zurücknehmen.",
                yours_acting_on=noun.yours_acting_on,
                it=noun.it,
            )
        )
    if state != "open" or is_finished:
        raise Refused(say("{yours} ist schon abgeschlossen.", yours=noun.yours))


def waits_for(*, tasks: Iterable[str], has_open_query: bool) -> str:
    """Say whose turn it is, from what the open tasks wait for: an open question beats everything, a clerk the rest."""
    if has_open_query:
        return "applicant"
    waiting = set(tasks)
    return next((who for who in ("clerk", "applicant", "machine") if who in waiting), "")
