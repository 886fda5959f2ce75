"""The embedded PostgreSQL starts once, is shared, keeps its data and stops only when nobody uses it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from laufzettel.console import embedded


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "var" / "postgres"
    yield place
    assert embedded.stop_database(place)


def test_database_started_twice_is_one_server(folder: Path) -> None:
    first = embedded.ensure_database(folder)
    pid = (folder / "postmaster.pid").read_text().splitlines()[0]

    second = embedded.ensure_database(folder)

    assert (first, pid) == (second, (folder / "postmaster.pid").read_text().splitlines()[0])


def test_database_started_by_many_processes_at_once_is_one_server(folder: Path) -> None:
    code = f"from pathlib import Path; from laufzettel.console.embedded import *; " \
           f"ensure_database(Path({str(folder)!r}), is_durable=False)"  # fmt: skip
    starts = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]

    codes = [start.wait(timeout=60) for start in starts]

    assert [0, 0, 0, 0] == codes


def test_database_in_use_is_not_stopped(folder: Path) -> None:
    url = embedded.ensure_database(folder)

    with psycopg.connect(url):
        stopped = embedded.stop_database(folder)

    assert stopped is False


def test_database_stopped_and_started_keeps_its_data(folder: Path) -> None:
    with psycopg.connect(embedded.ensure_database(folder)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    embedded.stop_database(folder)

    with psycopg.connect(embedded.ensure_database(folder)) as connection:
        row = connection.execute("SELECT number FROM kept").fetchone()

    assert (7,) == row


def test_database_killed_hard_starts_again(folder: Path) -> None:
    embedded.ensure_database(folder)
    pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, 9)

    with psycopg.connect(embedded.ensure_database(folder)) as connection:
        row = connection.execute("SELECT 1").fetchone()

    assert (1,) == row


def test_database_in_a_very_deep_folder_is_reached_by_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60) / "postgres"

    with psycopg.connect(embedded.ensure_database(deep)) as connection:
        row = connection.execute("SELECT 1").fetchone()

    assert (1,) == row
    assert embedded.stop_database(deep)


def test_database_of_another_version_is_refused_with_a_reason(folder: Path) -> None:
    embedded.ensure_database(folder)
    embedded.stop_database(folder)
    (folder / "PG_VERSION").write_text("16\n")

    with pytest.raises(embedded.EmbeddedDatabaseError, match="pg_dump"):
        embedded.ensure_database(folder)


def test_database_folder_is_closed_to_others(folder: Path) -> None:
    embedded.ensure_database(folder)

    assert "0o700" == oct(folder.stat().st_mode & 0o777)
