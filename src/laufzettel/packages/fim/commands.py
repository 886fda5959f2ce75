"""What `laufzettel fim …` does; the functions print and return an exit code."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from laufzettel.packages.checks import check as check_package
from laufzettel.packages.fim import exporting
from laufzettel.packages.fim.codelists import CodeList, read_code_list
from laufzettel.packages.fim.draft import make_draft
from laufzettel.packages.fim.lint import Finding, lint
from laufzettel.packages.fim.lint.messages import GERMAN
from laufzettel.packages.fim.model import FimRefused
from laufzettel.packages.fim.reader import MAX_BYTES, read_schema
from laufzettel.packages.loading import load

_TOLD = 5


def import_schema(file: Path, *, services: Path, code_lists: Sequence[Path], key: str, today: date) -> int:
    """Make the draft of a package from a schema in `services`/KEY and say what is left to do; returns 0.

    `code_lists` are Genericode files; `today` becomes the first day of the package. Raises FimRefused or
    PackageRefused when no package comes of it, and FimRefused when the folder is there already: nothing is overwritten.
    """
    content = _read(file)
    lists = [_code_list(path) for path in code_lists]
    draft = make_draft(read_schema(content), source=content, code_lists=lists, today=today, key=key)
    folder = services / draft.key
    if folder.exists():
        raise FimRefused(f"{folder} gibt es schon. Nennen Sie mit --key einen anderen Namen.")
    for name, part in draft.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(part)
    _say(f"{folder}")
    _summary(draft.findings)
    problems = check_package(load(folder))
    errors = [problem for problem in problems if problem.severity == "error"]
    for problem in errors:
        _say(f"{folder}/{problem.file}:{problem.line}:{problem.column}: {problem.message}")
    _say(f"{len(errors)} Fehler, {len(problems) - len(errors)} Hinweise / errors, warnings (laufzettel service check)")
    for sentence in draft.open_points:
        _say(f"offen / open: {sentence}")
    return 0


def lint_schema(file: Path) -> int:
    """Print every quality finding of a schema with its line and number; returns 1 when one is critical, else 0."""
    findings = lint(read_schema(_read(file)))
    for item in findings:
        _say(f"{file}:{item}")
    _summary(findings, examples=False)
    return 1 if any(item.gravity == "critical" for item in findings) else 0


def export_schema(folder: Path, *, output: Path | None, now: datetime) -> int:
    """Write the form of the package in `folder` as XDatenfelder 3 to a file, or to standard output; returns 0.

    Raises PackageRefused when the package cannot be read.
    """
    content = exporting.export_schema(load(folder), now=now)
    if output is None:
        _say(content.decode())
    else:
        output.write_bytes(content)
        _say(f"{output}: {len(content)} Bytes")
    return 0


def _summary(findings: Iterable[Finding], *, examples: bool = True) -> None:
    """Print how many findings there are of each gravity, and the most frequent numbers."""
    found = list(findings)
    counts = Counter(item.gravity for item in found)
    _say(", ".join(f"{counts[gravity]} {word}" for gravity, word in GERMAN.items()) + " (laufzettel fim lint)")
    if examples:
        for number, count in Counter(item.number for item in found).most_common(_TOLD):
            first = next(item for item in found if item.number == number)
            _say(f"  {number} × {count}, zum Beispiel / for example {first}")


def _code_list(path: Path) -> CodeList:
    try:
        return read_code_list(_read(path))
    except FimRefused as error:
        raise FimRefused(f"{path}: {error.message}") from None


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise FimRefused(f"Die Datei {path} gibt es nicht.")
    if path.stat().st_size > MAX_BYTES:
        raise FimRefused(f"Die Datei {path} ist größer als {MAX_BYTES // 1_000_000} MB.")
    return path.read_bytes()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
