"""An installation works the same on a PostgreSQL that somebody else runs, as far back as version 15."""

import getpass
import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import live

pytestmark = pytest.mark.faults

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def _run(*command: str) -> None:
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    subprocess.run(command, check=True, capture_output=True, cwd="/", user=user)


@pytest.fixture(params=INSTALLED, ids=lambda path: path.parent.name)
def foreign_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """Start a server of the system on a socket in a folder of its own, with defaults."""
    programs: Path = request.param
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place) / "data"
        if os.geteuid() == 0:
            os.chown(place, pwd.getpwnam("postgres").pw_uid, -1)
        _run(str(programs / "initdb"), "-D", str(folder), "-U", "postgres", "--auth=trust", "--encoding=UTF8")
        options = f"-c listen_addresses= -c unix_socket_directories={place}"
        _run(str(programs / "pg_ctl"), "-D", str(folder), "-o", options, "-l", f"{place}/log", "-w", "start")
        yield f"postgresql://postgres@/postgres?host={place}"
        _run(str(programs / "pg_ctl"), "-D", str(folder), "-m", "immediate", "-w", "stop")


def test_installation_on_a_foreign_database_starts_and_answers(
    foreign_server: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUFZETTEL_LIVE_SERVER", foreign_server)
    demo = live.build(root, tmp_path / "demo", database="laufzettel")

    demo.start()

    try:
        with psycopg.connect(demo.database_url) as connection:
            towns = connection.execute("SELECT count(*) FROM organisation_municipality").fetchone()
        assert (True, False) == (live.is_answering(demo.url), towns == (0,))
        assert not (demo.folder / "postgres").exists()
    finally:
        demo.stop()
        live.drop(demo)
