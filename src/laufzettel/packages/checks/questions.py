"""form.yaml: what makes a question page good, as hints for whoever writes it."""

from collections.abc import Iterator

from laufzettel.engine.forms.definition import FieldDefinition, GroupDefinition, PageDefinition
from laufzettel.packages.checks.places import at
from laufzettel.packages.model import Package, PackageProblem
from laufzettel.packages.yaml_loader import Path

FILE = "form.yaml"
# Browsers and helpers fill these in, when the page says what they are (WCAG 1.3.5).
_PERSONAL = ("name", "email", "phone")


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield personal questions without an autocomplete token and headings that ask one thing of many."""
    for index, page in enumerate(package.form.pages):
        path: Path = ("pages", index)
        yield from _heading(package, page, path)
        for group_index, group in enumerate(page.groups):
            yield from _tokens(package, group, (*path, "groups", group_index))


def _heading(package: Package, page: PageDefinition, path: Path) -> Iterator[PackageProblem]:
    """A heading that is a question fits one question; several need a statement: a heading or a text that says it."""
    asked = [field for group in page.groups for field in group.fields if field.type != "info" and field.when is None]
    says = page.intro or any(group.intro for group in page.groups) or len(page.groups) > 1
    if len(asked) > 1 and page.title.endswith("?") and not says:
        say = f"Die Seite „{page.key}“ stellt {len(asked)} Fragen. Sagen Sie in intro, worum es geht."
        yield at(package, FILE, (*path, "title"), say, "warning")


def _tokens(package: Package, group: GroupDefinition, path: Path) -> Iterator[PackageProblem]:
    if group.repeat:
        return  # those are other people
    for index, field in enumerate(group.fields):
        if _is_personal(field) and not field.autocomplete and not field.prefill:
            say = f"{group.key}.{field.key}: autocomplete fehlt; „off“, wenn es nicht um die Person selbst geht."
            yield at(package, FILE, (*path, "fields", index), say, "warning")


def _is_personal(field: FieldDefinition) -> bool:
    return field.type in _PERSONAL or (field.type == "date" and field.key.startswith("geburt"))
