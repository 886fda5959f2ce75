"""Kill programs of an installation at chosen points, and keep enough of them alive."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from procrastinate.contrib.django import app as queue

from tests.live import LiveDemo

# Set up once, long before anybody applies for anything.
_SET_UP = ("clerk.", "login.", "municipality.", "package.", "service_list.")
# Deeds of periodic jobs that carry names of their own.
_AT_THEIR_OWN_HOUR = ("delete_", "forget_")


def points_passed(log: Path) -> list[str]:
    """Give the points that a journey has passed, each once, in order.

    What happens at its own hour, whether somebody applies or not, is left out: that hour may not come again.
    """
    names = dict.fromkeys(log.read_text(encoding="utf-8").splitlines())
    periodic = {name.partition(".")[2] for name, _ in queue.periodic_registry.periodic_tasks}
    ignored = (*_SET_UP, *_AT_THEIR_OWN_HOUR, *periodic)
    return [name for name in names if not any(part in name for part in ignored)]


def arm(folder: Path, points: list[str]) -> None:
    """Let the next process that passes one of these points die there, once per point."""
    folder.mkdir(exist_ok=True)
    for name in points:
        (folder / name).touch()


def armed(folder: Path) -> list[str]:
    """Give the points at which nobody has died yet."""
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@contextmanager
def spare_workers(demo: LiveDemo, *, count: int) -> Iterator[None]:
    """Run more workers beside the one of the group, as larger towns do; a dead one is replaced at once."""
    model = demo.programs("worker")[0]
    command, environment = model.cmdline(), model.environ()
    is_over = threading.Event()

    def look_after() -> None:
        process: subprocess.Popen[bytes] | None = None
        while not is_over.wait(0.1):
            if process is None or process.poll() is not None:
                with (demo.folder / "log").open("ab") as log:
                    process = subprocess.Popen(command, env=environment, cwd=demo.root, stdout=log, stderr=log)
        if process is not None:
            process.kill()
            process.wait()

    threads = [threading.Thread(target=look_after) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
