"""Translate the fields of a form into the controls that the look draws."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laufzettel.engine.forms import COMPOSITES, FieldState, close_options, needs_search, parts_of
from laufzettel.kernel.errors import Problem
from laufzettel.look.controls import Control, ControlKind, ErrorLine, Option, PartInput, Upload
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import AttachmentView, say_size

_KINDS: dict[str, ControlKind] = {
    "boolean": "choice",
    "choice": "choice",
    "multi_choice": "checks",
    "date": "date",
    **dict.fromkeys(COMPOSITES, "parts"),
    "file": "file",
    "info": "info",
}
_MANY_OPTIONS = 7
# So many proposals a page brings along; from longer lists come those that fit what is typed.
_ALL_PROPOSALS, _SOME_PROPOSALS, _MEANT = 200, 20, 6
_MODES = {"number": "decimal", "money": "decimal", "phone": "tel", "email": "email"}
_WIDTHS = {"money": "10", "number": "10", "plate": "10", "time": "10"}
_TOKENS = {
    "family_name": "family-name",
    "given_name": "given-name",
    "birth_date": "bday",
    "email": "email",
    "phone": "tel",
}
MEDIA = {"pdf": "application/pdf", "jpg": "image/jpeg,image/heic,image/heif", "png": "image/png"}


def yes_no() -> tuple[Option, ...]:
    """Return the two answers to a question that is answered with yes or no."""
    return (Option(value="ja", label=_("Ja")), Option(value="nein", label=_("Nein")))


def control_of(
    state: FieldState,
    *,
    attachments: Mapping[str, AttachmentView],
    errors: Mapping[str, str],
    concerns: Mapping[str, str] | None = None,
    kept: str = "",
    is_large: bool = False,
) -> Control:
    """Return the control for a field; `errors` and `concerns` are messages by path, `kept` says how long."""
    definition = state.definition
    error = _error(state.path, errors)
    return Control(
        kind=_kind(state),
        name=state.path,
        label=definition.label,
        value=state.text if definition.type == "info" else _value(state),
        values=_parts(state),
        chosen=frozenset(_texts(state.entered)) if definition.type == "multi_choice" else frozenset(),
        options=_options(state, has_error=bool(error)),
        parts=_part_inputs(state, errors),
        proposals=_proposals(state),
        concern=_error(state.path, concerns or {}),
        is_place=definition.type == "place",
        uploads=_uploads(state, attachments),
        hint=_hint(state),
        error=error,
        why=definition.why.text if definition.why else "",
        legal_basis=definition.why.legal_basis if definition.why else "",
        kept=kept if definition.why else "",
        note=state.remark,
        is_required=definition.required or definition.soft,
        is_large=is_large,
        autocomplete=definition.autocomplete or _TOKENS.get(definition.prefill, ""),
        inputmode=_MODES.get(definition.type, ""),
        unit=definition.unit or ("€" if definition.type == "money" else ""),
        width=_WIDTHS.get(definition.type, ""),
        accept=",".join(MEDIA[kind] for kind in definition.accept) if definition.type == "file" else "",
    )


def _kind(state: FieldState) -> ControlKind:
    definition = state.definition
    if definition.type == "text" and definition.multiline:
        return "textarea"
    if definition.type == "choice" and len(state.options) > _MANY_OPTIONS:
        return "search" if needs_search(state.options) else "select"
    return _KINDS.get(definition.type, "text")


def _options(state: FieldState, *, has_error: bool) -> tuple[Option, ...]:
    if state.definition.type == "boolean":
        return yes_no()
    if state.definition.type not in ("choice", "multi_choice"):
        return ()
    offered = state.options
    if needs_search(offered):
        # Whoever has no JavaScript sees after sending what they may have meant.
        offered = close_options(offered, str(state.entered), limit=_MEANT) if has_error and state.entered else ()
    return tuple(Option(value=item.value, label=item.label, hint=item.hint) for item in offered)


def _proposals(state: FieldState) -> tuple[str, ...]:
    definition = state.definition
    if not definition.streets_from and not (definition.type == "choice" and needs_search(state.options)):
        return ()
    entered = state.entered.get("strasse", "") if isinstance(state.entered, Mapping) else state.entered
    if len(state.options) <= _ALL_PROPOSALS:
        return tuple(option.label for option in state.options)
    found = close_options(state.options, str(entered), limit=_SOME_PROPOSALS) if entered else ()
    return tuple(option.label for option in found)


def _part_inputs(state: FieldState, errors: Mapping[str, str]) -> tuple[PartInput, ...]:
    if not isinstance(state.entered, Mapping):
        return ()
    definition, whole = state.definition, state.path in errors
    return tuple(
        PartInput(
            key=part.key,
            label=_(part.label),
            value=str(state.entered.get(part.key) or ""),
            autocomplete="off" if definition.autocomplete == "off" else part.autocomplete,
            inputmode=part.inputmode,
            is_required=bool(part.missing) or definition.type == "place",
            is_wrong=whole or f"{state.path}.{part.key}" in errors,
            is_searched=part.key == "strasse" and definition.streets_from is not None,
        )
        for part in parts_of(definition)
    )


def _value(state: FieldState) -> str:
    if state.definition.type == "choice" and needs_search(state.options):
        return state.display or str(state.entered)
    if state.definition.type == "boolean" and isinstance(state.value, bool):
        return "ja" if state.value else "nein"
    return state.entered if isinstance(state.entered, str) else ""


def _parts(state: FieldState) -> dict[str, str]:
    if state.definition.type == "date" and isinstance(state.entered, str) and state.entered:
        # What cannot be split stands whole in the first box, as it was typed.
        parts = [part.strip() for part in state.entered.split(".")]
        return dict(zip(("tag", "monat", "jahr"), parts if len(parts) == 3 else [state.entered, "", ""], strict=True))
    return {}


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _uploads(state: FieldState, attachments: Mapping[str, AttachmentView]) -> tuple[Upload, ...]:
    if state.definition.type != "file":
        return ()
    known = [attachments[item] for item in _texts(state.value) if item in attachments]
    return tuple(
        Upload(id=item.id, name=item.title or item.filename, size=say_size(item.sent_size), remove_url="ja")
        for item in known
    )


def _hint(state: FieldState) -> str:
    definition = state.definition
    if definition.type == "place" and not definition.hint:
        return _("Beschreiben Sie den Ort mit Worten. Wenn Sie möchten, nennen Sie die Koordinaten in Grad.")
    if definition.type != "file":
        return definition.hint
    kinds = ", ".join({"pdf": "PDF", "jpg": "JPG, HEIC", "png": "PNG"}[kind] for kind in definition.accept)
    is_said = _("nachreichen") in definition.hint
    later = _("Sie können den Nachweis auch später nachreichen.") if definition.may_follow and not is_said else ""
    possible = ngettext(
        "Möglich: {kinds}, höchstens {count} Datei mit je {largest}.",
        "Möglich: {kinds}, höchstens {count} Dateien mit je {largest}.",
        definition.max_count,
    ).format(kinds=kinds, count=definition.max_count, largest=say_size(submissions.largest_upload()))
    return " ".join(filter(None, (definition.hint, possible, later)))


def _error(path: str, errors: Mapping[str, str]) -> str:
    inside = [message for where, message in errors.items() if where == path or where.startswith(f"{path}.")]
    return inside[0] if inside else ""


def error_lines(problems: tuple[Problem, ...], controls: Mapping[str, Control]) -> tuple[ErrorLine, ...]:
    """Return the lines of the error summary, each leading to the first input that it is about."""
    lines = []
    for problem in problems:
        path = problem.path
        while path and path not in controls:
            path = path.rpartition(".")[0]
        is_part = problem.path != path and path and controls[path].kind == "parts"
        target = problem.path.replace(".", "-") if is_part else controls[path].focus_id if path else ""
        lines.append(ErrorLine(target=target, message=problem.message))
    return tuple(lines)
