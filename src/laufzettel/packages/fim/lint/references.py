"""Rules and the elements they name."""

import re
from collections.abc import Iterator

from laufzettel.packages.fim.lint.finding import Finding, finding
from laufzettel.packages.fim.model import Element, FimRule, Group, Part, Schema, walk

NAMED = re.compile(r"\b([GF])(\d{5,11})(V\d+(?:\.\d+)*)?\b", re.ASCII)
_SHORT, _LONG = 8, 11


def check(schema: Schema) -> Iterator[Finding]:
    """Yield findings about the rules of the schema and of every group and field."""
    yield from _rules(schema, schema, schema.parts)
    for part, _ in walk(schema.parts):
        element = part.element
        below = element.parts if isinstance(element, Group) else (part,)
        yield from _rules(schema, element, below)


def _rules(schema: Schema, element: Element, below: tuple[Part, ...]) -> Iterator[Finding]:
    if not element.rules:
        return
    known = {part.element.id for part, _ in walk(below)} | {element.id}
    for rule in element.rules:
        if schema.format == "3" and not rule.prose:
            yield finding(1024, element, rule.id, line=rule.line)
        yield from _named(schema, element, rule, known)


def _named(schema: Schema, element: Element, rule: FimRule, known: set[str]) -> Iterator[Finding]:
    wanted = _LONG if schema.format == "3" else _SHORT
    for letter, digits, version in sorted(set(NAMED.findall(rule.prose + " " + rule.script))):
        name = letter + digits
        if version:
            yield finding(1019, element, rule.id, name + version, line=rule.line)
        if schema.format == "3" and len(digits) == _SHORT:
            yield finding(1041, element, rule.id, name, line=rule.line)
        if name not in known and _long(name, wanted) not in known:
            yield finding(1001, element, rule.id, name, line=rule.line)


def _long(name: str, wanted: int) -> str:
    """Return the old short id as version 3 writes it: three zeros after the number range of two digits."""
    return name[:3] + "0" * (wanted + 1 - len(name)) + name[3:]
