"""parameters.yaml and the values of an overlay: types, columns, dates."""

from collections.abc import Iterator

from laufzettel.packages.checks.places import at
from laufzettel.packages.model import Package, PackageProblem, Parameter
from laufzettel.packages.parameters import fits
from laufzettel.packages.yaml_loader import Path

FILE = "parameters.yaml"


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield values that do not fit their type and overlays that set what does not exist."""
    raw = package.documents[FILE].value if FILE in package.documents else []
    keys = [item["key"] for item in raw or []]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield at(package, FILE, (index, "key"), f"Den Parameter „{key}“ gibt es schon.")
    overlay = package.documents[package.overlay_name].value if package.overlay_name else {}
    town = overlay.get("parameters", {})
    for key in town:
        if key not in keys:
            yield at(package, package.overlay_name, ("parameters", key), f"Das Paket hat keinen Parameter „{key}“.")
    for index, key in enumerate(keys):
        file, path = (package.overlay_name, ("parameters", key)) if key in town else (FILE, (index, "values"))
        yield from _values(package, package.parameters[key], file, path)
        if not _starts_in_time(package, package.parameters[key]):
            yield at(package, file, path, f"„{key}“ hat am ersten Tag des Pakets noch keinen Wert.", "warning")


def _values(package: Package, parameter: Parameter, file: str, path: Path) -> Iterator[PackageProblem]:
    if (parameter.type == "table") != bool(parameter.columns):
        yield at(package, file, path, f"columns gehört genau zu Tabellen ({parameter.key}).")
    days = [value.starts for value in parameter.values]
    if len(days) != len(set(days)):
        yield at(package, file, path, f"„{parameter.key}“ hat zwei Werte vom selben Tag an.")
    for value in parameter.values:
        if not fits(value.value, parameter.type):
            yield at(package, file, path, f"Ein Wert von „{parameter.key}“ ist nicht vom Typ {parameter.type}.")
        elif parameter.type == "table":
            yield from _rows(package, parameter, value.value, file, path)


def _rows(package: Package, parameter: Parameter, rows: object, file: str, path: Path) -> Iterator[PackageProblem]:
    kinds = {column.key: column.type for column in parameter.columns}
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        if set(row) - set(kinds):
            yield at(package, file, path, f"Zeile {number} von „{parameter.key}“ hat eine unbekannte Spalte.")
        for key, cell in row.items():
            if key in kinds and cell is not None and not fits(cell, kinds[key]):
                yield at(package, file, path, f"Zeile {number}, {key}: Der Wert ist nicht vom Typ {kinds[key]}.")


def _starts_in_time(package: Package, parameter: Parameter) -> bool:
    return parameter.on(package.manifest.valid_from) is not None
