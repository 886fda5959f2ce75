"""The form of a service on paper: the same questions from the same definition, for pen and post.

German only, as is what offices work with; the page that links it says so.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from laufzettel.engine.forms import FieldDefinition, FormDefinition, GroupDefinition, Option, PageDefinition, parts_of
from laufzettel.engine.rules import RuleError
from laufzettel.engine.texts import Rule, Template, format_value
from laufzettel.kernel import language
from laufzettel.packages.facts import environment
from laufzettel.packages.model import Package

MOST_COPIES, MOST_OPTIONS = 3, 30
_GAP = "_" * 20
_COMPARED = re.compile(r'^\(?\s*([a-z][a-z0-9_.]*)\s*=\s*(true|false|"([^"]*)")\s*\)?$')
_NEUTRAL = "Nur ausfüllen, wenn die Frage auf Sie zutrifft."
_NOT_ASKED = frozenset({"info"})
_WORDS = {"true": "Ja", "false": "Nein"}

Data = dict[str, Any]


def paper_form(package: Package, *, today: date) -> Data:
    """Return the questions of a service as the document template `form` prints them (its head says the shape).

    Conditions are said in words where they compare an answer with a value; otherwise a neutral sentence stands there.
    Groups that repeat are printed up to three times. Placeholders that depend on answers become a gap to write in.
    """
    with language.reading(language.SOURCE):
        known = environment(package, today=today, account=None, look_ups={})
        return {
            "heading": package.manifest.title,
            "intro": _intro(package),
            "sections": [_section(package, page, known, today) for page in package.form.pages],
            "declarations": [
                {
                    "label": _said(one.words, known) if one.words else one.label,
                    "when": condition_in_words(package, one.when, ""),
                }
                for one in package.form.declarations
            ],
            "form_code": f"{package.manifest.key} {package.manifest.version}",
        }


def paper_code(package: Package, municipality: str) -> str:
    """Return what the code on the form says, so that scans can be sorted: town, service, version and content."""
    manifest = package.manifest
    return f"LZ1;{municipality};{manifest.key};{manifest.version};{package.content_hash[:12]}"


def _intro(package: Package) -> list[str]:
    told = ["Schreiben Sie in Druckbuchstaben. Kreuzen Sie Zutreffendes an."]
    if any(field.required for group in package.form.groups.values() for field in group.fields):
        told.append("Was nicht als freiwillig bezeichnet ist, brauchen wir von Ihnen.")
    if package.manifest.level_of_assurance != "none" or package.manifest.written_form:
        told.append(
            "Sie müssen sich ausweisen: Geben Sie das Formular persönlich ab und bringen Sie Ihren Ausweis mit."
        )
    return told


def _section(package: Package, page: PageDefinition, known: Data, today: date) -> Data:
    return {
        "title": page.title,
        "intro": page.intro,
        "when": condition_in_words(package, page.when, ""),
        "groups": [_group(package, group, page, known, today) for group in page.groups],
    }


def _group(package: Package, group: GroupDefinition, page: PageDefinition, known: Data, today: date) -> Data:
    repeat = group.repeat
    copies = min(repeat.max, MOST_COPIES) if repeat else 1
    more = repeat is not None and repeat.max > copies
    return {
        "title": "" if group.title == page.title else group.title,
        "intro": group.intro,
        "when": condition_in_words(package, group.when, group.key),
        "copies": [f"{repeat.label} {number}" for number in range(1, copies + 1)] if repeat else [""],
        "more": f"Sie brauchen mehr Platz? Kopieren Sie diese Seite. Möglich sind bis zu {repeat.max}."
        if repeat and more
        else "",
        "fields": [
            _field(package, field, known, today)
            for field in group.fields
            if field.type not in _NOT_ASKED or _is_fixed(field.text)
        ],
    }


def _is_fixed(text: Template | None) -> bool:
    return text is not None and not text.rules


def _field(package: Package, field: FieldDefinition, known: Data, today: date) -> Data:
    options, hint = _options(package, field, today), field.hint
    return {
        "label": field.label,
        "hint": hint,
        "when": condition_in_words(package, field.when, field.group),
        "voluntary": not field.required and field.type not in _NOT_ASKED,
        "kind": "line" if field.type == "choice" and not options else field.type,
        "wide": field.multiline or (field.max_length or 0) > 200,
        "unit": field.unit,
        "may_follow": field.may_follow,
        "text": _said(field.text, known) if field.type in _NOT_ASKED and field.text else "",
        "options": [{"label": option.label, "hint": option.hint} for option in options],
        "parts": [language.say(part.label) for part in parts_of(field)],
    }


def _options(package: Package, field: FieldDefinition, today: date) -> tuple[Option, ...]:
    """Return the answers to tick; none where there are too many to print: then one writes the answer."""
    source = field.options_from
    if source is None:
        return field.options
    parameter = package.parameters.get(source.parameter)
    dated = parameter.on(today) if parameter else None
    rows = dated.value if dated and isinstance(dated.value, list) else []
    if len(rows) > MOST_OPTIONS:
        return ()
    return tuple(Option(value=str(row[source.value]), label=format_value(row[source.label])) for row in rows)


def _said(text: Template, known: Data) -> str:
    return "".join(part if isinstance(part, str) else _value(part, known) for part in text.parts)


def _value(rule: Rule, known: Data) -> str:
    if not rule.names <= set(known):
        return _GAP
    try:
        value = rule.evaluate(known)
    except RuleError:
        return _GAP
    return format_value(value) if value is not None else _GAP


def condition_in_words(package: Package, rule: Rule | None, group: str) -> str:
    """Return when a part of the form is to be filled in, as a German sentence; empty without a condition."""
    if rule is None:
        return ""
    choices = [list(_compared(package, part, group)) for part in re.split(r"\s+or\s+", rule.source.strip())]
    if any(len(choice) != 1 for choice in choices):
        return _NEUTRAL
    labels = {label for ((label, _),) in choices}
    if len(labels) != 1:
        return _NEUTRAL
    values = " oder ".join(dict.fromkeys(f"„{value}“" for ((_, value),) in choices))
    return f"Nur ausfüllen, wenn Sie bei „{labels.pop().rstrip('?')}“ {values} angekreuzt haben."


def _compared(package: Package, part: str, group: str) -> Iterator[tuple[str, str]]:
    """Yield the label of the question and of the answer that a comparison speaks of, if it is that simple."""
    found = _COMPARED.match(part)
    if found is None:
        return
    path, written, value = found.groups()
    field = _named(package.form, path, group)
    if field is None:
        return
    if written in _WORDS and field.type == "boolean":
        yield (field.label, _WORDS[written])
    elif field.type == "choice":
        label = next((option.label for option in field.options if option.value == value), None)
        label = label or _listed_label(package, field, value)
        if label:
            yield (field.label, label)


def _named(form: FormDefinition, path: str, group: str) -> FieldDefinition | None:
    where, _, key = path.rpartition(".")
    return form.field(where or group, key)


def _listed_label(package: Package, field: FieldDefinition, value: str) -> str | None:
    source = field.options_from
    parameter = package.parameters.get(source.parameter) if source else None
    if source is None or parameter is None or not parameter.values:
        return None
    rows = parameter.values[0].value
    named = (row for row in rows if str(row.get(source.value)) == value) if isinstance(rows, list) else iter(())
    row = next(named, None)
    return format_value(row[source.label]) if row else None
