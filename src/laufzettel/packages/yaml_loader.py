"""Read YAML from strangers: YAML 1.2 core scalars, no aliases, no tags, no duplicates, with positions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

Path = tuple[str | int, ...]

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24
MAX_NODES = 50_000

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9]+\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+\Z")
_SUSPICIOUS = re.compile(
    r"([-+]?(\.[0-9]+|[0-9]+\.|[0-9.]+[eE][-+]?[0-9]+)|0[xo][0-9a-fA-F]+|[-+]?\.(inf|nan))\Z", re.IGNORECASE
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
_NORWAY = frozenset(
    word for base in ("yes", "no", "on", "off", "ja", "nein") for word in (base, base.title(), base.upper())
)


class YamlRefused(Exception):
    """The text is not the YAML we accept; line and column count from 1."""

    def __init__(self, message: str, *, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


@dataclass(frozen=True, kw_only=True)
class Document:
    """A parsed file: its value and where each part stands (line, column from 1)."""

    value: Any
    positions: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def position(self, path: Path) -> tuple[int, int]:
        """Return where `path` stands, or the nearest known part above it."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, (1, 1))


def load_yaml(content: bytes) -> Document:
    """Read one YAML document.

    Scalars follow the YAML 1.2 core schema; ISO dates become `date`, decimals `Decimal`. Refused, with line
    and column: other encodings than UTF-8, aliases, anchors, tags, several documents, duplicate keys, keys
    that are not text, and everything beyond the limits on size, depth and number of parts.
    Raises YamlRefused.
    """
    text = _decode(content)
    try:
        return _Builder(yaml.parse(text, Loader=yaml.CSafeLoader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
        raise YamlRefused(f"Das YAML ist fehlerhaft: {error.problem or error}.", **where) from error
    except yaml.YAMLError as error:
        raise YamlRefused("Das YAML enthält Zeichen, die nicht erlaubt sind.") from error


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise YamlRefused(f"Die Datei ist zu groß: höchstens {MAX_BYTES // 1024} KiB sind erlaubt.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise YamlRefused("Die Datei ist kein Text in UTF-8.", line=line) from error


class _Builder:
    """Builds values from parser events; recursion is bounded by MAX_DEPTH."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._positions: dict[Path, tuple[int, int]] = {}
        self._nodes = 0

    def document(self) -> Document:
        next(self._events)
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            return Document(value=None)
        value = self._node(next(self._events), ())
        next(self._events)
        extra = next(self._events)
        if not isinstance(extra, yaml.StreamEndEvent):
            raise _refused("Die Datei enthält mehr als ein Dokument.", extra)
        return Document(value=value, positions=self._positions)

    def _node(self, event: Any, path: Path) -> Any:
        self._guard(event, path)
        self._positions.setdefault(path, (event.start_mark.line + 1, event.start_mark.column + 1))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _guard(self, event: Any, path: Path) -> None:
        self._nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _refused("Anker und Verweise (& und *) sind nicht erlaubt.", event)
        if event.tag is not None:
            raise _refused("Typangaben (!) sind nicht erlaubt.", event)
        if self._nodes > MAX_NODES:
            raise _refused(f"Die Datei hat mehr als {MAX_NODES} Teile.", event)
        if len(path) > MAX_DEPTH:
            raise _refused(f"Die Datei ist tiefer als {MAX_DEPTH} Ebenen verschachtelt.", event)

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, path)
            if key in result:
                raise _refused(f"„{key}“ steht hier zweimal.", event)
            self._positions[(*path, key)] = (event.start_mark.line + 1, event.start_mark.column + 1)
            result[key] = self._node(next(self._events), (*path, key))
        return result

    def _key(self, event: Any, path: Path) -> str:
        self._guard(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            raise _refused("Ein Schlüssel muss ein Wort sein.", event)
        key = _scalar(event)
        if not isinstance(key, str) or not key:
            raise _refused("Ein Schlüssel muss ein Wort sein; setzen Sie ihn in Anführungszeichen.", event)
        return key


def _scalar(event: Any) -> Any:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if text in _NORWAY:
        raise _refused(
            f"„{text}“ ist mehrdeutig: schreiben Sie true oder false, oder setzen Sie Anführungszeichen.", event
        )
    if _DATE.match(text):
        return _date(text, event)
    return _number(text, event)


def _date(text: str, event: Any) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _refused(f"Das Datum {text} gibt es nicht.", event) from error


def _number(text: str, event: Any) -> int | Decimal | str:
    is_int, is_decimal = bool(_INT.match(text)), bool(_DECIMAL.match(text))
    if _SUSPICIOUS.match(text):
        raise _refused(f"Schreiben Sie die Zahl {text[:30]} als 1 oder 1.5, oder setzen Sie Anführungszeichen.", event)
    if not is_int and not is_decimal:
        return text
    if len(text) > 30:
        raise _refused("Die Zahl ist zu lang.", event)
    if _LEADING_ZERO.match(text):
        raise _refused(f"{text} beginnt mit einer Null: setzen Sie Anführungszeichen, wenn es keine Zahl ist.", event)
    return int(text) if is_int else Decimal(text)


def _refused(message: str, event: Any) -> YamlRefused:
    mark = event.start_mark
    return YamlRefused(message, line=mark.line + 1, column=mark.column + 1)
