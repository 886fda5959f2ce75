"""notices/: the parts a decision needs by law."""

from collections.abc import Iterator

from laufzettel.packages.checks.places import at
from laufzettel.packages.model import Package, PackageProblem


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield missing parts: decisions need tenor, reasons (section 39 VwVfG) and appeal (section 37 (6) VwVfG)."""
    for notice in package.notices.values():
        file = f"notices/{notice.key}.yaml"
        kinds = [block.kind for block in notice.blocks]
        if notice.kind in ("decision", "permit") and "tenor" not in kinds:
            yield at(package, file, ("blocks",), "Ein Bescheid braucht einen Tenor (tenor).")
        if notice.kind == "decision":
            yield from _decision(package, file, kinds)
        if (notice.valid_from is None) != (notice.valid_until is None):
            yield at(package, file, ("valid",), "valid braucht from und until.", "warning")
        if notice.kind == "permit" and not notice.verify:
            yield at(package, file, (), "Ein Ausweis sollte prüfbar sein: verify: true.", "warning")
    issued = _issued(package)
    for key in sorted(set(package.notices) - issued):
        yield at(package, f"notices/{key}.yaml", (), "Diesen Bescheid erlässt kein Schritt.", "warning")


def _decision(package: Package, file: str, kinds: list[str]) -> Iterator[PackageProblem]:
    if "reasons" not in kinds:
        yield at(
            package, file, ("blocks",), "Ein Bescheid braucht eine Begründung (reasons), § 39 VwVfG oder § 121 AO."
        )
    if kinds.count("appeal") != 1:
        yield at(
            package,
            file,
            ("blocks",),
            "Ein Bescheid braucht genau eine Rechtsbehelfsbelehrung (appeal), § 37 Abs. 6 VwVfG.",
        )


def _issued(package: Package) -> set[str]:
    return {step.attributes.get("notice", "") for step in package.process.steps.values() if step.word == "issue_notice"}
