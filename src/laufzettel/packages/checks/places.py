"""Make problems that know their place."""

from laufzettel.packages.model import Package, PackageProblem, Severity
from laufzettel.packages.yaml_loader import Path


def at(package: Package, file: str, path: Path, message: str, severity: Severity = "error") -> PackageProblem:
    """Return a problem at a place of a YAML file."""
    document = package.documents.get(file)
    line, column = document.position(path) if document else (1, 1)
    return PackageProblem(file=file, line=line, column=column, message=message, severity=severity)


def in_process(line: int, message: str, severity: Severity = "error") -> PackageProblem:
    """Return a problem at a line of process.bpmn."""
    return PackageProblem(file="process.bpmn", line=line, column=1, message=message, severity=severity)
