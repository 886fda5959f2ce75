"""Read JSON from strangers: bounded in size and depth, no name twice, numbers exact."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _

from laufzettel.rest.problem import ApiProblem

MAX_DEPTH = 12
MAX_NODES = 20_000
MOST_DIGITS = 40


def read_json(request: HttpRequest, *, max_bytes: int) -> Any:
    """Return the JSON body of a request; raises ApiProblem with 413, 415 or 400 and the reason."""
    if request.content_type != "application/json":
        raise ApiProblem(415, "media-type", _("Senden Sie application/json oder multipart/form-data."))
    try:
        content = request.body
    except (RequestDataTooBig, RawPostDataException):
        raise _too_large(max_bytes) from None
    return parse_json(content, max_bytes=max_bytes)


def parse_json(content: bytes, *, max_bytes: int) -> Any:
    """Return the value of a JSON text; raises ApiProblem with 413 or 400 and the reason."""
    if len(content) > max_bytes:
        raise _too_large(max_bytes)
    _check_depth(content)
    if b"\x00" in content or b"\\u0000" in content:
        raise ApiProblem(400, "json", _("Das JSON enthält Zeichen mit dem Code null."))
    try:
        value = json.loads(
            content.decode("utf-8"),
            parse_float=_exact,
            parse_int=_whole,
            parse_constant=_no_constant,
            object_pairs_hook=_unique,
        )
        # Half a surrogate pair is no character that could be stored.
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError):
        raise ApiProblem(400, "json", _("Der Text ist kein gültiges JSON in UTF-8.")) from None
    return value


def _too_large(max_bytes: int) -> ApiProblem:
    return ApiProblem(413, "too-large", _("Die Anfrage ist größer als %(size)s KB.") % {"size": max_bytes // 1024})


def _check_depth(content: bytes) -> None:
    """Count brackets before anything is built; brackets in texts make it stricter, never weaker."""
    depth = deepest = nodes = 0
    in_text = escaped = False
    for sign in content:
        if in_text:
            in_text = escaped or sign != 0x22
            escaped = sign == 0x5C and not escaped
        elif sign == 0x22:
            in_text = True
        elif sign in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in b"]}":
            depth -= 1
        elif sign == 0x2C:
            nodes += 1
        if deepest > MAX_DEPTH or nodes > MAX_NODES:
            raise ApiProblem(400, "json-structure", _("Das JSON ist zu tief verschachtelt oder hat zu viele Teile."))


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ApiProblem(
                400, "duplicate-name", _("Der Name „%(name)s“ steht zweimal in einem Objekt.") % {"name": name[:80]}
            )
        found[name] = value
    return found


def _exact(text: str) -> Decimal:
    if len(text) > MOST_DIGITS:
        raise ApiProblem(400, "json", _("Eine Zahl hat zu viele Stellen."))
    return Decimal(text)


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ApiProblem(400, "json", _("Eine Zahl hat zu viele Stellen."))
    return int(text)


def _no_constant(text: str) -> Any:
    raise ApiProblem(400, "json", _("%(text)s ist kein JSON.") % {"text": text})
