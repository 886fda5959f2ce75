"""Expressions and placeholders that could not be compiled."""

from collections.abc import Iterator

from laufzettel.packages.model import Package, PackageProblem


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield the problems seen while compiling."""
    yield from package.problems
