"""A whole installation as real processes, for tests that look from outside."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import psutil
import psycopg

from laufzettel.console.conf import read_conf
from laufzettel.console.demo import Ports
from laufzettel.console.embedded import ensure_database
from laufzettel.console.preparation import is_prepared, remember_prepared

# Whether a machine is as fast as the figures say is measured on a quiet one; a busy one gets more time.
SLOWNESS = float(os.environ.get("LAUFZETTEL_SLOWNESS", "3"))
_START_SECONDS, _STOP_SECONDS = 80 * SLOWNESS, 30 * SLOWNESS
_HOST = "127.0.0.1"
_PREPARE = """
import sys
from laufzettel.console import conf, preparation, town
town.prepare_demo(conf.read_conf())
preparation.remember_prepared(conf.read_conf(), url=sys.argv[1])
"""


@dataclass(kw_only=True)
class LiveDemo:
    """`laufzettel demo` in its own folder, on its own ports, with its own database."""

    root: Path
    folder: Path
    ports: Ports
    database_url: str
    settings: dict[str, str] = field(default_factory=dict)
    # Holds the ports until the installation is removed.
    claim: IO[str] | None = None
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Address of the web, without a slash at the end."""
        return f"http://{_HOST}:{self.ports.web}"

    def simulator(self, name: str) -> str:
        """Address of a simulator: payment, registers, finance or identity."""
        return f"http://{_HOST}:{self.ports.simulators()[name]}"

    def start(self) -> None:
        """Start everything and wait until the web answers; fails with the log."""
        command = [sys.executable, "-m", "laufzettel.console.cli", "demo", "--port", str(self.ports.web)]
        environment = {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "LAUFZETTEL_STATE_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "laufzettel.config.settings",
            **self.settings,
        }
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.root, env=environment, stdout=log, stderr=log)
        self.wait_until_ready()

    def wait_until_ready(self, *, seconds: float = _START_SECONDS) -> None:
        """Wait until the whole group said that it is ready and the web answers."""
        last_moment = time.monotonic() + seconds
        while not ("läuft / is running" in self.log() and is_answering(f"{self.url}/gesund/")):
            assert self.process is not None
            assert self.process.poll() is None, self.log()[-6000:]
            assert time.monotonic() < last_moment, self.log()[-6000:]
            time.sleep(0.1)

    def stop(self, *, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop, wait until it did, return the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=_STOP_SECONDS)

    def programs(self, name: str) -> list[psutil.Process]:
        """List the running processes of a program of the group: web, worker, payment, registers, finance, identity."""
        words = {"web": "granian", "worker": "procrastinate"}.get(name, f"laufzettel_simulators.{name}")
        assert self.process is not None
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if _runs(child, words)]

    def kill(self, name: str) -> None:
        """Kill every process of a program hard; the group starts it again."""
        for process in self.programs(name):
            process.kill()

    def log(self) -> str:
        """Everything the group has printed."""
        return (self.folder / "log").read_text(errors="replace")

    def query(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the database of the installation."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(statement, values).fetchall()


def build(root: Path, folder: Path, *, database: str, **settings: str) -> LiveDemo:
    """Prepare an installation that is not started yet: free ports, a database in the server of the tests."""
    folder.mkdir(parents=True, exist_ok=True)
    ports, claim = claim_ports()
    address = _database(root, f"{_run_name()}_{database}")
    return LiveDemo(root=root, folder=folder, ports=ports, claim=claim, database_url=address, settings=settings)


def drop(demo: LiveDemo) -> None:
    """Remove the database and the folder of a stopped installation."""
    name = urlsplit(demo.database_url).path.removeprefix("/")
    with psycopg.connect(_server(demo.root), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(demo.folder, ignore_errors=True)
    if demo.claim is not None:
        demo.claim.close()


def is_answering(address: str) -> bool:
    """Say whether an address answers without an error."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status < 400
    except (urllib.error.URLError, OSError):
        return False


def claim_ports() -> tuple[Ports, IO[str]]:
    """Find a web port whose neighbours for the simulators are free too, and a lock that keeps others away from it.

    The installation binds its ports only when it starts, and again whenever one of its programs is started anew:
    until then another run of the tests, or another worker of this one, must not take them.
    """
    for web in range(21000 + os.getpid() % 500 * 20, 60000, 20):
        claim = (Path(tempfile.gettempdir()) / f"laufzettel-port-{web}").open("w")
        ports = Ports.beside(web)
        if _is_mine(claim) and all(_is_free(port) for port in (ports.web, *ports.simulators().values())):
            return ports, claim
        claim.close()
    raise RuntimeError("no free ports")


def _is_mine(claim: IO[str]) -> bool:
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run_name() -> str:
    """Name what this run, and in it this worker, calls its own."""
    name = os.environ.get("LAUFZETTEL_TEST_DB", "test_laufzettel")
    return f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((_HOST, port)) != 0


def _runs(process: psutil.Process, words: str) -> bool:
    try:
        return words in " ".join(process.cmdline()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _server(root: Path) -> str:
    outer = os.environ.get("LAUFZETTEL_LIVE_SERVER") or os.environ.get("DATABASE_URL")
    return outer or ensure_database(root / "var" / "postgres-test", is_durable=False)


def _database(root: Path, name: str) -> str:
    """Give a database: on the server of the tests a copy of a prepared one, on a server of its own an empty one."""
    server = _server(root)
    if os.environ.get("LAUFZETTEL_LIVE_SERVER"):
        return _create(server, name)
    template = f"{os.environ.get('LAUFZETTEL_TEST_DB', 'test_laufzettel')}_prepared"
    conf = read_conf()
    # A database is only copied while nobody else is connected to it.
    with (Path(tempfile.gettempdir()) / f"laufzettel-{template}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_there(server, template) or not is_prepared(conf, url=_beside(server, template)):
            _prepare(root, _create(server, template))
        address = _create(server, name, template=template)
    remember_prepared(conf, url=address)
    return address


def _create(server: str, name: str, *, template: str = "template1") -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _beside(server, name)


def _is_there(server: str, name: str) -> bool:
    with psycopg.connect(server, autocommit=True) as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None


def _beside(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _prepare(root: Path, address: str) -> None:
    """Fill a database as the first start of a demo does, in a process with the settings of the demo."""
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "laufzettel.config.settings"}
    subprocess.run([sys.executable, "-c", _PREPARE, address], cwd=root, env=environment, check=True)
