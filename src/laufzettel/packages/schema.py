"""Check YAML values against the JSON Schemas of the package format, in German sentences."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

import jsonschema_rs

from laufzettel.packages.yaml_loader import Path

KINDS = ("manifest", "form", "parameters", "notice", "texts", "scenario", "readiness", "overlay")

_TYPES = {
    "string": "ein Text",
    "integer": "eine ganze Zahl",
    "number": "eine Zahl",
    "boolean": "true oder false",
    "array": "eine Liste",
    "object": "ein Abschnitt mit Schlüsseln",
    "null": "leer",
}


def read_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema named `kind`, one of KINDS or "common"."""
    text = resources.files("laufzettel.packages").joinpath("schemas", f"{kind}.schema.json").read_text("utf-8")
    return json.loads(text)


def validate(kind: str, value: Any) -> Iterator[tuple[Path, str]]:
    """Yield path and German sentence for each place where `value` breaks the schema `kind`."""
    for error in _validator(kind).iter_errors(plain(value)):
        yield from _explain(error)


def plain(value: Any) -> Any:
    """Return `value` as JSON would hold it: dates as ISO text, decimals as numbers."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


@lru_cache(maxsize=16)
def _validator(kind: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        read_schema(kind), retriever=_retrieve, base_uri=f"json:///{kind}.schema.json", validate_formats=True
    )


def _retrieve(uri: str) -> dict[str, Any]:
    return read_schema(uri.rsplit("/", 1)[-1].removesuffix(".schema.json"))


def _explain(error: jsonschema_rs.ValidationError) -> Iterator[tuple[Path, str]]:
    path: Path = tuple(error.instance_path)
    name: str = error.kind.name
    if name == "additionalProperties":
        for key in error.kind.unexpected:  # type: ignore[attr-defined]
            yield (*path, key), f"Der Schlüssel „{key}“ ist hier nicht bekannt."
        return
    yield path, _sentence(name, error)


def _sentence(name: str, error: jsonschema_rs.ValidationError) -> str:
    value: Any = error.kind.value
    say = _SENTENCES.get(name)
    return say(value) if say else f"Die Angabe passt nicht zum Schema ({name})."


_SENTENCES: dict[str, Any] = {
    "required": lambda v: f"Der Schlüssel „{v}“ fehlt.",
    "type": lambda v: f"Hier muss {_type_name(v)} stehen.",
    "enum": lambda v: f"Erlaubt ist nur: {', '.join(str(item) for item in v)}.",
    "const": lambda v: f"Hier muss {json.dumps(v)} stehen.",
    "pattern": lambda v: f"Der Wert passt nicht zum Muster {v}",
    "format": lambda v: f"Der Wert muss die Form „{v}“ haben.",
    "minLength": lambda v: "Der Text darf nicht leer sein.",
    "maxLength": lambda v: f"Der Text ist zu lang: höchstens {v} Zeichen.",
    "minItems": lambda v: f"Hier fehlen Einträge: mindestens {v}.",
    "maxItems": lambda v: f"Zu viele Einträge: höchstens {v}.",
    "maxProperties": lambda v: f"Zu viele Schlüssel: höchstens {v}.",
    "minProperties": lambda v: f"Zu wenige Schlüssel: mindestens {v}.",
    "minimum": lambda v: f"Die Zahl ist zu klein: mindestens {v:g}.",
    "maximum": lambda v: f"Die Zahl ist zu groß: höchstens {v:g}.",
    "uniqueItems": lambda v: "Ein Eintrag steht doppelt in der Liste.",
    "propertyNames": lambda v: "Ein Schlüssel hat einen ungültigen Namen.",
    "anyOf": lambda v: "Der Wert hat keine der erlaubten Formen.",
}


def _type_name(value: Any) -> str:
    names = [str(value)] if isinstance(value, str) else [str(item) for item in value]
    return " oder ".join(_TYPES.get(name, name) for name in names)
