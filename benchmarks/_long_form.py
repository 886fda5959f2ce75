"""A package with one page of 40 fields, and with as many fields on other pages as wanted."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FIELDS = 40
_SOURCE = Path(__file__).with_name("_packages") / "messstrecke-anmelden"
_TYPES = ("text", "name", "number", "money", "date", "boolean", "choice", "email")
_TYPED = ("Beispiel", "Erika", "12", "12,50", "1.2.2026", "ja", "a", "erika@beispiel.example")


def write(folder: Path, *, key: str, others: int) -> Path:
    """Write the package into `folder/key` with the page `seite` and `others` fields on further pages; return it."""
    target = folder / key
    shutil.copytree(_SOURCE, target)
    shutil.rmtree(target / "scenarios")
    (target / "scenarios").mkdir()
    manifest = yaml.safe_load((target / "manifest.yaml").read_text())
    _dump(target / "manifest.yaml", {**manifest, "key": key, "valid_from": manifest["valid_from"]})
    pages = [_page("seite"), *(_page(f"weiter_{number}") for number in range(others // FIELDS))]
    fee = {"key": "gebuehr", "type": "money", "label": "Gebühr", "show": True, "value": "seite.f03 * 2"}
    declaration = {"key": "richtig", "label": "Ich versichere die Richtigkeit."}
    _dump(target / "form.yaml", {"pages": pages, "computed": [fee], "declarations": [declaration]})
    scenario = {
        "name": "Ohne Angaben",
        "today": "2026-05-04",
        "submit": {},
        "then": [{"at": "2026-05-05", "as": "clerk", "task": "pruefen", "values": {"vollstaendig": True}}],
        "expect": {"state": "closed"},
    }
    _dump(target / "scenarios" / "leer.yaml", scenario)
    return target


def typed(page: str) -> dict[str, str]:
    """Return what somebody types on a page of the package, by the names of its inputs."""
    return dict(_typed(page))


def page_keys(others: int) -> list[str]:
    """Return the keys of all pages."""
    return ["seite", *(f"weiter_{number}" for number in range(others // FIELDS))]


def _typed(page: str) -> Iterator[tuple[str, str]]:
    for number in range(FIELDS):
        name, text = f"{page}.f{number:02}", _TYPED[number % len(_TYPED)]
        if _TYPES[number % len(_TYPES)] == "date":
            yield from zip((f"{name}.tag", f"{name}.monat", f"{name}.jahr"), text.split("."), strict=True)
        else:
            yield name, text


def _page(key: str) -> dict[str, Any]:
    fields = [_field(number) for number in range(FIELDS)]
    return {"key": key, "title": f"Seite {key}", "groups": [{"key": key, "title": "Angaben", "fields": fields}]}


def _field(number: int) -> dict[str, Any]:
    kind = _TYPES[number % len(_TYPES)]
    field: dict[str, Any] = {"key": f"f{number:02}", "type": kind, "label": f"Frage {number}", "required": False}
    if kind == "choice":
        field["options"] = [{"value": value, "label": value.upper()} for value in "abc"]
    if kind == "money":
        field["checks"] = [{"rule": f"f{number:02} < 1000", "say": "Bitte rufen Sie uns an."}]
    if kind == "email":
        field["when"] = f"f{number - 2:02} = true"
    return field


def _dump(path: Path, content: object) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    path.write_text(text.replace("'2026-05-04'", "2026-05-04").replace("'2026-05-05'", "2026-05-05"))
