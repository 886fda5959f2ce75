"""Draw controls: what surrounds the answer is drawn once per language and kept, the answer is put in each time.

Only the outline is kept, never what somebody typed: that would stay in the memory of the server.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from laufzettel.look.controls import DATE_PARTS, Control

# Signs of the private use area: they survive escaping, and nobody types them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_HOLE = re.compile(f"{_OPEN}(\\w*){_CLOSE}")
_BY_TEXT = frozenset({"text", "textarea", "search"})
_BY_CODE = frozenset({"choice", "select", "checks"})


def draw(item: Control) -> str:
    """Return the HTML of a control."""
    if item.error or item.uploads:
        return _rendered(item)
    blank = replace(item, note="", concern="")
    if item.kind in _BY_CODE:
        return mark_safe("".join(_outline(blank, get_language())))  # noqa: S308 drawn by an escaping template
    if item.kind in _BY_TEXT:
        return _filled(replace(blank, value=_hole("")), {"": item.value})
    if item.kind == "date":
        holes = {key: _hole(key) for key, _, _ in DATE_PARTS}
        return _filled(replace(blank, values=holes), item.values)
    if item.kind == "parts":
        parts = tuple(replace(part, value=_hole(part.key)) for part in item.parts)
        return _filled(replace(blank, parts=parts), {part.key: part.value for part in item.parts})
    return _rendered(item)


def _hole(key: str) -> str:
    return f"{_OPEN}{key}{_CLOSE}"


def _filled(hollow: Control, values: Mapping[str, str]) -> str:
    """Return the outline with the escaped values in its holes."""
    pieces = _outline(hollow, get_language())
    drawn = [piece if number % 2 == 0 else escape(values.get(piece, "")) for number, piece in enumerate(pieces)]
    return mark_safe("".join(drawn))  # noqa: S308 the outline is drawn by an escaping template, values are escaped


@lru_cache(maxsize=4096)
def _outline(hollow: Control, language: str | None) -> tuple[str, ...]:
    """Return the pieces of a drawn control: HTML and, at every second place, the name of a hole."""
    return tuple(_HOLE.split(_rendered(hollow)))


def _rendered(item: Control) -> str:
    return get_template(item.template).render({"c": item})
