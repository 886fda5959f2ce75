"""Types of expressions: what cannot work, conditions that are no Ja/Nein value, branches that are never reached."""

from collections.abc import Iterator, Mapping

from laufzettel.engine.rules import check_expression
from laufzettel.engine.rules.types import ANY, BOOLEAN, FeelType
from laufzettel.packages.checks.places import at, in_process
from laufzettel.packages.model import Package, PackageProblem, Severity
from laufzettel.packages.types_of_names import sibling_types, types_of_names
from laufzettel.packages.used_names import all_rules
from laufzettel.packages.yaml_loader import Path

CONDITIONS = ("when", "rule")


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield what the types of answers, parameters and results show to be wrong; nothing while names are unknown."""
    if package.problems:
        return
    types = types_of_names(package)
    for file, path, group, rule in all_rules(package):
        known = {**types, **sibling_types(package, group)}
        expected = BOOLEAN if path and path[-1] in CONDITIONS else ANY
        yield from _problems(package, file, path, rule.source, known, expected)
    for flow in package.process.flows:
        if flow.id in package.process.conditions:
            for problem in check_expression(flow.condition, types=types, expected=BOOLEAN, names_closed=False):
                severity: Severity = "warning" if problem.severity == "warning" else "error"
                yield in_process(flow.line, f"Bedingung von {flow.id}: {problem.message}", severity)


def _problems(
    package: Package, file: str, path: Path, source: str, types: Mapping[str, FeelType], expected: FeelType
) -> Iterator[PackageProblem]:
    wanted = None if expected is ANY else expected
    for problem in check_expression(source, types=types, expected=wanted, names_closed=False):
        severity: Severity = "warning" if problem.severity == "warning" else "error"
        yield at(package, file, path, f"{problem.message} In: {source[:80]}", severity)
