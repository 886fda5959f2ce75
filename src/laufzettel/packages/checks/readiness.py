"""readiness.yaml: the rules every package answers."""

from collections.abc import Iterator

from laufzettel.packages.checks.places import at
from laufzettel.packages.model import Package, PackageProblem

FILE = "readiness.yaml"
RULES = ("legal_basis", "plain_language", "english", "scenarios", "privacy", "example_values")


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield rules that are not answered or still open."""
    if FILE not in package.files:
        yield PackageProblem(file=FILE, line=1, column=1, message="readiness.yaml fehlt.", severity="warning")
        return
    for rule in RULES:
        if rule not in package.readiness:
            yield at(package, FILE, ("rules",), f"Die Regel {rule} ist nicht beantwortet.", "warning")
    for rule, state in package.readiness.items():
        if state["state"] == "todo":
            yield at(package, FILE, ("rules", rule), f"{rule} ist noch offen: {state.get('reason', '')}", "warning")
