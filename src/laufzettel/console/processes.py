"""Run several programs as one: start, watch, start again after a crash, stop without orphans."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO

_PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0)
_STEADY_SECONDS = 30.0
_STOP_SECONDS = 12.0
_TICK_SECONDS = 0.1


@dataclass(kw_only=True)
class Program:
    """One program of the group and what became of it."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    crashes: int = 0

    @property
    def is_running(self) -> bool:
        """Say whether the program runs now."""
        return self.process is not None and self.process.poll() is None


class Group:
    """Programs that live and end together; `write` receives every line they print."""

    def __init__(self, programs: Iterable[Program], *, write: Callable[[str], None] | None = None) -> None:
        self.programs = tuple(programs)
        self._write = write or _to_stdout
        self._is_stopping = threading.Event()

    def start(self) -> None:
        """Start every program that does not run yet."""
        for program in self.programs:
            if not program.is_running:
                self._start(program)

    def watch(self, *, until: Callable[[], bool] | None = None) -> None:
        """Start crashed programs again, with growing pauses, until `until` says so or the group is told to stop."""
        while not self._is_stopping.is_set() and not (until and until()):
            for program in self.programs:
                self._look_after(program)
            self._is_stopping.wait(_TICK_SECONDS)

    def tell_to_stop(self) -> None:
        """End `watch`; safe in a signal handler."""
        self._is_stopping.set()

    @property
    def is_stopping(self) -> bool:
        """Say whether the group was told to stop."""
        return self._is_stopping.is_set()

    def stop(self) -> None:
        """Ask every program to end, kill what is left after a while, leave nothing behind."""
        self._is_stopping.set()
        for program in self.programs:
            _signal(program, signal.SIGTERM)
        last_moment = time.monotonic() + _STOP_SECONDS
        for program in self.programs:
            if program.process is not None:
                _wait(program.process, until=last_moment)
                _signal(program, signal.SIGKILL)
                program.process.wait()

    def _start(self, program: Program) -> None:
        program.process = subprocess.Popen(
            (*_ends_with_parent(), *program.command),
            env={**os.environ, **program.environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0,
        )
        program.started_at, program.start_again_at = time.monotonic(), 0.0
        if program.process.stdout is not None:
            threading.Thread(target=self._copy, args=(program.name, program.process.stdout), daemon=True).start()

    def _look_after(self, program: Program) -> None:
        if program.is_running:
            return
        now = time.monotonic()
        if not program.start_again_at:
            self._plan_start_after_crash(program, now)
        elif now >= program.start_again_at:
            self._start(program)

    def _plan_start_after_crash(self, program: Program, now: float) -> None:
        # What the dead leader left in its process group must not hold ports or jobs.
        _signal(program, signal.SIGKILL)
        program.crashes = 1 if now - program.started_at > _STEADY_SECONDS else program.crashes + 1
        pause = _PAUSES[min(program.crashes, len(_PAUSES)) - 1]
        program.start_again_at = now + pause
        code = program.process.returncode if program.process else "?"
        self._line(program.name, f"beendet mit {code}, neuer Start in {pause:g} s / ended, starts again")

    def _copy(self, name: str, lines: IO[str]) -> None:
        with lines:
            for line in lines:
                self._line(name, line.rstrip("\n"))

    def _line(self, name: str, text: str) -> None:
        width = max(len(program.name) for program in self.programs)
        self._write(f"{name:>{width}} | {text}")


def _to_stdout(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _ends_with_parent() -> tuple[str, ...]:
    # A group killed hard must not leave programs behind; Linux ends them with their parent.
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return (setpriv, "--pdeathsig", "TERM") if setpriv else ()


def _signal(program: Program, number: signal.Signals) -> None:
    if program.process is None:
        return
    try:
        os.killpg(program.process.pid, number)
    except ProcessLookupError:
        return


def _wait(process: subprocess.Popen[str], *, until: float) -> None:
    try:
        process.wait(timeout=max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return
