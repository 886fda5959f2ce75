"""form.yaml: places of messages, dotted names, and what a good question page needs."""

from collections.abc import Iterator

from laufzettel.engine.forms.definition import CheckDefinition, FieldDefinition, PageDefinition
from laufzettel.kernel.levels import at_least
from laufzettel.packages.checks.places import at
from laufzettel.packages.model import Package, PackageProblem
from laufzettel.packages.yaml_loader import Path

FILE = "form.yaml"
_PREFILL_TYPES = {
    "family_name": ("name", "text"),
    "given_name": ("name", "text"),
    "birth_date": ("date",),
    "address": ("address",),
    "email": ("email",),
    "phone": ("phone",),
}


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield what the schema and the compiler do not see."""
    form = package.form
    for page_index, page in enumerate(form.pages):
        path: Path = ("pages", page_index)
        yield from _level(package, page, path)
        yield from _places(package, page.checks, path, "")
        for group_index, group in enumerate(page.groups):
            inner: Path = (*path, "groups", group_index)
            yield from _places(package, group.checks, inner, group.key)
            for index, field in enumerate(group.fields):
                yield from _field(package, field, (*inner, "fields", index))
    yield from _places(package, form.checks, (), "")


def _level(package: Package, page: PageDefinition, path: Path) -> Iterator[PackageProblem]:
    if page.level != "none" and at_least(have=package.manifest.level_of_assurance, need=page.level):
        yield at(
            package,
            FILE,
            (*path, "level_of_assurance"),
            "Dieses Vertrauensniveau verlangt schon das Manifest. Auf der Seite bewirkt es nichts.",
            "warning",
        )


def _places(package: Package, checks: tuple[CheckDefinition, ...], path: Path, group: str) -> Iterator[PackageProblem]:
    for index, item in enumerate(checks):
        if not item.at:
            continue
        head, _, key = item.at.rpartition(".")
        parts = [part for part in head.split(".") if part and not part.isdigit()] or [group]
        if package.form.field(parts[0], key) is None:
            yield at(package, FILE, (*path, "checks", index, "at"), f"Das Feld „{item.at}“ gibt es nicht.")


def _field(package: Package, field: FieldDefinition, path: Path) -> Iterator[PackageProblem]:
    if field.prefill and field.type not in _PREFILL_TYPES[field.prefill]:
        yield at(package, FILE, (*path, "prefill"), f"{field.prefill} passt nicht zu einem Feld vom Typ {field.type}.")
    if field.options_from:
        wanted = {field.options_from.value, field.options_from.label}
        yield from _columns(package, field.options_from.parameter, wanted, (*path, "options_from"))
    if field.streets_from:
        wanted = {field.streets_from.street, field.streets_from.postal_code} - {""}
        yield from _columns(package, field.streets_from.parameter, wanted, (*path, "streets_from"))


def _columns(package: Package, key: str, wanted: set[str], path: Path) -> Iterator[PackageProblem]:
    parameter = package.parameters.get(key)
    columns = {column.key for column in parameter.columns} if parameter else set()
    if not wanted <= columns:
        yield at(package, FILE, path, f"Die Tabelle {key} hat diese Spalten nicht.")
