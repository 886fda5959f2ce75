"""Remember in the database what it was prepared from, so that a second start need not look again."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from laufzettel.console.conf import Conf

_ENDINGS = {".py", ".yaml", ".yml", ".csv", ".dmn", ".bpmn", ".typ"}


def is_prepared(conf: Conf, *, url: str) -> bool:
    """Say whether the database was prepared from exactly the files that lie there now."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return row is not None and row[0] == _mark(conf)


def remember_prepared(conf: Conf, *, url: str) -> None:
    """Note in the database (as its comment) which files it was prepared from."""
    with psycopg.connect(url, autocommit=True) as connection:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(statement.format(sql.Identifier(connection.info.dbname), sql.Literal(_mark(conf))))


def _mark(conf: Conf) -> str:
    digest = hashlib.sha256()
    for path in _files(conf):
        facts = path.stat()
        digest.update(f"{path.relative_to(conf.home)}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return f"laufzettel demo {digest.hexdigest()}"


def _files(conf: Conf) -> Iterator[Path]:
    for folder in ("services", "municipalities", "src/laufzettel"):
        yield from sorted(
            path for path in (conf.home / folder).rglob("*") if path.suffix in _ENDINGS and "tests" not in path.parts
        )
