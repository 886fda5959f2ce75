"""Rows written and read with ready-made SQL are the rows that the ORM writes and reads."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from laufzettel.platform import unit_of_work
from laufzettel.platform.api import has_row, insert_rows, keep, kept, select_rows
from laufzettel.platform.models import Event

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 30, 0, 120, tzinfo=UTC)
FIELDS = ("municipality", "subject", "number", "kind", "at", "actor_kind", "actor_key", "payload", "previous", "hash")


def event(number: int = 1, **facts: Any) -> Event:
    given = {"municipality": "mainz", "subject": "case:1", "kind": "x", "at": AT, "actor_kind": "system"}
    payload = {"name": "Öztürk", "items": [1, None, {"tief": "50 % aus"}]}
    return Event(**{**given, "number": number, "payload": payload, "hash": "0" * 64, **facts})


def test_inserted_rows_get_keys_in_their_order_and_are_what_the_orm_reads() -> None:
    rows = [event(1), event(2, kind="%s")]

    insert_rows(rows)

    facts = [(row.pk, row.number, row.kind, row.at, row.payload, row.previous) for row in rows]
    assert facts == [
        (row.pk, row.number, row.kind, row.at, row.payload, row.previous) for row in Event.objects.order_by("number")
    ]


def test_selected_rows_are_whole_models() -> None:
    stored = Event.objects.create(**{field: getattr(event(), field) for field in FIELDS})

    (row,) = select_rows(Event, "municipality = %s AND number = %s", ["mainz", 1])

    assert [getattr(stored, name) for name in ("pk", *FIELDS)] == [getattr(row, name) for name in ("pk", *FIELDS)]


def test_inserted_row_counts_as_stored() -> None:
    row = event()

    insert_rows([row])

    assert not row._state.adding
    assert "default" == row._state.db


def test_row_that_is_there_already_is_left_alone() -> None:
    insert_rows([event(kind="first")])

    is_new = insert_rows([event(kind="second")], unless_taken=("municipality", "subject", "number"))

    assert not is_new
    assert ["first"] == [row.kind for row in Event.objects.all()]


def test_broken_constraint_raises() -> None:
    insert_rows([event()])

    with pytest.raises(IntegrityError):
        insert_rows([event()])


def test_no_rows_write_nothing() -> None:
    assert insert_rows([])


def test_has_row_looks_at_the_condition() -> None:
    insert_rows([event(3)])

    assert has_row(Event, "number = %s", [3])
    assert not has_row(Event, "number = %s", [4])


def test_what_is_kept_ends_with_its_transaction() -> None:
    keep("key", "kept by nobody")
    unit_of_work.begin()
    try:
        before = kept("key")
        keep("key", "value")
        within = kept("key")
    finally:
        unit_of_work.end()

    assert (None, "value", None) == (before, within, kept("key"))
