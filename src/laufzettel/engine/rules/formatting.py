"""The text of a value, as `string(…)` gives it and as authors would write it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .errors import FeelError
from .limits import MAX_TEXT, check_text
from .types import type_name
from .values import Function, Range

_BARE = frozenset((int, Decimal, bool))


def number_text(value: Decimal) -> str:
    """A number without exponent."""
    check_text(abs(value.adjusted()) if value else 0)
    text = format(value, "f")
    return "0" if value == 0 and text.startswith("-") else text


def to_text(value: Any) -> str | None:
    """The text of a value at the outermost level: texts without quotes, null stays null."""
    if value is None or isinstance(value, str):
        return value
    pieces: list[str] = []
    _write(value, pieces, [MAX_TEXT])
    return "".join(pieces)


def show(value: Any) -> str:
    """The value as an author would write it, with quotes around texts."""
    pieces: list[str] = []
    _write(value, pieces, [MAX_TEXT])
    return "".join(pieces)


def _write(value: Any, pieces: list[str], left: list[int]) -> None:
    if isinstance(value, list):
        _write_all("[", [("", item) for item in value], "]", pieces, left)
    elif isinstance(value, dict):
        _write_all("{", [(f"{_key(name)}: ", entry) for name, entry in value.items()], "}", pieces, left)
    elif isinstance(value, Range):
        _write_range(value, pieces, left)
    else:
        text = _simple(value)
        left[0] -= len(text) + 1
        check_text(MAX_TEXT - left[0])
        pieces.append(text)


def _write_all(opening: str, parts: list[tuple[str, Any]], closing: str, pieces: list[str], left: list[int]) -> None:
    pieces.append(opening)
    for index, (before, value) in enumerate(parts):
        pieces.append((", " if index else "") + before)
        left[0] -= len(pieces[-1])
        _write(value, pieces, left)
    pieces.append(closing)


def _write_range(area: Range, pieces: list[str], left: list[int]) -> None:
    pieces.append("[" if area.start_included else "(")
    for end, between in ((area.start, ".."), (area.end, "")):
        _write(end, pieces, left)
        pieces.append(between)
    pieces.append("]" if area.end_included else ")")


def _simple(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, Function):
        return f"function {value.name}".strip()
    return str(value)


def _key(name: str) -> str:
    return (
        name if name and name.replace("_", "").replace(" ", "").isalnum() and not name[0].isdigit() else _simple(name)
    )


def require_text(value: Any) -> str:
    """The text of a value; FeelError for null."""
    text = to_text(value)
    if text is None:
        raise FeelError(f"{type_name(value)} hat keinen Text.")
    return text
