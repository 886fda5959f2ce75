"""process.bpmn: what the engine refuses, and a diagram that people can open."""

from collections.abc import Iterator

from laufzettel.engine.process import check_process
from laufzettel.packages.checks.places import in_process
from laufzettel.packages.model import Package, PackageProblem


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield the problems of the diagram; without drawing information modellers cannot show it."""
    for problem in check_process(package.process):
        yield in_process(problem.line, problem.message)
    if b"BPMNDiagram" not in package.files["process.bpmn"]:
        yield in_process(1, "Die Zeichnung (bpmndi:BPMNDiagram) fehlt.", "warning")
    if not package.process.documentation:
        yield in_process(1, "Der Prozess hat keine Beschreibung (bpmn:documentation).", "warning")
    for step in package.process.steps.values():
        if not step.name:
            yield in_process(step.line, f"Die Aufgabe „{step.id}“ hat keinen Namen.")
