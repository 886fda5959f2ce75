"""The files of a package: which there may be, how large, and how they are read from disk."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from laufzettel.packages.model import PackageProblem, PackageRefused

MAX_FILES = 200
MAX_FILE_BYTES = 1024 * 1024
MAX_TOTAL_BYTES = 5 * 1024 * 1024

_KEY = r"[a-z0-9][a-z0-9_-]{0,79}"
_ALLOWED = re.compile(
    r"(manifest\.yaml|form\.yaml|parameters\.yaml|readiness\.yaml|rules\.dmn|process\.bpmn|README\.md|CHANGELOG\.md"
    rf"|notices/{_KEY}\.yaml|texts/[a-z]{{2}}(-[a-z]{{2,8}})?\.yaml|scenarios/{_KEY}\.yaml)\Z"
)
REQUIRED = ("manifest.yaml", "form.yaml", "process.bpmn")


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return path to content of all files under `folder`; raises PackageRefused for links, too many or too large."""
    if not folder.is_dir():
        raise PackageRefused((_problem(".", f"Den Ordner {folder.name} gibt es nicht."),))
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise PackageRefused((_problem(name, "Verknüpfungen sind in einem Paket nicht erlaubt."),))
        if path.is_dir():
            continue
        if len(files) >= MAX_FILES or not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
            raise PackageRefused((_problem(name, "Das Paket hat zu viele oder zu große Dateien."),))
        files[name] = path.read_bytes()
    return files


def file_problems(files: Mapping[str, bytes]) -> Iterator[PackageProblem]:
    """Yield what is wrong with the set of files, before anything is read."""
    if len(files) > MAX_FILES:
        yield _problem(".", f"Das Paket hat mehr als {MAX_FILES} Dateien.")
    if sum(map(len, files.values())) > MAX_TOTAL_BYTES:
        yield _problem(".", f"Das Paket ist größer als {MAX_TOTAL_BYTES // 1024 // 1024} MiB.")
    for name, content in sorted(files.items()):
        if not _ALLOWED.match(name):
            yield _problem(_shown(name), "Diese Datei gehört nicht in ein Paket.")
        elif len(content) > MAX_FILE_BYTES:
            yield _problem(name, f"Die Datei ist größer als {MAX_FILE_BYTES // 1024} KiB.")
        elif not _is_text(content):
            yield _problem(name, "Die Datei ist kein Text in UTF-8.")
    for name in REQUIRED:
        if name not in files:
            yield _problem(name, "Diese Datei fehlt.")


def hash_files(files: Mapping[str, bytes], overlay: bytes | None) -> str:
    """Return the SHA-256 over names and contents in sorted order, with the overlay of a town if there is one."""
    digest = hashlib.sha256()
    parts = sorted(files.items()) + ([("overlay", overlay)] if overlay is not None else [])
    for name, content in parts:
        digest.update(f"{name}\n{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def _is_text(content: bytes) -> bool:
    try:
        return b"\x00" not in content and content.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False


def _shown(name: str) -> str:
    return re.sub(r"[^\w./-]", "?", name)[:80]


def _problem(file: str, message: str) -> PackageProblem:
    return PackageProblem(file=file, line=1, column=1, message=message)
