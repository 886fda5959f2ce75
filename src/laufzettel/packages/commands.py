"""What `laufzettel service check` and `laufzettel service test` do; they print and return an exit code."""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from laufzettel.packages.checks import check as check_package
from laufzettel.packages.loading import load
from laufzettel.packages.model import Package, PackageProblem, PackageRefused
from laufzettel.packages.playing import play


def check(keys: Sequence[str], services: Path, overlays: Path, *, town: str = "") -> int:
    """Check the packages named (all when none is named), each bare and with the overlays of all towns or one.

    `services` holds one folder per package, `overlays` one folder per town (municipalities/). Prints
    `file:line:col: message` per problem and a last line; returns 1 when there is an error, else 0.
    """
    errors = warnings = 0
    for folder, overlay in _variants(keys, services, overlays, town):
        for problem in _problems(folder, overlay):
            errors += problem.severity == "error"
            warnings += problem.severity == "warning"
            _say(_line(folder, overlay, problem))
    _say(f"{errors} Fehler, {warnings} Hinweise")
    return 1 if errors else 0


def test(keys: Sequence[str], services: Path, overlays: Path, *, town: str = "") -> int:  # noqa: PT028 it is a verb
    """Play the scenarios of the packages named (all if none), bare and with the overlays of all towns or one.

    Prints one line per scenario and at the end `N passed, N failed`; returns 1 when one failed or a package
    cannot be read, else 0.
    """
    passed = failed = 0
    for folder, overlay in _variants(keys, services, overlays, town):
        name = folder.name + (f" ({_town(overlay)})" if overlay else "")
        package = _load(folder, overlay)
        if not isinstance(package, Package):
            failed += 1
            _say(f"FAILED  {name}: {package[0]}")
            continue
        for scenario in package.scenarios:
            began = time.perf_counter()
            result = play(package, scenario)
            milliseconds = (time.perf_counter() - began) * 1000
            passed, failed = passed + result.ok, failed + (not result.ok)
            _say(f"{'passed' if result.ok else 'FAILED'}  {name}: {scenario.name}  [{milliseconds:.0f} ms]")
            for sentence in result.failures:
                _say(f"        {scenario.file}: {sentence}")
    _say(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def _variants(keys: Sequence[str], services: Path, overlays: Path, town: str) -> Iterator[tuple[Path, Path | None]]:
    """Yield folder and overlay: each package bare, then with each town."""
    named = keys or sorted(path.name for path in services.iterdir() if path.is_dir() and path.name[0] not in "._")
    for key in named:
        folder = services / key
        yield folder, None
        for overlay in sorted(overlays.glob(f"{town or '*'}/services/{key}.yaml")):
            yield folder, overlay


def _load(folder: Path, overlay: Path | None) -> Package | tuple[PackageProblem, ...]:
    try:
        return load(folder, overlay)
    except PackageRefused as error:
        return error.problems


def _problems(folder: Path, overlay: Path | None) -> Sequence[PackageProblem]:
    package = _load(folder, overlay)
    if not isinstance(package, Package):
        return package
    found = check_package(package)
    if overlay is None:
        return found
    bare = _load(folder, None)
    known = set(check_package(bare)) if isinstance(bare, Package) else set()
    return [problem for problem in found if problem not in known]


def _line(folder: Path, overlay: Path | None, problem: PackageProblem) -> str:
    town = f"{_town(overlay)}/services/{overlay.name}" if overlay else ""
    place = str(overlay) if overlay and problem.file == town else f"{folder}/{problem.file}"
    note = " [Hinweis]" if problem.severity == "warning" else ""
    return f"{place}:{problem.line}:{problem.column}:{note} {problem.message}"


def _town(overlay: Path) -> str:
    return overlay.parent.parent.name


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
