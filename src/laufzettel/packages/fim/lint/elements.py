"""What every element must say of itself: id, name, labels, state, law."""

import re
from collections.abc import Iterator

from laufzettel.packages.fim.lint.finding import Finding, finding
from laufzettel.packages.fim.model import (
    ELEMENT_KINDS,
    RELATIONS,
    STATES,
    STATES_2,
    Element,
    Field,
    Group,
    Schema,
    walk,
)

_ID = {"2": re.compile(r"[SGF]\d{8}\Z", re.ASCII), "3": re.compile(r"[SGF]\d{11}\Z", re.ASCII)}
_URL = re.compile(r"(https?://[^\s/]+\.[^\s]+|urn:[a-z0-9-]+:\S+)\Z", re.IGNORECASE)
_FIM_AUTHORS = ("FIM-Baustein Datenfelder", "FIM Baustein Datenfelder")
_SAME_KIND_ONLY = ("ABL", "ERS", "EQU")
_DATED_STATES = ("3", "4", "5", "6", "7")
_DEFAULT_PROFILE = "D99000000001"


def check(schema: Schema) -> Iterator[Finding]:
    """Yield findings about the elements one by one."""
    if not schema.is_group:
        yield from _element(schema, schema)
        yield from _schema(schema)
    for part, _ in walk(schema.parts):
        element = part.element
        yield from _element(schema, element)
        yield from _inner(schema, element, is_bound_here=bool(part.sources))


def _element(schema: Schema, element: Element) -> Iterator[Finding]:
    if not element.name:
        yield finding(1002, element)
    if not element.id:
        yield finding(1038, element)
    elif not _ID[schema.format].match(element.id):
        yield finding(1039, element, element.id)
    if element.state not in (STATES if schema.format == "3" else STATES_2):
        yield finding(1032, element, element.state)
    if not element.author:
        yield finding(1117, element)
    if element.help and element.help == element.label:
        yield finding(1098, element)
    if element.help and element.help == element.name:
        yield finding(1099, element)
    if element.author in _FIM_AUTHORS and element.id[1:3] != "60":
        yield finding(1141 if isinstance(element, Schema) else 1140, element)
    if element.state in _DATED_STATES and not element.state_set_on:
        yield finding(1143 if isinstance(element, Schema) else 1142, element)
    yield from _law(schema, element)
    yield from _relations(element)


def _law(schema: Schema, element: Element) -> Iterator[Finding]:
    for source in element.sources:
        if schema.format == "3" and (";" in source.text or "\n" in source.text):
            yield finding(1132, element, source.text[:80])
        if source.link and not _URL.match(source.link):
            yield finding(1133, element, source.link[:80])


def _relations(element: Element) -> Iterator[Finding]:
    for relation in element.relations:
        if relation.kind not in RELATIONS:
            yield finding(1029, element, relation.kind)
        if not relation.id:
            yield finding(1091, element)
        elif relation.kind in _SAME_KIND_ONLY and relation.id[:1] != element.id[:1]:
            yield finding(1087, element, relation.id)


def _schema(schema: Schema) -> Iterator[Finding]:
    if schema.structure_change not in ("0", "1", "2", "3"):
        yield finding(1033, schema, schema.structure_change)
    if schema.representation_change not in ("0", "1"):
        yield finding(1034, schema, schema.representation_change)
    if not schema.sources:
        yield finding(1051, schema)
    if not schema.label:
        yield finding(1050, schema)
    if schema.format == "3":
        yield from _profile(schema)


def _profile(schema: Schema) -> Iterator[Finding]:
    if not schema.profile:
        yield finding(1007, schema)
    if schema.profile == _DEFAULT_PROFILE:
        yield finding(1097 if schema.state in ("4", "5", "6") else 1096, schema)


def _inner(schema: Schema, element: Group | Field, *, is_bound_here: bool) -> Iterator[Finding]:
    """What groups and fields have beyond schemas. Version 2 wrote the law at the place, not at the element."""
    has_law = bool(element.sources) or (schema.format == "2" and is_bound_here)
    if not element.label:
        yield finding(1009, element)
    if not element.label_output and schema.format == "3":
        yield finding(1010, element)
    if element.element_kind not in ELEMENT_KINDS:
        yield finding(1031, element, element.element_kind)
    elif element.element_kind == "ABS":
        yield finding(1013, element)
    elif element.element_kind == "RNG" and not has_law:
        yield finding(1006, element)
    elif element.element_kind == "HAR" and not has_law:
        yield finding(1101, element)
    if element.state in ("7", "inaktiv"):
        yield finding(1116, element)
    if schema.version and not element.version:
        yield finding(1135, element)
