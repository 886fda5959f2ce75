"""texts/ and the wording of an overlay: keys that exist, languages that are complete."""

from collections.abc import Iterator

from laufzettel.packages.checks.places import at
from laufzettel.packages.localizing import EASY
from laufzettel.packages.model import Package, PackageProblem
from laufzettel.packages.wording import wording

MAX_NAMED = 5
# What a page in Leichte Sprache shows.
_EASY = ("title", "summary", "page.for_whom", "page.needs.", "page.steps.", "page.duration", "page.fee")


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield keys that name no text, texts that are not translated, and placeholders that got lost."""
    german = wording(dict(package.raw_manifest), dict(package.raw_form))
    steps = {f"steps.{key}.{part}" for key in package.process.steps for part in ("name", "text")}
    known = set(german) | steps
    tables = tuple(f"parameters.{key}." for key in package.parameters)
    for language, texts in package.texts.items():
        file = f"texts/{language}.yaml"
        if package.documents[file].value["language"] != language:
            yield at(package, file, ("language",), "language muss so heißen wie die Datei.")
        for key in sorted(set(texts) - known):
            # Towns bring rows and values of their own, so their parameters are not looked through.
            if not key.startswith(tables):
                yield at(package, file, ("texts", key), f"Den Text „{key}“ gibt es nicht.")
        if language == EASY:
            yield from _missing(
                package, file, sorted(key for key in german if key.startswith(_EASY) and key not in texts)
            )
        if not language.startswith("de"):
            yield from _missing(package, file, sorted(set(german) - set(texts)))
    if package.overlay_name:
        town = package.documents[package.overlay_name].value.get("texts", {})
        for key in sorted(set(town) - known):
            yield at(package, package.overlay_name, ("texts", key), f"Den Text „{key}“ gibt es nicht.")


def _missing(package: Package, file: str, missing: list[str]) -> Iterator[PackageProblem]:
    if missing:
        named = ", ".join(missing[:MAX_NAMED]) + (" …" if len(missing) > MAX_NAMED else "")
        yield at(package, file, ("texts",), f"{len(missing)} Texte fehlen: {named}", "warning")
