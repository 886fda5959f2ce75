"""A text with placeholders, read once and filled often."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from laufzettel.engine.rules import RuleError
from laufzettel.engine.texts.german import format_value
from laufzettel.engine.texts.rule import Rule, read_rule

MAX_PLACEHOLDERS = 60


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A text with its placeholders replaced, and the placeholders that had no value."""

    text: str
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Template:
    """Literal parts and rules in their order."""

    source: str
    parts: tuple[str | Rule, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return the names that the placeholders use."""
        return frozenset().union(*(part.names for part in self.parts if isinstance(part, Rule)))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the placeholders."""
        return tuple(part for part in self.parts if isinstance(part, Rule))

    def fill(self, context: Mapping[str, object]) -> Filled:
        """Return the text with values in German form; values are inserted as plain text, never read again."""
        texts: list[str] = []
        empty: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                texts.append(part)
                continue
            value = part.evaluate(context)
            texts.append(format_value(value))
            if value is None:
                empty.append(part.source)
        return Filled(text="".join(texts), empty=tuple(empty))


def read_template(text: str, *, names: Collection[str] | None = None) -> Template:
    """Read a text with `{FEEL}` placeholders; `{{` and `}}` stand for braces.

    `names` are the names that placeholders may use, None allows any. Raises RuleError for an open brace, too many
    placeholders, or an expression that is wrong.
    """
    parts = tuple(part if literal else read_rule(part, names=names) for literal, part in _split(text))
    if sum(isinstance(part, Rule) for part in parts) > MAX_PLACEHOLDERS:
        raise RuleError(f"Der Text hat mehr als {MAX_PLACEHOLDERS} Platzhalter.")
    return Template(source=text, parts=parts)


def _split(text: str) -> Iterator[tuple[bool, str]]:
    literal, index = "", 0
    while index < len(text):
        pair = text[index : index + 2]
        if pair in ("{{", "}}"):
            literal, index = literal + pair[0], index + 2
        elif text[index] == "{":
            end = _closing(text, index)
            if literal:
                yield True, literal
            yield False, text[index + 1 : end].strip()
            literal, index = "", end + 1
        elif text[index] == "}":
            raise RuleError("Eine schließende Klammer } steht ohne öffnende; schreiben Sie }}.")
        else:
            literal, index = literal + text[index], index + 1
    if literal:
        yield True, literal


def _closing(text: str, start: int) -> int:
    """Return where the placeholder ends; braces inside FEEL contexts and texts in quotes are skipped."""
    depth, quoted, index = 0, False, start
    while index < len(text):
        sign = text[index]
        if quoted:
            index += sign == "\\"
            quoted = sign != '"'
        elif sign == '"':
            quoted = True
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth == 0:
                return index
        index += 1
    raise RuleError("Eine Klammer { wird nicht geschlossen; schreiben Sie {{ für eine einfache Klammer.")
