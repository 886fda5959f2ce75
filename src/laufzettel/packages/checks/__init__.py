"""Checks of a package: a list of small checkers, one file each, the same shape for all."""

from laufzettel.packages.checks import (
    compiled,
    coverage,
    cross_references,
    expressions,
    form,
    manifest,
    notices,
    parameters,
    process,
    questions,
    readiness,
    rules,
    scenarios,
    texts,
)
from laufzettel.packages.model import Package, PackageProblem

CHECKERS = (
    manifest,
    compiled,
    form,
    questions,
    parameters,
    rules,
    process,
    notices,
    texts,
    scenarios,
    cross_references,
    expressions,
    readiness,
    coverage,
)


def check(package: Package) -> list[PackageProblem]:
    """Return everything wrong with a package, sorted by file and line; errors stop publication, warnings do not.

    Scenarios are not judged here (see play_all), except for what they cover.
    """
    found = {problem for checker in CHECKERS for problem in checker.check(package)}
    return sorted(found, key=lambda problem: (problem.file, problem.line, problem.column, problem.message))
