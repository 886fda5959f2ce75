"""scenarios/: references to things that exist, days in order, at least one."""

from collections.abc import Iterator

from laufzettel.packages.checks.places import at
from laufzettel.packages.model import Package, PackageProblem, Scenario


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield what is wrong in the files of scenarios; whether they pass says play."""
    if not package.scenarios:
        yield PackageProblem(file="scenarios", line=1, column=1, message="Das Paket hat kein Szenario.")
    seen: set[str] = set()
    for scenario in package.scenarios:
        if scenario.name in seen:
            yield at(package, scenario.file, (*scenario.path, "name"), "Ein Szenario mit diesem Namen gibt es schon.")
        seen.add(scenario.name)
        yield from _references(package, scenario)


def _references(package: Package, scenario: Scenario) -> Iterator[PackageProblem]:
    for index, happening in enumerate(scenario.then):
        task = happening.get("task")
        if task is not None and task not in package.process.steps:
            yield at(
                package, scenario.file, (*scenario.path, "then", index, "task"), f"Die Aufgabe „{task}“ gibt es nicht."
            )
    days = [scenario.today, *(happening["at"] for happening in scenario.then)]
    if days != sorted(days):
        yield at(
            package,
            scenario.file,
            (*scenario.path, "then"),
            "Die Ereignisse stehen nicht in der Reihenfolge ihrer Tage.",
        )
    groups = set(scenario.submit) - set(package.form.groups)
    for group in sorted(groups):
        yield at(
            package,
            scenario.file,
            (*scenario.path, "submit", group),
            f"Die Gruppe „{group}“ gibt es im Formular nicht.",
        )
    for element in scenario.expect.get("path", ()):
        if element not in package.process.nodes:
            yield at(
                package,
                scenario.file,
                (*scenario.path, "expect", "path"),
                f"Das Element „{element}“ gibt es im Prozess nicht.",
            )
