"""A package in another language: the same rules, other words."""

from dataclasses import replace
from functools import lru_cache

import msgspec

from laufzettel.engine.forms import parse_form
from laufzettel.engine.texts import read_template
from laufzettel.packages.compiling import environment_names
from laufzettel.packages.model import Manifest, Package
from laufzettel.packages.wording import reworded


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
        fee=read_template(manifest["page"]["fee"], names=names),
        process=replace(package.process, steps=steps),
    )
