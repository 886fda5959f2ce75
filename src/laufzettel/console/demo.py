"""`laufzettel demo`: everything on this machine, as one group of programs."""

import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from laufzettel.console import town
from laufzettel.console.conf import Conf, read_conf
from laufzettel.console.embedded import ensure_database, stop_database
from laufzettel.console.preparation import is_prepared, remember_prepared
from laufzettel.console.processes import Group, Program
from laufzettel.console.settings_list import read_all_settings

_READY_SECONDS = 240.0
_POLL_SECONDS = 0.1


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Where each program listens on this machine."""

    web: int
    payment: int
    registers: int
    finance: int
    identity: int

    @classmethod
    def beside(cls, web: int) -> "Ports":
        """Give the ports that belong to a web port: 8000 → 8010 to 8013."""
        return cls(web=web, payment=web + 10, registers=web + 11, finance=web + 12, identity=web + 13)

    def simulators(self) -> dict[str, int]:
        """List the simulators with their ports."""
        return {
            "payment": self.payment,
            "registers": self.registers,
            "finance": self.finance,
            "identity": self.identity,
        }


_USUAL_PORTS = Ports.beside(8000)


def run(*, port: int) -> int:
    """Start everything, print addresses and logins when it answers, and stay until told to stop."""
    began = time.monotonic()
    conf, ports = replace(read_conf(), port=port), Ports.beside(port)
    if busy := [number for number in (ports.web, *ports.simulators().values()) if _is_taken(conf.host, number)]:
        sys.stderr.write(f"Ports belegt / in use: {', '.join(map(str, busy))}; laufzettel demo --port …\n")
        return 2
    url = conf.database_url or ensure_database(conf.postgres_dir)
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "laufzettel.config.settings"}
    group = Group(programs(conf, ports, environment=environment(conf, ports, database_url=url)))
    _stop_on_signals(group)
    try:
        _start(group, conf, url=url)
        threading.Thread(target=_announce, args=(group, conf, ports, began), daemon=True).start()
        group.watch()
    finally:
        group.stop()
        if not conf.database_url:
            stop_database(conf.postgres_dir)
    return 0


def environment(conf: Conf, ports: Ports, *, database_url: str) -> dict[str, str]:
    """Give the settings under which the programs find each other."""
    host = conf.host
    base_url = f"http://{host}:{ports.web}"
    return {
        "DATABASE_URL": database_url,
        "LAUFZETTEL_STATE_DIR": str(conf.state_dir),
        "LAUFZETTEL_BASE_URL": os.environ.get("LAUFZETTEL_BASE_URL", base_url),
        "LAUFZETTEL_FORM_TARGETS": f"http://{host}:{ports.payment},http://{host}:{ports.identity}",
        "SIMULATOR_IDENTITY_REDIRECT_PREFIXES": f"{base_url}/,http://localhost:{ports.web}/",
        **(_moved_defaults(ports) if ports != _USUAL_PORTS else {}),
    }


def _moved_defaults(ports: Ports) -> dict[str, str]:
    """Point every default that names the usual port of a simulator to the port it has now."""
    moves = {
        f"//127.0.0.1:{_USUAL_PORTS.simulators()[name]}": f"//127.0.0.1:{number}"
        for name, number in ports.simulators().items()
    }
    moved: dict[str, str] = {}
    for setting in read_all_settings():
        text = setting.default
        for usual, now in moves.items():
            text = text.replace(usual, now)
        if text != setting.default and setting.name not in os.environ:
            moved[setting.name] = text
    return moved


def programs(conf: Conf, ports: Ports, *, environment: Mapping[str, str]) -> tuple[Program, ...]:
    """List the programs of the group: simulators, worker, web."""
    simulators = (
        Program(
            name=name,
            command=(
                *(sys.executable, "-m", f"laufzettel_simulators.{name}", "--host", conf.host),
                *("--port", str(number), "--state", str(conf.state_dir / "simulators")),
            ),
            environment=environment,
        )
        for name, number in ports.simulators().items()
    )
    return (*simulators, worker(conf, environment=environment), web(conf, ports, environment=environment))


def web(conf: Conf, ports: Ports, *, environment: Mapping[str, str]) -> Program:
    """Give the program that answers requests."""
    command = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", conf.host, "--port", str(ports.web)),
        *("--workers", str(conf.web_processes), "--blocking-threads", str(conf.web_threads)),
        *("--respawn-failed-workers", "--respawn-interval", "0.2"),
        *("--workers-kill-timeout", "5", "--log-level", "warning", "--no-ws", "laufzettel.config.wsgi:application"),
    )
    return Program(name="web", command=command, environment=environment)


def worker(conf: Conf, *, environment: Mapping[str, str]) -> Program:
    """Give the program that does background work."""
    command = (
        *(sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", str(conf.worker_concurrency)),
        *("--shutdown-graceful-timeout", "8"),
    )
    return Program(name="worker", command=command, environment=environment)


def wait_until_ready(group: Group, conf: Conf, ports: Ports, *, seconds: float = _READY_SECONDS) -> bool:
    """Wait until web and simulators answer; False when the group stops or time runs out."""
    addresses = [f"http://{conf.host}:{number}/bereit" for number in ports.simulators().values()]
    addresses.append(f"http://{conf.host}:{ports.web}/gesund/")
    last_moment = time.monotonic() + seconds
    while addresses and time.monotonic() < last_moment and not group.is_stopping:
        addresses = [address for address in addresses if not _answers(address)]
        time.sleep(_POLL_SECONDS if addresses else 0)
    return not addresses


def _start(group: Group, conf: Conf, *, url: str) -> None:
    if not is_prepared(conf, url=url):
        town.prepare_demo(conf)
        remember_prepared(conf, url=url)
    if not group.is_stopping:
        group.start()


def _announce(group: Group, conf: Conf, ports: Ports, began: float) -> None:
    if not wait_until_ready(group, conf, ports):
        if not group.is_stopping:
            sys.stderr.write(f"Nicht bereit nach {_READY_SECONDS:.0f} s / not ready; see the lines above\n")
        return
    sys.stdout.write(_welcome(conf, ports, seconds=time.monotonic() - began))
    sys.stdout.flush()


def _welcome(conf: Conf, ports: Ports, *, seconds: float) -> str:
    web = f"http://{conf.host}:{ports.web}"
    lines = [
        "",
        f"Laufzettel läuft / is running (Start {seconds:.1f} s)",
        f"  Bürgerinnen und Bürger   {web}/",
        f"  Sachbearbeitung          {web}/desk/",
        *(
            f"  Simulation {name:<13} http://{conf.host}:{number}/steuerung"
            for name, number in ports.simulators().items()
        ),
        "Zugänge der Sachbearbeitung (Demo) / clerks; zweiter Faktor / second factor: laufzettel demo-code",
        *(
            f"  {clerk['email']:<34} {clerk['password']:<22} {desk} {', '.join(clerk['units'])}"
            for key in town.list_towns(conf)
            for desk in [_desk_of(conf, key, ports.web)]
            for clerk in _demo_clerks(conf.home / "municipalities" / key / "demo.yaml")
        ),
        "Beenden mit Strg-C / stop with Ctrl-C",
        "",
    ]
    return "\n".join(lines) + "\n"


def _desk_of(conf: Conf, key: str, port: int) -> str:
    """Return the address at which the clerks of a town sign in: each town has its own host."""
    told = yaml.safe_load((conf.home / "municipalities" / key / "town.yaml").read_text("utf-8")) or {}
    hosts = told.get("hosts") or [conf.host]
    host = conf.host if conf.host in hosts else hosts[0]
    return f"http://{host}:{port}/desk/"


def _demo_clerks(path: Path) -> list[dict[str, list[str]]]:
    return list(yaml.safe_load(path.read_text("utf-8"))) if path.is_file() else []


def _stop_on_signals(group: Group) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: group.tell_to_stop())


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status < 400)
    except (urllib.error.URLError, OSError):
        return False
