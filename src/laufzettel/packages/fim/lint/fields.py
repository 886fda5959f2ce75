"""Fields: kind, type and answers that must fit together."""

import re
from collections import Counter
from collections.abc import Iterator

from laufzettel.packages.fim.lint.finding import Finding, finding
from laufzettel.packages.fim.model import DATA_TYPES, FIELD_KINDS, PREFILLINGS, Code, CodeListRef, Field, Schema, walk

TEXTS = ("text", "text_latin")
NUMBERS = ("num", "num_int", "num_currency")
TIMES = ("date", "time", "datetime")
WITHOUT_CONTENT = ("file", "obj")
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:[A-Za-z0-9()+,.:=@;$_!*'%/?#-]+\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def check(schema: Schema) -> Iterator[Finding]:
    """Yield findings about fields and their lists."""
    lists: dict[str, set[str]] = {}
    for part, _ in walk(schema.parts):
        if isinstance(part.element, Field):
            field = part.element
            yield from _codes_known(schema, field)
            yield from _fitting(field)
            yield from _kind(field)
            yield from _own_list(field, field.codes)
            if field.code_list is not None:
                yield from _foreign_list(field, field.code_list, lists)


def _codes_known(schema: Schema, field: Field) -> Iterator[Finding]:
    if field.kind not in FIELD_KINDS:
        yield finding(1027, field, field.kind)
    if field.data_type not in DATA_TYPES:
        yield finding(1028, field, field.data_type)
    if schema.format == "3" and field.prefilling not in PREFILLINGS:
        yield finding(1030, field, field.prefilling)
    if schema.format == "3" and field.element_kind == "ABS":
        yield finding(1014, field)


def _fitting(field: Field) -> Iterator[Finding]:
    limits = field.precision
    has_length = bool(limits.min_length or limits.max_length)
    has_range = bool(limits.min_value or limits.max_value)
    if has_length and field.data_type not in TEXTS:
        yield finding(1015, field, field.data_type)
    if has_range and field.data_type not in (*NUMBERS, *TIMES):
        yield finding(1016, field, field.data_type)
    if has_length and field.kind in ("select", "label", "locked"):
        yield finding(1012, field)
    if field.max_size and field.data_type != "file":
        yield finding(1056, field)
    if field.media_types and field.data_type != "file":
        yield finding(1057, field)
    if field.data_type in WITHOUT_CONTENT and field.content:
        yield finding(1100, field)
    if field.data_type in WITHOUT_CONTENT and limits.pattern:
        yield finding(1120, field)
    if field.columns and field.code_list is None:
        yield finding(1058, field)


def _kind(field: Field) -> Iterator[Finding]:
    has_list = bool(field.codes) or field.code_list is not None
    limits = field.precision
    if field.kind == "select" and field.data_type != "text":
        yield finding(1011, field, field.data_type)
    if field.kind == "select" and not has_list:
        yield finding(1018, field)
    if field.kind != "select" and has_list:
        yield finding(1017, field)
    if field.kind == "label" and field.data_type not in (*TEXTS, "obj"):
        yield finding(1090, field, field.data_type)
    if field.kind == "label" and not field.content and field.data_type != "obj":
        yield finding(1109, field)
    if field.kind == "input" and field.data_type in TEXTS and not (limits.min_length and limits.max_length):
        yield finding(1102, field)
    if field.kind == "input" and field.data_type in (*NUMBERS, "date") and not (limits.min_value or limits.max_value):
        yield finding(1103, field)


def _own_list(field: Field, codes: tuple[Code, ...]) -> Iterator[Finding]:
    if not codes:
        return
    if len(codes) < 2:
        yield finding(1044, field)
    yield from (finding(1045, field, code) for code in _twice(item.code for item in codes))
    yield from (finding(1093, field, name) for name in _twice(item.name for item in codes))
    if field.content and field.content not in {item.code for item in codes}:
        yield finding(1085, field, field.content[:80])


def _twice(texts: Iterator[str]) -> list[str]:
    return sorted(text for text, count in Counter(texts).items() if count > 1)


def _foreign_list(field: Field, reference: CodeListRef, lists: dict[str, set[str]]) -> Iterator[Finding]:
    uri = reference.uri or reference.version_uri
    if not uri:
        yield finding(1040, field)
        return
    if not uri.startswith("urn:"):
        yield finding(1005, field, uri[:80])
    elif not _URN.match(uri):
        yield finding(1048, field, uri[:80])
    if reference.version and not _DAY.match(reference.version):
        yield finding(1105, field, reference.version[:40])
    versions = lists.setdefault(uri, set())
    if versions and reference.version not in versions:
        yield finding(1037, field, ", ".join(sorted({*versions, reference.version})))
    versions.add(reference.version)
