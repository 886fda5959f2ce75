"""Translate the fields of a step into the controls that the look draws."""

from collections.abc import Iterable, Mapping, Sequence

from laufzettel.engine.process import Outcome, StepField
from laufzettel.kernel.errors import Problem
from laufzettel.look.controls import Control, ControlKind, ErrorLine, Option

_MANY_OPTIONS = 7
_MODES = {"number": "decimal", "money": "decimal", "date": "numeric"}
_YES_NO = (Option(value="ja", label="Ja"), Option(value="nein", label="Nein"))


def step_controls(
    fields: Sequence[StepField], given: Mapping[str, str], problems: Iterable[Problem] = ()
) -> list[Control]:
    """Return one control per field with what was typed and what is wrong with it."""
    errors = {problem.path: problem.message for problem in problems}
    return [
        Control(
            kind=_kind(field),
            name=field.key,
            label=field.label,
            hint=field.hint or ("Zum Beispiel 21.11.2026" if field.type == "date" else ""),
            value=given.get(field.key, ""),
            options=_options(field),
            inputmode=_MODES.get(field.type, ""),
            unit="€" if field.type == "money" else "",
            width="10" if field.type in _MODES else "",
            is_required=field.required,
            error=errors.get(field.key, ""),
        )
        for field in fields
    ]


def outcome_control(outcomes: Sequence[Outcome], chosen: str, error: str) -> Control:
    """Return the question how the case is decided."""
    return Control(
        kind="choice",
        name="ergebnis",
        label="Wie entscheiden Sie?",
        value=chosen,
        options=tuple(
            Option(value=outcome.key, label=outcome.label, hint="" if outcome.notice else "Ohne Schreiben")
            for outcome in outcomes
        ),
        error=error,
    )


def error_lines(problems: Iterable[Problem], controls: Iterable[Control]) -> list[ErrorLine]:
    """Return the lines of the error summary, each leading to its input."""
    places = {control.name: control.focus_id for control in controls}
    return [ErrorLine(target=places.get(problem.path, ""), message=problem.message) for problem in problems]


def _kind(field: StepField) -> ControlKind:
    if field.type == "boolean":
        return "choice"
    if field.type == "choice":
        return "select" if len(field.options) > _MANY_OPTIONS else "choice"
    return "textarea" if field.type == "text" else "text"


def _options(field: StepField) -> tuple[Option, ...]:
    if field.type == "boolean":
        return _YES_NO
    return tuple(Option(value=option.value, label=option.label) for option in field.options)
