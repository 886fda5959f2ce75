"""manifest.yaml: dates, identity, capabilities."""

from collections.abc import Iterator

from laufzettel.engine.process import WORDS
from laufzettel.packages.checks.places import at
from laufzettel.packages.model import Package, PackageProblem

FILE = "manifest.yaml"


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield what does not fit together in the manifest."""
    manifest = package.manifest
    if manifest.valid_until and manifest.valid_until < manifest.valid_from:
        yield at(package, FILE, ("valid_until",), "valid_until liegt vor valid_from.")
    if manifest.written_form and manifest.level_of_assurance == "none":
        yield at(
            package, FILE, ("written_form",), "Schriftform braucht ein Konto: level_of_assurance darf nicht none sein."
        )
    yield from _capabilities(package)
    changelog = package.files.get("CHANGELOG.md", b"").decode("utf-8")
    if manifest.version not in changelog:
        yield at(package, FILE, ("version",), f"CHANGELOG.md erwähnt die Version {manifest.version} nicht.", "warning")
    if "README.md" not in package.files:
        yield at(package, FILE, (), "README.md fehlt.", "warning")


def _capabilities(package: Package) -> Iterator[PackageProblem]:
    used = package.manifest.uses
    words = {step.word for step in package.process.steps.values() if step.word in WORDS}
    needed = {WORDS[word].capability for word in words} - {""}
    if package.form.groups and any(field.look_up for group in package.form.groups.values() for field in group.fields):
        needed.add("automation")
    for capability in sorted(needed - used):
        yield at(package, FILE, ("uses",), f"Der Prozess benutzt {capability}; das fehlt in uses.")
    for capability in sorted(used - needed - {"records", "messaging"}):
        yield at(package, FILE, ("uses",), f"uses nennt {capability}, aber nichts benutzt es.", "warning")
