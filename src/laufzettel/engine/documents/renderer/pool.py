"""Typesetting processes kept warm for the next document, ended when one takes too long."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from laufzettel.engine.documents.coverage import FONTS
from laufzettel.engine.documents.errors import DocumentError
from laufzettel.engine.documents.renderer.frames import read_frame, write_frame

MEMORY_BYTES = 1024 * 1024 * 1024
MOST_BYTES = 64 * 1024 * 1024
_DOCUMENTS_PER_PROCESS = 1000
_MOST_IDLE = 4
_MOST_AT_ONCE = 8
# No secrets of the worker, no proxy that works (where seccomp is missing), few threads (each takes address space).
_DEAD_END = "http://127.0.0.1:9"
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "http_proxy": _DEAD_END,
    "https_proxy": _DEAD_END,
    "HTTP_PROXY": _DEAD_END,
    "HTTPS_PROXY": _DEAD_END,
    "ALL_PROXY": _DEAD_END,
}


class Typesetter:
    """One typesetting process; it serves one document at a time."""

    def __init__(self) -> None:
        """Start the process and wait until it has given up its rights."""
        self._home = tempfile.mkdtemp(prefix="laufzettel-setter-")
        command = [sys.executable, "-I", "-m", "laufzettel.engine.documents.renderer.child"]
        self._process = subprocess.Popen(
            [*command, str(FONTS), str(MEMORY_BYTES), str(MOST_BYTES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._home,
            env=_ENVIRONMENT | {"HOME": self._home, "XDG_CACHE_HOME": self._home, "XDG_DATA_HOME": self._home},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders, self._answers = self._process.stdin, self._process.stdout
        self._served = 0
        hello = read_frame(self._answers, most=1000)
        if hello is None:
            self.end()
            raise DocumentError("Das Satzprogramm ließ sich nicht starten.", reason="template")
        self.confined = bool(json.loads(hello)["confined"])

    def typeset(self, order: dict[str, Any], *, seconds: float) -> bytes:
        """Return the PDF of `order`, or raise DocumentError; a process that runs longer than `seconds` is ended."""
        self._served += 1
        expired = threading.Event()

        def end_late() -> None:
            expired.set()
            self._process.kill()

        watch = threading.Timer(seconds, end_late)
        watch.start()
        try:
            answer = self._ask(json.dumps(order).encode())
        finally:
            watch.cancel()
        if answer is None:
            self.end()
            raise _gave_up(late=expired.is_set(), seconds=seconds)
        if answer[:1] == b"-":
            raise _template_error(answer[1:])
        return answer[1:]

    def _ask(self, order: bytes) -> bytes | None:
        try:
            write_frame(self._orders, order)
        except BrokenPipeError:
            return None
        return read_frame(self._answers, most=MOST_BYTES)

    @property
    def is_fresh(self) -> bool:
        """Whether this process lives and may serve another document (its caches grow with each)."""
        return self._process.poll() is None and self._served < _DOCUMENTS_PER_PROCESS

    def end(self) -> None:
        """End the process and remove its empty home."""
        self._process.kill()
        for stream in (self._orders, self._answers):
            _close(stream)
        self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)


def _close(stream: Any) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        pass


def _gave_up(*, late: bool, seconds: float) -> DocumentError:
    if late:
        return DocumentError(
            f"Die Vorlage wurde nach {seconds:g} Sekunden abgebrochen. Vermutlich enthält sie eine endlose Schleife.",
            reason="time",
        )
    return DocumentError("Die Vorlage braucht zu viel Speicher und wurde abgebrochen.", reason="memory")


def _template_error(answer: bytes) -> DocumentError:
    described = json.loads(answer)
    text, place = str(described["message"])[:600], str(described["place"])
    where = f" ({place})" if place else ""
    if "package" in text and ("download" in text or "not found" in text):
        return DocumentError(
            f"Die Vorlage verlangt ein Paket aus dem Netz. Das ist nicht erlaubt{where}.", reason="refused"
        )
    if "escape the project root" in text or "file not found" in text:
        return DocumentError(
            f"Die Vorlage verlangt eine Datei, die nicht zu ihrem Paket gehört{where}: {text}", reason="refused"
        )
    return DocumentError(f"Die Vorlage lässt sich nicht setzen{where}: {text}", reason="template")


class Pool:
    """Warm typesetting processes of this worker process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_MOST_AT_ONCE)
        self._idle: list[Typesetter] = []
        self._owner = os.getpid()

    def typeset(self, order: dict[str, Any], *, seconds: float) -> bytes:
        """Typeset with a warm process, or a new one when all are busy; more than eight at once wait."""
        with self._places:
            setter = self._take()
            try:
                return setter.typeset(order, seconds=seconds)
            finally:
                self._give_back(setter)

    def close(self) -> None:
        """End all idle processes of this worker."""
        with self._lock:
            idle, self._idle = self._idle, []
        if self._owner == os.getpid():
            for setter in idle:
                setter.end()

    def _take(self) -> Typesetter:
        with self._lock:
            if self._owner != os.getpid():  # after a fork the pipes belong to the parent
                self._idle, self._owner = [], os.getpid()
            while self._idle:
                setter = self._idle.pop()
                if setter.is_fresh:
                    return setter
                setter.end()
        return Typesetter()

    def _give_back(self, setter: Typesetter) -> None:
        with self._lock:
            if setter.is_fresh and len(self._idle) < _MOST_IDLE:
                self._idle.append(setter)
                return
        setter.end()


POOL = Pool()
atexit.register(POOL.close)


def scratch_folder() -> Path:
    """Return a new private folder that disappears with this process."""
    folder = Path(tempfile.mkdtemp(prefix="laufzettel-templates-"))
    owner = os.getpid()
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == owner else None)
    return folder
