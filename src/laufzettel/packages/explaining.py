"""How a computed amount came about: the values and rules it rests on, with their sources."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from laufzettel.engine.texts import format_value
from laufzettel.kernel import money
from laufzettel.packages.calculating import hit_rules
from laufzettel.packages.model import Package, PackageError, Parameter
from laufzettel.packages.noticing import reached_names


@dataclass(frozen=True, kw_only=True)
class ExplanationRow:
    """One thing an amount rests on: what, its value in German, where it stands, whether it is only an example.

    A row of kind "rule" also has what the rule was `given` (label and German value) and its `rule` number in the
    table, 0 for a formula.
    """

    label: str
    value: str
    source: str = ""
    url: str = ""
    example: bool = False
    kind: Literal["value", "rule", "parameter"] = "value"
    given: tuple[tuple[str, str], ...] = ()
    rule: int = 0


def explain_fee(package: Package, computed_key: str, facts: Mapping[str, object]) -> tuple[ExplanationRow, ...]:
    """Return what a computed value rests on: other computed values, rules that hit, parameters with their sources.

    `facts` (or the environment of a form) give heute and the values. Raises PackageError for an unknown key.
    """
    definition = next((item for item in package.form.computed if item.key == computed_key), None)
    if definition is None:
        raise PackageError(f"Den berechneten Wert „{computed_key}“ gibt es in diesem Paket nicht.")
    reached = reached_names(package, definition.value.names)
    day = facts.get("eingang_am") or facts.get("heute")
    rows = [
        ExplanationRow(label=item.label, value=_shown(item.type, facts.get(item.key)), example=item.example)
        for item in package.form.computed
        if item.key in reached and item.key != computed_key and facts.get(item.key) is not None
    ]
    rows.extend(_rules(package, reached | {computed_key}, facts))
    for key, parameter in package.parameters.items():
        if key in reached and isinstance(day, date):
            rows.extend(_parameter(parameter, day))
    return tuple(row for row in rows if row.value)


def _rules(package: Package, reached: frozenset[str], facts: Mapping[str, object]) -> Iterator[ExplanationRow]:
    then = {**facts, "heute": facts.get("eingang_am") or facts.get("heute")}  # the fee of the day of the application
    wording = _wording(package)
    values = (item.value for item in package.form.computed if item.key in reached)
    for hit in dict.fromkeys(hit for value in values for hit in hit_rules(value, then, wording)):
        yield ExplanationRow(
            label=hit.title, value=hit.result, source=hit.notes, kind="rule", given=hit.given, rule=hit.number
        )


def _wording(package: Package) -> dict[str, str]:
    """Return the label of every option whose code means the same in all fields."""
    fields = (field for group in package.form.groups.values() for field in group.fields)
    options = {(option.value, option.label) for field in fields for option in field.options}
    codes = Counter(code for code, _ in options)
    return {code: label for code, label in options if codes[code] == 1}


def _parameter(parameter: Parameter, day: date) -> list[ExplanationRow]:
    value = parameter.on(day)
    if value is None:
        return []
    shown = "siehe Quelle" if parameter.type == "table" else _shown(parameter.type, value.value)
    if parameter.unit and parameter.type != "money":
        shown = f"{shown} {parameter.unit}"
    row = ExplanationRow(
        label=parameter.title,
        value=shown,
        source=value.source.cite,
        url=value.source.url,
        example=value.example,
        kind="parameter",
    )
    return [row]


def _shown(kind: str, value: object) -> str:
    if kind == "money" and isinstance(value, Decimal):
        return money.say_amount(value)
    return "" if kind in ("list", "context") else format_value(value)
