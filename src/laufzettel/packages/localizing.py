"""A package in another language: the same rules, other words."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec

from laufzettel.engine.forms import parse_form
from laufzettel.engine.texts import read_template
from laufzettel.packages.compiling import environment_names
from laufzettel.packages.model import Manifest, Package, Parameter
from laufzettel.packages.wording import reworded

# Leichte Sprache; `simple` is the registered subtag for it, the folder keeps the short name.
EASY = "de-easy"


@lru_cache(maxsize=256)
def localized(package: Package, lang: str) -> Package:
    """Return the package with the wording of `lang` (texts/<lang>.yaml); German where a text is missing.

    Key, version, rules, process and ref stay the same; an unknown language returns the package itself.
    """
    texts = package.texts.get(lang)
    if not texts:
        return package
    manifest, form = reworded(dict(package.raw_manifest), dict(package.raw_form), texts)
    names = environment_names(package.functions, package.parameters)
    steps = {
        key: replace(step, name=texts.get(f"steps.{key}.name", step.name))
        for key, step in package.process.steps.items()
    }
    return replace(
        package,
        manifest=msgspec.convert(manifest, Manifest),
        form=parse_form(form, names=names),
        parameters={key: _reworded(package, parameter, texts) for key, parameter in package.parameters.items()},
        fee=read_template(manifest["page"]["fee"], names=names),
        process=replace(package.process, steps=steps),
    )


def _reworded(package: Package, parameter: Parameter, texts: Mapping[str, str]) -> Parameter:
    """Return a parameter with its title, its unit and the labels that people choose from in other words."""
    prefix = f"parameters.{parameter.key}."
    labels = _label_columns(package, parameter.key)
    if not any(key.startswith(prefix) for key in texts):
        return parameter
    values = tuple(
        replace(dated, value=_rows(dated.value, labels, prefix, texts)) if labels else dated
        for dated in parameter.values
    )
    return replace(
        parameter,
        title=texts.get(f"{prefix}title", parameter.title),
        unit=texts.get(f"{prefix}unit", parameter.unit),
        values=values,
    )


def _label_columns(package: Package, key: str) -> dict[str, str]:
    """Return which columns of a table hold labels, each with the column of the code that it is the label of."""
    fields = (field for group in package.form.groups.values() for field in group.fields)
    sources = [field.options_from for field in fields if field.options_from and field.options_from.parameter == key]
    return {source.label: source.value for source in sources}


def _rows(value: object, labels: Mapping[str, str], prefix: str, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = value if isinstance(value, list | tuple) else []
    return [
        {**row, **{label: texts.get(f"{prefix}{row.get(code)}", row.get(label)) for label, code in labels.items()}}
        for row in rows
    ]
