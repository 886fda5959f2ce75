"""What the measurements share: an installation apart from everything else, the machine, and the table."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from laufzettel.console.embedded import ensure_database, stop_database

HOME = Path(__file__).resolve().parents[1]
SETTINGS = "benchmarks._settings"
_PROBE_WRITES, _PROBE_BYTES = 400, 8192


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table; `is_met` is None where no aim was set."""

    what: str
    measured: str
    baseline: str = "–"
    ratio: str = "–"
    aim: str = "–"
    is_met: bool | None = None

    @property
    def verdict(self) -> str:
        """Say whether the aim is met."""
        return {None: "", True: "ok", False: "MISSED"}[self.is_met]


def run_apart(name: str) -> int:
    """Run the file `<name>.py` in an own process with an empty, durable PostgreSQL and an own state folder.

    Everything is removed afterwards. Returns 0: numbers are read by people, only a crash is an error.
    """
    folder = HOME / "var" / "bench" / f"{name}-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        url = ensure_database(folder / "postgres", database="bench")
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "LAUFZETTEL_STATE_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": os.pathsep.join([str(HOME), str(HOME / "src")]),
        }
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HOME, env=environment, check=True)
    finally:
        stop_database(folder / "postgres")
        shutil.rmtree(folder)
        folder.with_name(folder.name + ".lock").unlink(missing_ok=True)
    return 0


def show(title: str, figures: list[Figure]) -> None:
    """Print the machine and the table."""
    print(f"{title} – {machine()}")
    rows = [("what", "measured", "baseline", "ratio", "aim", "")]
    rows += [(one.what, one.measured, one.baseline, one.ratio, one.aim, one.verdict) for one in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    sys.stdout.flush()


def machine() -> str:
    """Describe the machine now: cores, how often a second it can make 8 KiB durable, and how busy it is."""
    rate = sync_rate(HOME / "var")
    return f"{os.cpu_count()} cores, fdatasync {rate:,.0f}/s, load {os.getloadavg()[0]:.1f}"


def sync_rate(folder: Path) -> float:
    """Return how many writes of 8 KiB a second reach the disk under a folder."""
    path, block = folder / f"bench-probe-{os.getpid()}", os.urandom(_PROBE_BYTES)
    file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        began = time.perf_counter()
        for number in range(_PROBE_WRITES):
            os.pwrite(file, block, number % 64 * _PROBE_BYTES)
            os.fdatasync(file)
        return _PROBE_WRITES / (time.perf_counter() - began)
    finally:
        os.close(file)
        path.unlink()
