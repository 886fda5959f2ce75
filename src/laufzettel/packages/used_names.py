"""Every expression of a package in one list, with the names it uses."""

from collections.abc import Iterator

from laufzettel.engine.forms.definition import CheckDefinition
from laufzettel.engine.texts import Rule, Template
from laufzettel.packages.model import Package


def all_rules(package: Package) -> Iterator[tuple[str, tuple[str | int, ...], str, Rule]]:
    """Yield file, path in the file, own group (form fields) and expression for every expression of YAML files."""
    form = package.form
    for page in form.pages:
        yield from _each("form.yaml", "", page.when, *_checks(page.checks))
        for group in page.groups:
            yield from _each("form.yaml", "", group.when)
            yield from _each("form.yaml", group.key, *_checks(group.checks))
            for field in group.fields:
                queries = field.look_up.query.values() if field.look_up else ()
                inner = field.text.rules if field.text else ()
                only = field.options_from.only if field.options_from else None
                yield from _each("form.yaml", group.key, field.when, *_checks(field.checks), *queries, *inner, only)
    yield from _each("form.yaml", "", *_checks(form.checks), *(item.value for item in form.computed))
    yield from _each("form.yaml", "", *(part for item in form.declarations for part in (item.when, item.words)))
    for notice in package.notices.values():
        parts = [
            part for block in notice.blocks for part in (block.text, block.rows, block.total, block.items, block.when)
        ]
        yield from _each(f"notices/{notice.key}.yaml", "", notice.title, notice.valid_from, notice.valid_until, *parts)
    yield from _each("process.bpmn", "", *package.attributes.values())
    yield from _each("manifest.yaml", "", package.fee)


def used_names(package: Package) -> frozenset[str]:
    """Return every name that some expression of the package uses."""
    names = {name for _, _, _, rule in all_rules(package) for name in rule.names}
    for condition in package.process.conditions.values():
        names |= condition.names
    return frozenset(names)


def _checks(checks: tuple[CheckDefinition, ...]) -> Iterator[Rule]:
    return (check.rule for check in checks)


def _each(
    file: str, group: str, *parts: Rule | Template | None
) -> Iterator[tuple[str, tuple[str | int, ...], str, Rule]]:
    for part in parts:
        for rule in part.rules if isinstance(part, Template) else ((part,) if part else ()):
            yield file, rule.path, group, rule
