"""The wording of a package by key: read it, replace it by another language or by a town's own words."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Raw = dict[str, Any]
Slot = tuple[str, str, Callable[[str], None]]

_PAGE_TEXTS = ("for_whom", "duration", "fee", "text", "remedies")
_PAGE_LISTS = ("life_situations", "needs", "steps", "prerequisites", "deadlines", "hints")
_FIELD_TEXTS = ("label", "hint", "text", "missing", "unit")


def wording(manifest: Raw, form: Raw) -> dict[str, str]:
    """Return every text that may be translated, by its key."""
    return {key: text for key, text, _ in _slots(manifest, form)}


def reworded(manifest: Raw, form: Raw, texts: Mapping[str, str]) -> tuple[Raw, Raw]:
    """Return copies of manifest and form in which the texts named in `texts` are replaced; others stay."""
    manifest, form = copy.deepcopy(manifest), copy.deepcopy(form)
    for key, _, put in list(_slots(manifest, form)):
        if key in texts:
            put(texts[key])
    return manifest, form


def _slots(manifest: Raw, form: Raw) -> Iterator[Slot]:
    yield from _named(manifest, ("title", "summary"), "")
    privacy, page = manifest["privacy"], manifest["page"]
    yield from _named(privacy, ("purpose",), "privacy.")
    yield from _listed(privacy.get("recipients", []), "privacy.recipients.")
    yield from _named(page, _PAGE_TEXTS, "page.")
    for name in _PAGE_LISTS:
        yield from _listed(page.get(name, []), f"page.{name}.")
    for question in form["pages"]:
        yield from _named(question, ("title", "intro", "section"), f"pages.{question['key']}.")
        yield from _checks(question, f"pages.{question['key']}.")
        for group in question["groups"]:
            yield from _group(group)
    yield from _checks(form, "")
    for item in form.get("computed", ()):
        yield from _named(item, ("label",), f"computed.{item['key']}.")
    for item in form.get("declarations", ()):
        yield from _named(item, ("label",), f"declarations.{item['key']}.")


def _group(group: Raw) -> Iterator[Slot]:
    prefix = f"groups.{group['key']}."
    yield from _named(group, ("title", "intro"), prefix)
    if "repeat" in group:
        yield (prefix + "repeat", group["repeat"]["label"], _setter(group["repeat"], "label"))
    yield from _checks(group, prefix)
    for field in group["fields"]:
        yield from _field(field, f"fields.{group['key']}.{field['key']}.")


def _field(field: Raw, prefix: str) -> Iterator[Slot]:
    yield from _named(field, _FIELD_TEXTS, prefix)
    if "why" in field:
        yield (prefix + "why", field["why"]["text"], _setter(field["why"], "text"))
    if "streets_from" in field:
        yield from _named(field["streets_from"], ("unknown",), prefix + "streets.")
    for option in field.get("options", ()):
        name = f"{prefix}options.{option['value']}"
        yield (name, option["label"], _setter(option, "label"))
        yield from _named(option, ("hint",), name + ".")
    yield from _checks(field, prefix)


def _checks(part: Raw, prefix: str) -> Iterator[Slot]:
    for index, check in enumerate(part.get("checks", ())):
        yield (f"{prefix}checks.{index}", check["say"], _setter(check, "say"))


def _named(part: Raw, names: tuple[str, ...], prefix: str) -> Iterator[Slot]:
    for name in names:
        if isinstance(part.get(name), str):
            yield (prefix + name, part[name], _setter(part, name))


def _listed(items: list[str], prefix: str) -> Iterator[Slot]:
    for index, text in enumerate(items):
        yield (f"{prefix}{index}", text, _setter(items, index))


def _setter(target: Any, key: str | int) -> Callable[[str], None]:
    def put(text: str) -> None:
        target[key] = text

    return put
