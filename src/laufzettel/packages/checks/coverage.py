"""Coverage: every element, outcome, notice, page and row visited by a scenario, every required field missing in one."""

from collections.abc import Iterator

from laufzettel.packages.checks.places import at, in_process
from laufzettel.packages.model import Package, PackageProblem
from laufzettel.packages.playing import Played, play_all


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield what no scenario of the bare package covers; required fields, outcomes and rows only as warnings."""
    broken = any(problem.severity == "error" for problem in package.problems) or package.process.problems
    if package.overlay_name or broken:
        return
    played = play_all(package)
    yield from _process(package, played)
    visited = {page for result in played for page in result.pages}
    for index, page in enumerate(package.form.pages):
        if page.key not in visited:
            yield at(package, "form.yaml", ("pages", index), f"Die Seite „{page.key}“ kommt in keinem Szenario vor.")
    issued = {notice for result in played for notice in result.notices}
    for key in sorted(set(package.notices) - issued):
        yield at(package, f"notices/{key}.yaml", (), "Dieser Bescheid kommt in keinem Szenario vor.")
    yield from _rows(package, {row for result in played for row in result.rows})
    yield from _required(package, {path for result in played for path in result.missing})


def _process(package: Package, played: tuple[Played, ...]) -> Iterator[PackageProblem]:
    visited = {element for result in played for element in result.visited}
    for node in package.process.nodes.values():
        if node.id not in visited:
            yield in_process(node.line, f"„{node.id}“ kommt in keinem Szenario vor.")
    outcomes = {outcome for result in played for outcome in result.outcomes}
    for step in package.process.steps.values():
        for outcome in step.outcomes:
            if f"{step.id}.{outcome.key}" not in outcomes:
                yield in_process(
                    step.line, f"Das Ergebnis {step.id}.{outcome.key} kommt in keinem Szenario vor.", "warning"
                )


def _rows(package: Package, hit: set[tuple[int, int]]) -> Iterator[PackageProblem]:
    for table in package.rules.tables if package.rules else ():
        for rule in table.rules:
            if (table.line, rule.number) not in hit:
                say = f"Die Zeile {rule.number} der Tabelle „{table.name}“ trifft in keinem Szenario zu."
                yield PackageProblem(file="rules.dmn", line=rule.line or 1, column=1, message=say, severity="warning")


def _required(package: Package, missing: set[str]) -> Iterator[PackageProblem]:
    for page_index, page in enumerate(package.form.pages):
        for group_index, group in enumerate(page.groups):
            for index, field in enumerate(group.fields):
                path = f"{group.key}.{field.key}"
                if not field.required or field.type == "info" or field.may_follow or path in missing:
                    continue
                if not any(other.startswith(path + ".") for other in missing):
                    place = ("pages", page_index, "groups", group_index, "fields", index)
                    yield at(package, "form.yaml", place, f"{path} fehlt in keinem Szenario.", "warning")
