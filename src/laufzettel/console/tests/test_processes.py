"""A group of programs starts, restarts after crashes, stops cleanly and leaves nothing behind."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from laufzettel.console.processes import Group, Program


@pytest.fixture
def lines() -> list[str]:
    return []


def _python(name: str, code: str) -> Program:
    return Program(name=name, command=(sys.executable, "-c", code))


def _sleeper(name: str = "sleeper") -> Program:
    return _python(name, "import time; print('ready'); time.sleep(60)")


def _eventually(condition: Callable[[], bool], *, seconds: float = 10) -> Callable[[], bool]:
    last_moment = time.monotonic() + seconds

    def check() -> bool:
        assert time.monotonic() < last_moment, "did not happen in time"
        return condition()

    return check


@pytest.fixture
def group_of(lines: list[str]) -> Iterator[Callable[..., Group]]:
    groups: list[Group] = []

    def build(*programs: Program) -> Group:
        groups.append(Group(programs, write=lines.append))
        return groups[-1]

    yield build
    for group in groups:
        group.stop()


def _is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_lines_of_a_program_carry_its_name(group_of: Callable[..., Group], lines: list[str]) -> None:
    group = group_of(_sleeper("web"), _sleeper("worker"))

    group.start()
    group.watch(until=_eventually(lambda: len(lines) == 2))

    assert ["   web | ready", "worker | ready"] == sorted(lines)


def test_program_killed_hard_is_started_again(group_of: Callable[..., Group]) -> None:
    program = _sleeper()
    group = group_of(program)
    group.start()
    assert program.process is not None
    first = program.process.pid
    os.kill(first, signal.SIGKILL)

    group.watch(until=_eventually(lambda: program.is_running and program.process.pid != first))

    assert 1 == program.crashes


def test_children_of_a_program_killed_hard_are_cleared_away(group_of: Callable[..., Group], lines: list[str]) -> None:
    program = _python(
        "parent",
        "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(child.pid); time.sleep(60)",
    )
    group = group_of(program)
    group.start()
    group.watch(until=_eventually(lambda: bool(lines)))
    child = int(lines[0].split("|")[1])
    os.kill(program.process.pid, signal.SIGKILL)

    group.watch(until=_eventually(lambda: program.crashes == 1))

    group.watch(until=_eventually(lambda: not _is_alive(child)))


def test_program_that_crashes_at_once_is_started_with_growing_pauses(group_of: Callable[..., Group]) -> None:
    program = _python("broken", "raise SystemExit(3)")
    group = group_of(program)
    group.start()
    began = time.monotonic()

    group.watch(until=_eventually(lambda: program.crashes == 3))

    assert time.monotonic() - began > 0.6


def test_program_that_will_not_end_is_killed(
    group_of: Callable[..., Group], lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laufzettel.console.processes._STOP_SECONDS", 0.5)
    stubborn = _python(
        "stubborn", "import signal, time; signal.signal(15, signal.SIG_IGN); print('ready'); time.sleep(60)"
    )
    group = group_of(stubborn)
    group.start()
    group.watch(until=_eventually(lambda: bool(lines)))

    group.stop()

    assert stubborn.process is not None
    assert -signal.SIGKILL == stubborn.process.wait(timeout=5)


def test_programs_end_when_the_one_who_started_them_is_killed_hard(
    tmp_path: Path, group_of: Callable[..., Group]
) -> None:
    pid_file = tmp_path / "pid"
    child = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    code = (
        "import sys; from laufzettel.console.processes import Group, Program\n"
        f"group = Group([Program(name='child', command=(sys.executable, '-c', {child!r}))])\n"
        "group.start(); group.watch()"
    )
    group = group_of(_python("starter", code))
    group.start()
    group.watch(until=_eventually(lambda: pid_file.exists() and pid_file.read_text() != ""))
    child_pid = int(pid_file.read_text())

    os.kill(group.programs[0].process.pid, signal.SIGKILL)

    last_moment = time.monotonic() + 5
    while _is_alive(child_pid) and time.monotonic() < last_moment:
        time.sleep(0.05)
    assert not _is_alive(child_pid)
