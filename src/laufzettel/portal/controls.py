"""Translate the fields of a form into the controls that the look draws."""

from collections.abc import Mapping

from laufzettel.engine.forms import FieldState
from laufzettel.kernel.errors import Problem
from laufzettel.look.controls import Control, ControlKind, ErrorLine, Option, Upload
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import AttachmentView, size_de

_KINDS: dict[str, ControlKind] = {
    "boolean": "choice",
    "choice": "choice",
    "multi_choice": "checks",
    "date": "date",
    "address": "address",
    "file": "file",
    "info": "info",
}
_MANY_OPTIONS = 7
_MODES = {"number": "decimal", "money": "decimal", "phone": "tel", "email": "email"}
_WIDTHS = {"money": "10", "number": "10", "plate": "10"}
_MEDIA = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_YES_NO = (Option(value="ja", label="Ja"), Option(value="nein", label="Nein"))


def control_of(
    state: FieldState,
    *,
    attachments: Mapping[str, AttachmentView],
    errors: Mapping[str, str],
    is_large: bool = False,
) -> Control:
    """Return the control for a field; `errors` are the messages to show, by path."""
    definition = state.definition
    return Control(
        kind=_kind(state),
        name=state.path,
        label=definition.label,
        value=state.text if definition.type == "info" else _value(state),
        values=_parts(state),
        chosen=frozenset(_texts(state.entered)) if definition.type == "multi_choice" else frozenset(),
        options=_options(state),
        uploads=_uploads(state, attachments),
        hint=_hint(state),
        error=_error(state.path, errors),
        why=definition.why.text if definition.why else "",
        legal_basis=definition.why.legal_basis if definition.why else "",
        note=state.remark,
        is_required=definition.required,
        is_large=is_large,
        autocomplete=definition.autocomplete,
        inputmode=_MODES.get(definition.type, ""),
        unit=definition.unit or ("€" if definition.type == "money" else ""),
        width=_WIDTHS.get(definition.type, ""),
        accept=",".join(_MEDIA[kind] for kind in definition.accept) if definition.type == "file" else "",
    )


def _kind(state: FieldState) -> ControlKind:
    definition = state.definition
    if definition.type == "text" and definition.multiline:
        return "textarea"
    if definition.type == "choice" and len(state.options) > _MANY_OPTIONS:
        return "select"
    return _KINDS.get(definition.type, "text")


def _options(state: FieldState) -> tuple[Option, ...]:
    if state.definition.type == "boolean":
        return _YES_NO
    return tuple(Option(value=item.value, label=item.label, hint=item.hint) for item in state.options)


def _value(state: FieldState) -> str:
    if state.definition.type == "boolean" and isinstance(state.value, bool):
        return "ja" if state.value else "nein"
    return state.entered if isinstance(state.entered, str) else ""


def _parts(state: FieldState) -> dict[str, str]:
    if state.definition.type == "address" and isinstance(state.entered, Mapping):
        return {key: str(value or "") for key, value in state.entered.items()}
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
        Upload(id=item.id, name=item.title or item.filename, size=size_de(item.size), remove_url="ja") for item in known
    )


def _hint(state: FieldState) -> str:
    definition = state.definition
    if definition.type != "file":
        return definition.hint
    kinds = ", ".join({"pdf": "PDF", "jpg": "JPG", "png": "PNG"}[kind] for kind in definition.accept)
    is_said = "nachreichen" in definition.hint
    later = " Sie können den Nachweis auch später nachreichen." if definition.may_follow and not is_said else ""
    largest = size_de(submissions.largest_upload())
    files = "eine Datei" if definition.max_count == 1 else f"{definition.max_count} Dateien"
    return f"{definition.hint} Möglich: {kinds}, höchstens {files} mit je {largest}.{later}".strip()


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
        is_part = problem.path != path and path and controls[path].kind == "address"
        target = problem.path.replace(".", "-") if is_part else controls[path].focus_id if path else ""
        lines.append(ErrorLine(target=target, message=problem.message))
    return tuple(lines)
