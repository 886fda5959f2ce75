"""The FEEL types of everything an expression of a package may name."""

from collections.abc import Mapping

from laufzettel.engine.forms import COMPOSITES, FieldDefinition, GroupDefinition, Part, parts_of
from laufzettel.engine.process import StepDefinition
from laufzettel.engine.rules import Function
from laufzettel.engine.rules.types import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    TIME,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
)
from laufzettel.packages.facts import facts
from laufzettel.packages.model import Package, Parameter

_PARTS = {"date": DATE, "latitude": NUMBER, "longitude": NUMBER}


def _context_of(parts: tuple[Part, ...]) -> ContextType:
    return ContextType(tuple((part.key, _PARTS.get(part.kind, STRING)) for part in parts))


_ADDRESS = _context_of(COMPOSITES["address"])
_SIMPLE: dict[str, FeelType] = {
    "text": STRING,
    "name": STRING,
    "iban": STRING,
    "plate": STRING,
    "phone": STRING,
    "email": STRING,
    "choice": STRING,
    "number": NUMBER,
    "money": NUMBER,
    "date": DATE,
    "time": TIME,
    "boolean": BOOLEAN,
    "multi_choice": ListType(STRING),
    "file": ListType(STRING),
}
_RESULTS: dict[str, FeelType] = {
    "ergebnis": STRING,
    "gruende": STRING,
    "betrag": NUMBER,
    "datum": DATE,
    "kennung": STRING,
    "grund": STRING,
}
_ACCOUNT: dict[str, FeelType] = {"geburtsdatum": DATE, "anschrift": _ADDRESS}
_CASE: dict[str, FeelType] = {
    "heute": DATE,
    "eingang_am": DATE,
    "datum_heute": DATE,
    "aktenzeichen": STRING,
    "vorgangsnummer": STRING,
}


def types_of_names(package: Package) -> dict[str, FeelType]:
    """Return name → type for answers, computed values, parameters, functions, steps and the facts of a case."""
    example = facts(package, answers={}, computed={}, results={}, today=package.manifest.valid_from)
    types: dict[str, FeelType] = dict(_CASE)
    for key, value in example.items():
        if isinstance(value, Function):
            types[key] = FunctionType(None, value.result_type())
    types.update((key, _parameter(parameter)) for key, parameter in package.parameters.items())
    types.update((key, _group(group)) for key, group in package.form.groups.items())
    types.update((item.key, _SIMPLE.get(item.type, ANY)) for item in package.form.computed)
    types.update((key, _step(step, example[key])) for key, step in package.process.steps.items())
    types["konto"] = _context(example["konto"], _ACCOUNT, STRING)
    types["auskunft"] = _look_ups(example["auskunft"])
    return types


def sibling_types(package: Package, group: str) -> dict[str, FeelType]:
    """Return the types of the fields that stand beside each other in a group; empty for no group."""
    found = package.form.groups.get(group)
    return {field.key: _field(field) for field in found.fields} if found else {}


def _field(field: FieldDefinition) -> FeelType:
    parts = parts_of(field)
    return _context_of(parts) if parts else _SIMPLE.get(field.type, ANY)


def _group(group: GroupDefinition) -> FeelType:
    item = ContextType(tuple((field.key, _field(field)) for field in group.fields))
    return ListType(item) if group.repeat else item


def _parameter(parameter: Parameter) -> FeelType:
    if parameter.type == "table":
        return ListType(ContextType(tuple((column.key, _SIMPLE.get(column.type, ANY)) for column in parameter.columns)))
    return _SIMPLE.get(parameter.type, ANY)


def _step(step: StepDefinition, example: object) -> FeelType:
    if step.word == "ask":
        return ANY
    known = {**_RESULTS, **{field.key: _SIMPLE.get(field.type, ANY) for field in step.fields}}
    return _context(example, known, ANY)


def _context(example: object, known: Mapping[str, FeelType], other: FeelType) -> FeelType:
    keys = example if isinstance(example, Mapping) else {}
    return ContextType(tuple((str(key), known.get(str(key), other)) for key in keys))


def _look_ups(example: object) -> FeelType:
    answer = ContextType((("ergebnis", STRING), ("daten", ANY), ("anfrage", ANY)))
    return ContextType(tuple((str(key), answer) for key in example)) if isinstance(example, Mapping) else ANY
