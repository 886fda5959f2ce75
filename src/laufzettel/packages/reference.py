"""Write docs/reference/package-format.md from the JSON Schemas, so that the reference cannot lie."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from laufzettel.engine.process import WORDS
from laufzettel.packages.schema import KINDS, read_schema

TARGET = Path("docs/reference/package-format.md")

Schema = Mapping[str, Any]

_INTRODUCTION = """# The package format

A service is a folder of data: no Python, nothing that is executed. Generated from the JSON Schemas in
`src/laufzettel/packages/schemas/` by `make docs`; do not edit.

Every file is YAML 1.2 (core schema) in UTF-8 without anchors, tags and duplicate keys; dates are written `2026-05-04`,
decimals `1.50`. Words like `yes` and `no` and numbers with a leading zero must be quoted. *Required* keys are marked.
"""


def main() -> int:
    """Write the reference under the current folder and return 0; prints the path."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(reference(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
    return 0


def reference() -> str:
    """Return the reference as Markdown."""
    parts = [_INTRODUCTION, *(_file(read_schema(kind)) for kind in KINDS), _RULES, _words()]
    parts.append(_shared(read_schema("common")))
    return "\n".join(parts).rstrip() + "\n"


def _file(schema: Schema) -> str:
    lines = [f"## {schema['title']}", "", schema["description"], ""]
    lines.extend(_table(schema))
    for definition in schema.get("$defs", {}).values():
        if "properties" in definition:
            lines.extend(["", f"### {definition['title']}", "", definition.get("description", ""), ""])
            lines.extend(_table(definition))
    return "\n".join(lines) + "\n"


def _table(schema: Schema) -> Iterator[str]:
    rows = list(_rows(schema, ""))
    if rows:
        yield "| Key | Type | Meaning |"
        yield "| --- | --- | --- |"
        yield from rows


def _rows(schema: Schema, prefix: str) -> Iterator[str]:
    needed = set(schema.get("required", ()))
    for key, part in schema.get("properties", {}).items():
        mark = " *required*" if key in needed else ""
        default = f" Default: `{json.dumps(part['default'])}`." if "default" in part else ""
        yield f"| `{prefix}{key}`{mark} | {_type(part)} | {_cell(part.get('description', ''))}{default} |"
        if "properties" in part:
            yield from _rows(part, f"{prefix}{key}.")


def _type(part: Schema) -> str:
    if "$ref" in part:
        return _reference(part["$ref"])
    if "const" in part:
        return f"`{json.dumps(part['const'])}`"
    if "enum" in part:
        return " \\| ".join(f"`{value}`" for value in part["enum"])
    if "anyOf" in part:
        return " or ".join(dict.fromkeys(_type(item) for item in part["anyOf"]))
    if part.get("type") == "array":
        return f"list of {_type(part['items'])}"
    if isinstance(part.get("additionalProperties"), Mapping):
        return f"name → {_type(part['additionalProperties'])}"
    return str(part.get("type", "any"))


def _reference(target: str) -> str:
    file, _, name = target.partition("#/$defs/")
    kind = file.removesuffix(".schema.json")
    if not name:
        return str(read_schema(kind)["title"])
    for candidate in (kind,) if kind else (*KINDS, "common"):
        definition = read_schema(candidate).get("$defs", {}).get(name)
        if definition:
            return str(definition.get("title", name))
    return name


def _words() -> str:
    lines = [
        "## process.bpmn",
        "",
        _PROCESS,
        "",
        "| word | element | attributes (*required*) | children | capability |",
    ]
    lines.append("| --- | --- | --- | --- | --- |")
    for name, word in WORDS.items():
        attributes = ", ".join(
            f"`{key}`{' *required*' if key in word.needs else ''} ({kind})" for key, kind in word.attributes.items()
        )
        children = [tag for tag, has in (("`lz:field`", word.has_fields), ("`lz:outcome`", word.has_outcomes)) if has]
        lines.append(f"| `{name}` | {word.element} | {attributes} | {', '.join(children)} | {word.capability} |")
    return "\n".join(lines) + "\n"


_RULES = """\
## rules.dmn

DMN 1.2 to 1.5. Decisions, business knowledge models and services are functions in every FEEL expression of the package.
Clerks read under „Warum dieser Betrag?“ which rules led to a fee, so give them words:

- `label` on a decision or business knowledge model is the question it answers (`Gebühr für ein Jahr`); a table without
  a label shows its name, a formula without a label is not shown. `label` on an `input` or `formalParameter` names what
  the rule was given.
- `annotationEntry` of the rule that hits is shown as the reason: legal basis and a short sentence.
- Values of a type named `Euro` are shown as amounts, of a type named `Prozent` with a percent sign:
  `<itemDefinition name="Euro"><typeRef>number</typeRef></itemDefinition>`.
- Codes that are options of the form are shown with the label of the option.
"""

_PROCESS = """\
BPMN 2.0: start and end events, user and service tasks, exclusive and parallel gateways; conditions in FEEL.
Each task carries one `lz:step` (namespace `urn:laufzettel:process:1`) with one of these words. Scripts, timers, call
activities, sub-processes and multi-instance tasks are refused. An `lz:outcome` has `key`, `label`, `kind` (grant,
refuse, assess, partial, other; refuse and partial demand reasons), `notice` and `when` (FEEL: offered only where it
is true). The result of a step stands under its element id:
`pruefen.vollstaendig`, `entscheiden.ergebnis`, `bezahlen.ergebnis`."""


def _shared(schema: Schema) -> str:
    lines = ["## Shared types", "", "| Type | Pattern | Meaning |", "| --- | --- | --- |"]
    for definition in schema["$defs"].values():
        pattern = f"`{_cell(definition['pattern'])}`" if "pattern" in definition else ""
        lines.append(f"| {definition['title']} | {pattern} | {_cell(definition['description'])} |")
    lines.extend(["", "### Source", ""])
    lines.extend(_table(schema["$defs"]["citation"]))
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
