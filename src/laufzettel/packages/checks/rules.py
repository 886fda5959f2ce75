"""rules.dmn: what could not be read, and decisions nobody uses."""

from collections.abc import Iterator

from laufzettel.engine.rules import check_model
from laufzettel.packages.model import Package, PackageProblem, Severity
from laufzettel.packages.used_names import used_names

FILE = "rules.dmn"


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield the problems of the model (texts, types, gaps and overlaps of tables), and functions that nothing calls."""
    if package.rules is None:
        return
    for problem in check_model(package.rules):
        severity: Severity = "warning" if problem.severity == "warning" else "error"
        yield PackageProblem(
            file=FILE, line=problem.line, column=problem.column, message=problem.message, severity=severity
        )
    content = package.files[FILE].decode("utf-8", "replace")
    for name in sorted(set(package.functions) - used_names(package)):
        if content.count(name) < 3:
            yield PackageProblem(
                file=FILE, line=1, column=1, message=f"„{name}“ wird nirgends benutzt.", severity="warning"
            )
