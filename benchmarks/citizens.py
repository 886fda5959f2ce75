"""300 citizens who fill in forms at the same time, beside one who is alone: how long pages take, what goes wrong."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import _ground as ground

CITIZENS, PER_SECOND, SECONDS = 300, 10, 120
ALONE_SECONDS = 20
THINK, THINK_ALONE = "5 15", "0.1 0.2"
PROCESSES, MOST_RATIO = 2, 10.0
_START_SECONDS = 120


def main() -> int:
    """Print the table; always 0.

    The demo runs with two web processes. Nothing on this way is limited per address, so all come from one.
    """
    folder = ground.HOME / "var" / "bench" / f"citizens-{os.getpid()}"
    folder.mkdir(parents=True)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    try:
        with (folder / "log").open("wb") as log:
            demo = _start(folder, port, log)
            try:
                _wait(url, demo)
                alone = _run(url, citizens=1, seconds=ALONE_SECONDS, think=THINK_ALONE)
                crowd = _run(url, citizens=CITIZENS, seconds=SECONDS, think=THINK)
            finally:
                demo.send_signal(signal.SIGTERM)
                demo.wait(timeout=60)
        ground.show("citizens", _figures(alone, crowd))
    finally:
        shutil.rmtree(folder)
    return 0


def _start(folder: Path, port: int, log: Any) -> "subprocess.Popen[bytes]":
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "LAUFZETTEL_STATE_DIR": str(folder),
        "LAUFZETTEL_WEB_PROCESSES": str(PROCESSES),
        "PYTHONPATH": os.pathsep.join([str(ground.HOME), str(ground.HOME / "src")]),
    }
    command = [sys.executable, "-m", "laufzettel.console.cli", "demo", "--port", str(port)]
    return subprocess.Popen(command, cwd=ground.HOME, env=environment, stdout=log, stderr=log)


def _wait(url: str, demo: "subprocess.Popen[bytes]") -> None:
    last_moment = time.monotonic() + _START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/gesund/", timeout=5) as answer:  # our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        if demo.poll() is not None or time.monotonic() > last_moment:
            raise RuntimeError("the demo did not start")
        time.sleep(0.2)


def _run(url: str, *, citizens: int, seconds: int, think: str) -> list[dict[str, Any]]:
    """Let citizens come (ten more a second) and go on for a while; return the statistics of each kind of page."""
    command = [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("_citizen.py")), "--headless"]
    command += ["--host", url, "--users", str(citizens), "--spawn-rate", str(PER_SECOND), "--run-time", f"{seconds}s"]
    command += ["--json", "--only-summary", "--loglevel", "ERROR", "--exit-code-on-error", "0"]
    environment = {**os.environ, "LAUFZETTEL_BENCH_THINK": think}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout[done.stdout.index("[") :])
    return found


def _figures(alone: list[dict[str, Any]], crowd: list[dict[str, Any]]) -> list[ground.Figure]:
    usual, now = _times(alone), _times(crowd)
    median, late = _share(usual, 0.5), _share(now, 0.95)
    requests, failed = sum(now.values()), sum(one["num_failures"] for one in crowd)
    sent = sum(one["num_requests"] for one in crowd if one["name"] == "send")
    return [
        ground.Figure(
            what=f"{CITIZENS} citizens, {THINK} s between pages, requests that went wrong",
            measured=f"{failed} of {requests}",
            aim="0",
            is_met=failed == 0,
        ),
        ground.Figure(
            what="95 of 100 answers within",
            measured=f"{late:.0f} ms",
            baseline=f"alone, median {median:.0f} ms",
            ratio=f"{late / median:.1f}",
            aim=f"under {MOST_RATIO:.0f}",
            is_met=late / median < MOST_RATIO,
        ),
        ground.Figure(what="median", measured=f"{_share(now, 0.5):.0f} ms", ratio=f"{_share(now, 0.5) / median:.1f}"),
        ground.Figure(
            what="requests a second, forms sent",
            measured=f"{requests / SECONDS:.0f}/s, {sent}",
        ),
        *(
            ground.Figure(
                what=f"  {name}: 95 of 100 within",
                measured=f"{_share(_times(crowd, name), 0.95):.0f} ms",
                baseline=f"alone {_share(_times(alone, name), 0.5):.0f} ms",
            )
            for name in ("start", "search", "while typing", "question: save, show the next", "send")
        ),
    ]


def _times(pages: list[dict[str, Any]], name: str = "") -> Counter[float]:
    """Count the response times (ms, rounded by locust) of one kind of page or of all."""
    found: Counter[float] = Counter()
    for one in pages:
        if name in ("", one["name"]):
            found.update({float(time_ms): count for time_ms, count in one["response_times"].items()})
    return found


def _share(times: Counter[float], share: float) -> float:
    """Return the time (ms) within which a share of the answers came."""
    wanted, seen = share * sum(times.values()), 0
    for time_ms in sorted(times):
        seen += times[time_ms]
        if seen >= wanted:
            return max(time_ms, 1.0)
    return float("nan")


def _free_port() -> int:
    for port in range(24000, 40000, 20):
        if all(_is_free(one) for one in (port, *range(port + 10, port + 14))):
            return port
    raise RuntimeError("no free port")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
