"""Closing, retention, legal holds: what is kept how long, and that nothing goes by itself."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.records import api as records
from laufzettel.records.models import RecordFile
from laufzettel.records.tests.building import NOW, SUBJECT, SYSTEM, close, file, kinds_told, open_file

pytestmark = pytest.mark.django_db

LAST_DAY = date(2036, 12, 31)
DAY_AFTER = date(2037, 1, 1)


def hold(key: str) -> None:
    """Place a legal hold."""
    records.place_legal_hold(
        subject=SUBJECT, municipality="mainz", key=key, reason="Klage anhängig", actor=SYSTEM, now=NOW
    )


def lift(key: str) -> None:
    """Lift a legal hold."""
    records.lift_legal_hold(subject=SUBJECT, municipality="mainz", key=key, actor=SYSTEM, now=NOW)


def proposed(today: date) -> list[str]:
    """List the subjects proposed for disposal."""
    return [record_file.subject for record_file in records.propose_disposal("mainz", today=today)]


def test_closing_fixes_the_end_of_retention() -> None:
    open_file()

    closed = close()

    assert LAST_DAY == closed.retention_ends_on
    assert LAST_DAY == records.get_record_file("mainz", SUBJECT).retention_ends_on


def test_closing_day_is_the_day_in_germany() -> None:
    open_file()

    closed = close(now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))

    assert date(2037, 12, 31) == closed.retention_ends_on


def test_closing_twice_tells_once_and_keeps_the_first_day() -> None:
    open_file()

    first, again = close(), close(now=datetime(2030, 5, 5, tzinfo=UTC))

    assert first == again
    assert ["RecordFileOpened", "RecordFileClosed"] == kinds_told()


def test_closing_without_a_record_file_is_not_found() -> None:
    with pytest.raises(NotFound):
        close()


def test_nothing_can_be_filed_after_closing() -> None:
    open_file()
    filed = file()
    close()

    with pytest.raises(Refused):
        file(b"too late", key="evidence")

    assert filed == file()


def test_database_refuses_to_open_a_closed_file_again() -> None:
    open_file()
    close()

    with pytest.raises(IntegrityError), transaction.atomic():
        RecordFile.objects.update(state="open", closed_at=None, closed_on=None, retention_ends_on=None)


def test_disposal_is_proposed_on_the_day_after_retention_and_not_before() -> None:
    open_file()
    open_file(subject="case:still-open")
    close()

    assert [] == proposed(LAST_DAY)
    assert [SUBJECT] == proposed(DAY_AFTER)


def test_disposal_of_another_town_is_not_proposed() -> None:
    open_file()
    close()

    assert () == records.propose_disposal("musterstadt", today=DAY_AFTER)


def test_disposal_waits_until_every_legal_hold_is_lifted() -> None:
    open_file()
    close()
    hold("klage")
    hold("pruefung")

    lift("klage")
    with_one_hold_left = proposed(DAY_AFTER)
    lift("pruefung")

    assert [] == with_one_hold_left
    assert [SUBJECT] == proposed(DAY_AFTER)


def test_legal_hold_is_told_once_and_lifted_once() -> None:
    open_file()

    hold("klage")
    hold("klage")
    lift("klage")
    lift("klage")

    assert ["RecordFileOpened", "LegalHoldPlaced", "LegalHoldLifted"] == kinds_told()


def test_unknown_legal_hold_cannot_be_lifted() -> None:
    open_file()

    with pytest.raises(NotFound):
        lift("klage")
