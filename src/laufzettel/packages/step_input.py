"""Read what a clerk enters when finishing a step: the same tolerant German notation as in forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from laufzettel.engine.forms import FieldDefinition, Unreadable, read_text_answer
from laufzettel.engine.forms.values import dump_value, missing_sentence
from laufzettel.engine.process import StepField
from laufzettel.kernel.errors import Problem
from laufzettel.kernel.language import say


@dataclass(frozen=True, kw_only=True)
class StepInput:
    """The values of the step's fields as JSON holds them, and what could not be read."""

    values: Mapping[str, object]
    problems: tuple[Problem, ...]


def read_step_input(
    fields: Sequence[StepField], raw: Mapping[str, Sequence[str]], *, today: date | None = None
) -> StepInput:
    """Read the inputs named like the fields; required ones must be there, a choice must be one of its options."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for field in fields:
        try:
            value = _read(field, (raw.get(field.key) or ("",))[-1], today)
        except Unreadable as error:
            problems.append(Problem(field.key, error.message))
            continue
        if value is None and field.required:
            problems.append(Problem(field.key, missing_sentence(_definition(field))))
        values[field.key] = dump_value(value)
    return StepInput(values=values, problems=tuple(problems))


def _read(field: StepField, text: str, today: date | None) -> object:
    value = read_text_answer(_definition(field), text, today=today)
    if field.type == "choice" and value is not None and value not in {option.value for option in field.options}:
        raise Unreadable(say("Wählen Sie eine der angebotenen Antworten aus."))
    return value


def _definition(field: StepField) -> FieldDefinition:
    return FieldDefinition(group="", key=field.key, type=field.type, label=field.label, multiline=True, decimals=2)
