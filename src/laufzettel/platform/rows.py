"""Write and read rows with SQL that is put together once per model; the ORM would compile it anew for every call.

Only for the few statements of the final submit, where compiling cost more than everything the database did.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import AutoField, Field, Model

M = TypeVar("M", bound=Model)
_Converter = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True)
class _Table:
    """Names and converters of the columns of a model; `written` leaves out a key that the database gives."""

    name: str
    key: str
    is_numbered: bool
    columns: str
    attributes: tuple[str, ...]
    written: tuple["Field[Any, Any]", ...]
    converters: tuple[tuple[int, _Converter], ...]


@cache
def _table(model: type[Model]) -> _Table:
    fields = model._meta.concrete_fields
    return _Table(
        name=_quoted(model._meta.db_table),
        key=_quoted(model._meta.pk.column),
        is_numbered=isinstance(model._meta.pk, AutoField),
        columns=", ".join(_quoted(field.column) for field in fields),
        attributes=tuple(field.attname for field in fields),
        written=tuple(field for field in fields if not isinstance(field, AutoField)),
        converters=tuple(
            (place, converter)
            for place, field in enumerate(fields)
            for converter in field.get_db_converters(connection)
        ),
    )


def _quoted(name: str | None) -> str:
    return str(connection.ops.quote_name(name or ""))


# Everything put into the SQL below is written in the program: names of models and conditions, never a value.
@cache
def _insert_sql(model: type[Model], number: int, unless_taken: tuple[str, ...]) -> str:
    table = _table(model)
    columns = ", ".join(_quoted(field.column) for field in table.written)
    places = ", ".join([f"({', '.join(['%s'] * len(table.written))})"] * number)
    taken = f" ON CONFLICT ({', '.join(map(_quoted, unless_taken))}) DO NOTHING" if unless_taken else ""
    return f"INSERT INTO {table.name} ({columns}) VALUES {places}{taken} RETURNING {table.key}"  # noqa: S608


def insert_rows(rows: Sequence[Model], *, unless_taken: tuple[str, ...] = ()) -> bool:
    """Insert new rows of one model with one statement and give them their keys.

    With `unless_taken`, the columns of a unique constraint, a single row that is there already is left alone and
    False is returned. Sends no signals; every other constraint raises `IntegrityError` as always.
    """
    if not rows:
        return True
    model = type(rows[0])
    table = _table(model)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in table.written]
    with connection.cursor() as cursor:
        cursor.execute(_insert_sql(model, len(rows), unless_taken), values)
        keys = cursor.fetchall()
    if not keys:
        return False
    for row, (key,) in zip(rows, keys, strict=True):
        if table.is_numbered:
            row.pk = key
        row._state.adding, row._state.db = False, connection.alias
    return True


@cache
def _select_sql(model: type[Model], where: str) -> str:
    table = _table(model)
    return f"SELECT {table.columns} FROM {table.name} WHERE {where}"  # noqa: S608


def select_rows(model: type[M], where: str, values: Sequence[Any]) -> tuple[M, ...]:
    """Return the rows of a model under a condition.

    `where` is SQL written in the program, with `%s` for each of the `values`; it may end with ORDER BY or FOR UPDATE.
    """
    table = _table(model)
    with connection.cursor() as cursor:
        cursor.execute(_select_sql(model, where), values)
        found = cursor.fetchall()
    return tuple(_row(model, table, list(one)) for one in found)


def _row(model: type[M], table: _Table, values: list[Any]) -> M:
    for place, converter in table.converters:
        values[place] = converter(values[place], None, connection)
    return model.from_db(connection.alias, table.attributes, values)


def has_row(model: type[Model], where: str, values: Sequence[Any]) -> bool:
    """Say whether a model has a row under a condition, written as for `select_rows`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_table(model).name} WHERE {where} LIMIT 1", values)  # noqa: S608
        return cursor.fetchone() is not None
