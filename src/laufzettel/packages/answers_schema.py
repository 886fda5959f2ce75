"""What a program must know to answer a form: JSON Schema 2020-12 of the answers, made from the form itself.

The schema is for writing clients: it describes answers as they are stored. Whether answers are accepted is decided by
the same `evaluate` that the pages use, which also reads other spellings, such as 4.5.1990.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from laufzettel.engine.forms import FieldDefinition, GroupDefinition, parts_of
from laufzettel.engine.texts import Rule
from laufzettel.packages.model import Package

Raw = dict[str, Any]

WHEN = "x-laufzettel-when"
CHECK = "x-laufzettel-checks"
MOST_VALUES = 500
_DECIMAL = r"^-?[0-9]{1,10}([.,][0-9]{1,6})?$"
_EQUALS = re.compile(r'(?P<field>[a-z][a-z0-9_]*) = (?:(?P<truth>true|false)|"(?P<text>[^"\\]*)")\Z')
_FORMATS = {"date": "date", "email": "email"}
_PART_FORMATS = {"date": "date", "email": "email"}


def answers_schema(package: Package, *, on: date) -> Raw:
    """Return the JSON Schema of the answers of a package; `on` decides which values of code lists are named.

    Files are not part of it: they are sent beside the answers, and `x-laufzettel-files` names their fields. Conditions
    that can be said in JSON Schema are; all others stand as FEEL under `x-laufzettel-when`.
    """
    groups: Raw = {}
    needed = []
    files: list[Raw] = []
    for page in package.form.pages:
        for group in page.groups:
            groups[group.key] = _group(package, group, on, tuple(filter(None, (page.when, group.when))))
            is_asked = page.when is None and group.when is None
            if is_asked and _must_be_given(group):
                needed.append(group.key)
            files += [_file(group, field) for field in group.fields if field.type == "file"]
    schema: Raw = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:laufzettel:form:{package.ref.replace('#', ':')}",
        "title": package.manifest.title,
        "description": package.manifest.summary,
        "type": "object",
        "properties": groups,
        "required": needed,
        "additionalProperties": False,
    }
    checks = [{"rule": check.rule.source, "say": check.say} for check in package.form.checks]
    return {**schema, **({CHECK: checks} if checks else {}), **({"x-laufzettel-files": files} if files else {})}


def _must_be_given(group: GroupDefinition) -> bool:
    if group.repeat:
        return group.repeat.min > 0
    return any(_is_needed(field) for field in group.fields)


def _is_needed(field: FieldDefinition) -> bool:
    return field.required and field.when is None and field.type not in ("info", "file")


def _group(package: Package, group: GroupDefinition, on: date, when: tuple[Rule, ...]) -> Raw:
    item = _item(package, group, on)
    if group.repeat:
        array: Raw = {"type": "array", "items": item, "minItems": group.repeat.min, "maxItems": group.repeat.max}
        item = {"title": group.title, "description": group.repeat.label, **array}
    if when:
        item[WHEN] = [rule.source for rule in when]
    return item


def _item(package: Package, group: GroupDefinition, on: date) -> Raw:
    fields = [field for field in group.fields if field.type not in ("info", "file")]
    item: Raw = {
        "title": group.title,
        "type": "object",
        "properties": {field.key: _field(package, field, on) for field in fields},
        "required": [field.key for field in fields if _is_needed(field)],
        "additionalProperties": False,
    }
    kinds = {field.key: field.type for field in fields}
    conditional = [rule for field in fields if (rule := _condition(field, kinds))]
    if conditional:
        item["allOf"] = conditional
    if group.checks:
        item[CHECK] = [{"rule": check.rule.source, "say": check.say} for check in group.checks]
    return item


def _condition(field: FieldDefinition, kinds: Mapping[str, str]) -> Raw | None:
    """Return the rule that a field is needed when an answer beside it is the one that its condition names."""
    found = _EQUALS.match(field.when.source.strip()) if field.when and field.required is True else None
    if found is None or field.type == "info" or kinds.get(found["field"]) not in ("boolean", "choice"):
        return None
    value: object = found["text"] if found["text"] is not None else found["truth"] == "true"
    asked = {"properties": {found["field"]: {"const": value}}, "required": [found["field"]]}
    return {"if": asked, "then": {"required": [field.key]}}


def _field(package: Package, field: FieldDefinition, on: date) -> Raw:
    schema: Raw = {"title": field.label, **_type(package, field, on)}
    if field.hint:
        schema["description"] = field.hint
    if field.when is not None:
        schema[WHEN] = field.when.source
    if field.checks:
        schema[CHECK] = [{"rule": check.rule.source, "say": check.say} for check in field.checks]
    return schema


def _type(package: Package, field: FieldDefinition, on: date) -> Raw:
    parts = parts_of(field)
    if parts:
        return {
            "type": "object",
            "properties": {
                part.key: {"title": part.label, **_text(_PART_FORMATS.get(part.kind, ""))} for part in parts
            },
            "required": [part.key for part in parts if part.missing],
            "additionalProperties": False,
        }
    if field.type == "boolean":
        return {"type": "boolean"}
    if field.type in ("number", "money"):
        return _number(field)
    if field.type == "choice":
        return _choice(package, field, on)
    if field.type == "multi_choice":
        return {"type": "array", "items": _choice(package, field, on), "minItems": 1 if field.required is True else 0}
    if field.type == "time":
        return {"type": "string", "examples": ["08:30"]}
    return _text(_FORMATS.get(field.type, ""), longest=field.max_length if field.type in ("text", "name") else None)


def _text(format_name: str, *, longest: int | None = None) -> Raw:
    named = {"format": format_name} if format_name else {}
    return {"type": "string", **named, **({"maxLength": longest} if longest else {})}


def _number(field: FieldDefinition) -> Raw:
    """Numbers may be sent as JSON numbers or, exactly, as texts."""
    number: Raw = {"type": "number" if field.decimals or field.type == "money" else "integer"}
    for name, value in (("minimum", field.min if field.min is not None else Decimal(0)), ("maximum", field.max)):
        if value is not None:
            number[name] = int(value) if value == value.to_integral_value() else float(value)
    return {"anyOf": [number, {"type": "string", "pattern": _DECIMAL}]}


def _choice(package: Package, field: FieldDefinition, on: date) -> Raw:
    source = field.options_from
    if source is None:
        return {"type": "string", "oneOf": [{"const": item.value, "title": item.label} for item in field.options]}
    parameter = package.parameters.get(source.parameter)
    dated = parameter.on(on) if parameter else None
    rows = dated.value if dated and isinstance(dated.value, list) else []
    if not rows or len(rows) > MOST_VALUES:
        return {"type": "string"}
    # Several rows of a table may offer the same value.
    named = {str(row.get(source.value)): str(row.get(source.label)) for row in rows}
    return {"type": "string", "oneOf": [{"const": value, "title": label} for value, label in named.items()]}


def _file(group: GroupDefinition, field: FieldDefinition) -> Raw:
    path = f"/{group.key}/*/{field.key}" if group.repeat else f"/{group.key}/{field.key}"
    when = {WHEN: field.when.source} if field.when is not None else {}
    return {
        "path": path,
        "title": field.label,
        "accept": list(field.accept),
        "maxItems": field.max_count,
        "required": field.required is True and not field.may_follow,
        **when,
    }
