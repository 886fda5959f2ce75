"""The only files a template can see: our letter library and its own package, laid out in a private folder."""

import hashlib
import re
import shutil
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

from laufzettel.engine.documents.errors import DocumentError
from laufzettel.engine.documents.renderer.pool import scratch_folder

TEMPLATES = Path(__file__).with_name("templates")
_ALLOWED = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\.(typ|json|yaml|csv|txt|svg|png|jpg|jpeg)"
)
_MOST_FILES, _MOST_BYTES, _KEPT = 100, 20_000_000, 32


class Workspaces:
    """Folders by content: the same package is laid out once and used for many documents."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._base: Path | None = None
        self._known: OrderedDict[str, Path] = OrderedDict()

    def lay_out(self, *, template: str, files: Mapping[str, bytes]) -> Path:
        """Return the root folder for `template` and its package's `files`; raise DocumentError for names we refuse."""
        _check(files)
        key = _fingerprint(template, files)
        with self._lock:
            root = self._known.get(key)
            if root is None or not root.is_dir():
                root = self._write(key, template, files)
            self._known[key] = root
            self._known.move_to_end(key)
            self._forget_oldest()
            return root

    def _write(self, key: str, template: str, files: Mapping[str, bytes]) -> Path:
        if self._base is None or not self._base.is_dir():
            self._base = scratch_folder()
        root = self._base / key
        shutil.rmtree(root, ignore_errors=True)
        (root / "laufzettel").mkdir(parents=True)
        shutil.copyfile(TEMPLATES / "letter.typ", root / "laufzettel" / "letter.typ")
        (root / "notice.typ").write_text(template, encoding="utf-8")
        for name, content in files.items():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return root

    def _forget_oldest(self) -> None:
        while len(self._known) > _KEPT:
            _, root = self._known.popitem(last=False)
            shutil.rmtree(root, ignore_errors=True)


def _check(files: Mapping[str, bytes]) -> None:
    if len(files) > _MOST_FILES or sum(map(len, files.values())) > _MOST_BYTES:
        raise DocumentError("Das Paket bringt zu viele oder zu große Dateien für Dokumente mit.", reason="refused")
    for name in files:
        if not _ALLOWED.fullmatch(name) or name == "notice.typ" or name.startswith("laufzettel/"):
            raise DocumentError(f"Diese Datei ist für eine Vorlage nicht erlaubt: {name!r}", reason="refused")


def _fingerprint(template: str, files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(template.encode())
    for name in sorted(files):
        digest.update(b"\0" + name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()
