"""`laufzettel demo` starts everything, survives hard kills, and stops without leaving anything behind."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests import live

pytestmark = pytest.mark.faults

AGAIN_S = 10


@pytest.fixture
def demo(root: Path, tmp_path: Path) -> Iterator[live.LiveDemo]:
    demo = live.build(root, tmp_path / "demo", database="processes")
    demo.start()
    yield demo
    if demo.process is not None and demo.process.poll() is None:
        demo.stop()
    live.drop(demo)


def _wait(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    last_moment = time.monotonic() + seconds * live.SLOWNESS
    while not condition():
        assert time.monotonic() < last_moment, "did not happen in time"
        time.sleep(0.1)


def test_demo_killed_programs_come_back(demo: live.LiveDemo) -> None:
    before = {process.pid for name in ("web", "worker") for process in demo.programs(name)}

    demo.kill("web")
    demo.kill("worker")

    _wait(lambda: live.is_answering(f"{demo.url}/gesund/") and demo.programs("worker") != [])
    after = {process.pid for name in ("web", "worker") for process in demo.programs(name)}
    assert set() == before & after


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_demo_told_to_stop_leaves_nothing_behind(demo: live.LiveDemo, number: signal.Signals) -> None:
    assert demo.process is not None
    processes = psutil.Process(demo.process.pid).children(recursive=True)

    code = demo.stop(number=number)

    assert (0, []) == (code, [process for process in processes if process.is_running()])


def test_demo_killed_hard_leaves_no_program_behind(demo: live.LiveDemo) -> None:
    assert demo.process is not None
    processes = psutil.Process(demo.process.pid).children(recursive=True)

    demo.stop(number=signal.SIGKILL)

    _wait(lambda: not any(process.is_running() for process in processes))


def test_demo_started_again_is_fast(demo: live.LiveDemo) -> None:
    demo.stop()
    (demo.folder / "log").write_text("")
    began = time.monotonic()

    demo.start()

    assert time.monotonic() - began < AGAIN_S * live.SLOWNESS


def test_demo_on_taken_ports_says_which(demo: live.LiveDemo) -> None:
    second = live.LiveDemo(
        root=demo.root, folder=demo.folder / "second", ports=demo.ports, database_url=demo.database_url
    )
    second.folder.mkdir()

    with pytest.raises(AssertionError, match=f"Ports belegt / in use: {demo.ports.web}"):
        second.start()
