"""Contents of documents on disk, named by their SHA-256: the same content is stored once and never changes."""

import hashlib
import os
import re
import tempfile
from datetime import datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages

from laufzettel.kernel.errors import NotFound

_SHA = re.compile(r"[0-9a-f]{64}")


def _path(sha: str) -> Path:
    if not _SHA.fullmatch(sha):
        raise NotFound
    storage = storages["default"]
    assert isinstance(storage, FileSystemStorage)
    return Path(storage.path(f"{sha[:2]}/{sha[2:4]}/{sha}"))


def put_blob(content: bytes) -> str:
    """Store content and return its SHA-256; on return it has reached the disk. Storing it again changes nothing."""
    sha = hashlib.sha256(content).hexdigest()
    path = _path(sha)
    if _touched(path):
        return sha
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
    folder = os.open(path.parent, os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return sha


def _touched(path: Path) -> bool:
    """Mark content as used just now, so that nobody removes it as forgotten; say whether it exists."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def remove_blob(sha: str, *, untouched_since: datetime) -> bool:
    """Remove content that was last stored before this moment; say whether it is gone.

    Whoever calls must have made sure that nothing refers to it. Content stored again meanwhile stays.
    """
    path = _path(sha)
    aside = path.with_name(f"gone-{sha}")
    try:
        os.replace(path, aside)
    except FileNotFoundError:
        return True
    if aside.stat().st_mtime >= untouched_since.timestamp():
        os.replace(aside, path)
        return False
    aside.unlink()
    return True


def read_blob(sha: str) -> bytes:
    """Return the content with this SHA-256; raises `NotFound` when it is missing."""
    try:
        return _path(sha).read_bytes()
    except FileNotFoundError:
        raise NotFound from None


def blob_size(sha: str) -> int:
    """Return the size in bytes of the content with this SHA-256; raises `NotFound` when it is missing."""
    try:
        return _path(sha).stat().st_size
    except FileNotFoundError:
        raise NotFound from None
