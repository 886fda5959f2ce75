"""Keep the state of a simulator in one SQLite file, so that killing the program loses nothing."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

Record = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, key)
)
"""


class Store:
    """Records of several kinds by key; every write is durable when the method returns."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        with self._transaction() as database:
            database.execute(_SCHEMA)

    def get(self, kind: str, key: str) -> Record | None:
        """Return the record, or nothing."""
        with self._transaction() as database:
            return _read(database, kind, key)

    def list(self, kind: str) -> list[Record]:
        """Return all records of a kind, oldest first."""
        with self._transaction() as database:
            rows = database.execute("SELECT body FROM record WHERE kind = ? ORDER BY number", (kind,)).fetchall()
        return [json.loads(row[0]) for row in rows]

    def add(self, kind: str, key: str, record: Record) -> bool:
        """Store a new record; False when the key is taken, then nothing changes."""
        with self._transaction() as database:
            cursor = database.execute(
                "INSERT OR IGNORE INTO record (kind, key, body) VALUES (?, ?, ?)", (kind, key, json.dumps(record))
            )
            return cursor.rowcount == 1

    def put(self, kind: str, key: str, record: Record) -> None:
        """Store a record, replacing an older one of the same key."""
        with self._transaction() as database:
            _write(database, kind, key, record)

    def change(self, kind: str, key: str, change: Callable[[Record], Record]) -> Record | None:
        """Change one record in a single transaction; nothing happens when it does not exist."""
        with self._transaction() as database:
            record = _read(database, kind, key)
            if record is None:
                return None
            changed = change(record)
            _write(database, kind, key, changed)
            return changed

    def next_number(self, name: str) -> int:
        """Count upwards from 1 without gaps."""
        with self._transaction() as database:
            record = _read(database, "counter", name) or {"value": 0}
            record["value"] += 1
            _write(database, "counter", name, record)
            return int(record["value"])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=10, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")


def _read(database: sqlite3.Connection, kind: str, key: str) -> Record | None:
    row = database.execute("SELECT body FROM record WHERE kind = ? AND key = ?", (kind, key)).fetchone()
    return json.loads(row[0]) if row else None


def _write(database: sqlite3.Connection, kind: str, key: str, record: Record) -> None:
    database.execute(
        "INSERT INTO record (kind, key, body) VALUES (?, ?, ?) "
        "ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
        (kind, key, json.dumps(record)),
    )
