"""Anchors: what chains alone cannot show."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from laufzettel.platform import api as platform
from laufzettel.platform.tests.test_journal import CLERK, light_lamp

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def _remove(where: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"DELETE FROM platform_event WHERE {where}")
        cursor.execute("SET LOCAL session_replication_role = origin")


def _lit(*subjects: str) -> None:
    for subject in subjects:
        light_lamp(subject=subject, watts=40, actor=CLERK, now=NOW)


@pytest.mark.django_db
def test_whole_chain_removed_is_found_by_its_anchor_only() -> None:
    _lit("lamp:1", "lamp:2")
    platform.anchor_heads(municipality="mainz", now=NOW)

    _remove("subject = 'lamp:2'")

    assert ("mainz, lamp:2: das verankerte Ereignis 1 fehlt",) == platform.verify_audit("mainz").problems


@pytest.mark.django_db
def test_tail_cut_off_after_the_anchor_is_found() -> None:
    _lit("lamp:1", "lamp:1", "lamp:1")
    platform.anchor_heads(municipality="mainz", now=NOW)

    _remove("number = 3")

    assert ("mainz, lamp:1: das verankerte Ereignis 3 fehlt",) == platform.verify_audit("mainz").problems


@pytest.mark.django_db
def test_second_anchor_holds_only_what_is_new_and_continues_the_first() -> None:
    _lit("lamp:1", "lamp:2")
    first = platform.anchor_heads(municipality="mainz", now=NOW)
    nothing = platform.anchor_heads(municipality="mainz", now=NOW)
    _lit("lamp:2")

    second = platform.anchor_heads(municipality="mainz", now=NOW + timedelta(hours=1))

    assert first is not None
    assert second is not None
    assert (None, first.root, ["lamp:2"]) == (
        nothing,
        second.previous,
        list(second.heads.values_list("subject", flat=True)),
    )
    report = platform.verify_audit()
    assert (True, 3, 2, 2) == (report.ok, report.events, report.chains, report.anchors)


@pytest.mark.django_db
def test_forged_root_is_found_by_the_time_stamp() -> None:
    _lit("lamp:1")
    platform.anchor_heads(municipality="mainz", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE platform_anchor SET root = repeat('a', 64)")
        cursor.execute("SET LOCAL session_replication_role = origin")

    problems = platform.verify_audit("mainz").problems

    assert ("mainz, Anker 1: die Wurzel passt nicht zu den Köpfen",) == problems
