"""Opening record files under references without gaps and duplicates."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from laufzettel.records import api as records
from laufzettel.records.models import RecordFile
from laufzettel.records.tests.building import NOW, SUBJECT, kinds_told, open_file

CREATORS, FILES_EACH = 20, 5


@pytest.mark.django_db
def test_record_file_is_opened_under_the_next_reference() -> None:
    first, second = open_file(), open_file(subject="case:MZ-26-AAAA-BBBB")

    assert ["22.41-2026/000001", "22.41-2026/000002"] == [first.file_reference, second.file_reference]
    assert ["RecordFileOpened"] == kinds_told()


@pytest.mark.django_db
def test_references_count_for_each_town_plan_key_and_year_alone() -> None:
    open_file()

    opened = [
        open_file(subject="case:a", plan_key="33.1"),
        open_file(subject="case:b", now=datetime(2027, 1, 5, tzinfo=UTC)),
        open_file(subject="case:c", municipality="musterstadt", actor=Actor.system("musterstadt")),
    ]

    assert ["33.1-2026/000001", "22.41-2027/000001", "22.41-2026/000001"] == [event.file_reference for event in opened]


@pytest.mark.django_db
def test_year_is_the_year_in_germany() -> None:
    opened = open_file(now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))

    assert "22.41-2027/000001" == opened.file_reference


@pytest.mark.django_db
def test_opening_twice_gives_the_same_file_and_tells_once() -> None:
    first, again = open_file(), open_file()
    following = open_file(subject="case:other")

    assert first == again
    assert ["RecordFileOpened"] == kinds_told()
    assert "22.41-2026/000002" == following.file_reference


@pytest.mark.django_db
def test_opening_under_another_plan_key_is_a_conflict() -> None:
    open_file()

    with pytest.raises(Conflict):
        open_file(plan_key="33.1")


@pytest.mark.django_db
def test_unusable_filing_rule_opens_nothing() -> None:
    with pytest.raises(Invalid):
        open_file(retention="ewig")

    assert records.find_record_file("mainz", SUBJECT) is None


@pytest.mark.django_db
def test_applicants_cannot_open_record_files() -> None:
    with pytest.raises(Forbidden):
        open_file(actor=Actor(kind="account", key="1", municipality="mainz"))


@pytest.mark.django_db
def test_record_file_of_another_town_does_not_exist() -> None:
    open_file()

    with pytest.raises(NotFound):
        records.get_record_file("musterstadt", SUBJECT)


@pytest.mark.django_db
def test_rolled_back_opening_leaves_no_gap() -> None:
    with transaction.atomic():
        open_file(subject="case:lost")
        transaction.set_rollback(True)

    assert "22.41-2026/000001" == open_file().file_reference


def _open_some(creator: int) -> None:
    try:
        for place in range(FILES_EACH):
            open_file(subject=f"case:{creator}-{place}")
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_twenty_creators_at_once_get_neither_gap_nor_duplicate() -> None:
    with ThreadPoolExecutor(CREATORS) as creators:
        list(creators.map(_open_some, range(CREATORS)))

    numbers = sorted(RecordFile.objects.values_list("number", flat=True))
    assert list(range(1, CREATORS * FILES_EACH + 1)) == numbers


def _open_the_same(_: int) -> str:
    try:
        return str(open_file(now=NOW).file_reference)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_twenty_creators_of_one_subject_get_one_file() -> None:
    with ThreadPoolExecutor(CREATORS) as creators:
        references = set(creators.map(_open_the_same, range(CREATORS)))

    assert {"22.41-2026/000001"} == references
    assert "22.41-2026/000002" == open_file(subject="case:next").file_reference
    assert ["RecordFileOpened"] == kinds_told()
