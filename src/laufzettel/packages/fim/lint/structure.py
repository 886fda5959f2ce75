"""What stands in what, and how often."""

import re
from collections import Counter
from collections.abc import Iterator

from laufzettel.packages.fim.lint.finding import Finding, finding
from laufzettel.packages.fim.model import Field, Group, Part, Schema, walk

_COUNT = re.compile(r"\d{1,6}:(\d{1,6}|\*)\Z", re.ASCII)
_DEFAULT_FIELD = "F60000000001"
_NOT_YET_DRAFT = ("1", "2")


def check(schema: Schema) -> Iterator[Finding]:
    """Yield findings about schema and groups as containers."""
    if not schema.parts:
        yield finding(1078, schema)
    if not schema.is_group:
        yield from _container(schema, schema.parts)
    for part, above in walk(schema.parts):
        yield from _count(part)
        if isinstance(part.element, Group):
            yield from _group(part.element)
            yield from _container(part.element, part.element.parts)
            if any(group.id and group.id == part.element.id for group in above):
                yield finding(1026, part.element)
        if above:
            yield from _inside(part, above[-1])
    yield from _versions(schema)


def _count(part: Part) -> Iterator[Finding]:
    if not part.count:
        yield finding(1021, part.element, line=part.line)
    elif not _COUNT.match(part.count):
        yield finding(1046, part.element, part.count, line=part.line)
    else:
        low, high = part.bounds
        if high is not None and (low > high or high == 0):
            yield finding(1047, part.element, part.count, line=part.line)
        elif isinstance(part.element, Field) and part.element.data_type == "file" and high is not None:
            yield finding(1139, part.element, part.count, line=part.line)


def _group(group: Group) -> Iterator[Finding]:
    if group.art not in ("", "X"):
        yield finding(1042, group, group.art)
    if not group.parts:
        yield finding(1023, group)
    elif len(group.parts) == 1:
        yield finding(1106, group)
    if group.is_choice and len(group.parts) < 2:
        yield finding(1043, group)


def _inside(part: Part, group: Group) -> Iterator[Finding]:
    if group.is_choice and part.count != "0:1":
        yield finding(1118, part.element, part.count, line=part.line)
    is_general = part.element.element_kind in ("ABS", "HAR")
    if group.element_kind == "RNG" and is_general and not part.sources:
        yield finding(1022, part.element, line=part.line)


def _container(holder: Schema | Group, parts: tuple[Part, ...]) -> Iterator[Finding]:
    seen = Counter((part.element.id, part.element.version) for part in parts)
    is_schema = isinstance(holder, Schema)
    told: set[str] = set()
    for part in parts:
        element = part.element
        if element.id and seen[element.id, element.version] > 1 and element.id not in told:
            told.add(element.id)
            yield finding(1025 if is_schema else 1004, element, line=part.line)
        if element.id == _DEFAULT_FIELD:
            yield finding(1094 if len(parts) > 1 else 1095, element, line=part.line)
        if holder.published_on and not element.published_on:
            yield finding(1127 if is_schema else 1128, element, line=part.line)
        if holder.published_on and element.state in _NOT_YET_DRAFT:
            yield finding(1129 if is_schema else 1130, element, line=part.line)


def _versions(schema: Schema) -> Iterator[Finding]:
    known: dict[str, set[str]] = {}
    for part, _ in walk(schema.parts):
        element = part.element
        versions = known.setdefault(element.id, set())
        if element.id and versions and element.version not in versions:
            yield finding(1003, element, ", ".join(sorted({*versions, element.version})))
        versions.add(element.version)
