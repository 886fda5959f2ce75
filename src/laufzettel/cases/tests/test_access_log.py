"""Applicants see who in the town hall looked at their case; nobody can look unseen or tidy up afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from laufzettel.cases import api as cases
from laufzettel.cases.events import CaseViewed
from laufzettel.cases.tests.conftest import CITIZEN, CLERK, COLLEAGUE, LATER, NOW, OTHER_UNIT, STRANGER, TOWN
from laufzettel.kernel.errors import Forbidden, NotFound
from laufzettel.organisation import api as organisation
from laufzettel.organisation.models import Municipality
from laufzettel.platform import api as platform
from laufzettel.platform.models import Event


def look(reference: str, *, actor=CLERK, what="case", now=NOW) -> None:  # type: ignore[no-untyped-def]
    cases.note_view(reference=reference, what=what, actor=actor, now=now)


def test_look_is_told_with_unit_role_and_purpose_but_without_a_name(received: str) -> None:
    look(received)
    look(received, actor=replace(COLLEAGUE, roles=frozenset({"lead"})), what="file", now=LATER)

    latest, first = cases.access_log(CITIZEN, received)

    assert ("Sachbearbeitung", "Vorgang angesehen", "um Ihren Vorgang zu bearbeiten", "", NOW) == (
        first.role, first.what, first.purpose, first.name, first.at,
    )  # fmt: skip
    assert ("Leitung", "Ganze Akte heruntergeladen") == (latest.role, latest.what)


def test_same_clerk_is_told_once_an_hour_but_each_download_of_the_file(received: str) -> None:
    for minutes in (0, 5, 59, 61):
        look(received, now=NOW + timedelta(minutes=minutes))
        look(received, what="file", now=NOW + timedelta(minutes=minutes))

    kinds = [entry.what for entry in cases.access_log(CITIZEN, received)]

    assert 2 == kinds.count("Vorgang angesehen")
    assert 4 == kinds.count("Ganze Akte heruntergeladen")


def test_looking_after_the_end_has_another_purpose(received: str) -> None:
    cases.withdraw(reference=received, reason="", actor=CITIZEN, now=LATER)
    look(received, now=LATER)

    assert "um nach dem Abschluss etwas nachzusehen" == cases.access_log(CITIZEN, received)[0].purpose


def test_town_that_wants_it_shows_names(received: str) -> None:
    row = Municipality.objects.get(key=TOWN)
    Municipality.objects.filter(key=TOWN).update(content={**row.content, "names_in_access_log": True})
    organisation.forget_offices()
    look(received)

    assert "nicht mehr bei der Stadt" == cases.access_log(CITIZEN, received)[0].name


def test_looks_are_part_of_the_chain_that_nobody_changes_unseen(received: str) -> None:
    look(received)

    assert platform.verify_audit(TOWN).ok
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Event.objects.filter(kind=CaseViewed.kind).update(payload={"unit": "steuern"})
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Event.objects.filter(kind=CaseViewed.kind).delete()


def test_looks_stand_neither_in_the_course_of_the_town_hall_nor_in_the_applicants(received: str) -> None:
    look(received)

    own = cases.access_own_case(CITIZEN, received, today=NOW.date())
    clerks = cases.access_case(CLERK, received, today=NOW.date())

    assert CaseViewed.kind not in {entry.kind for entry in (*own.timeline, *clerks.timeline)}


def test_a_look_costs_few_statements_and_a_second_one_writes_nothing(received: str) -> None:
    with CaptureQueriesContext(connection) as first:
        look(received)
    with CaptureQueriesContext(connection) as second:
        look(received)

    writes = [entry["sql"] for entry in second if entry["sql"].lstrip().upper().startswith(("INSERT", "UPDATE"))]
    assert len(first) <= 6
    assert len(second) <= 2
    assert [] == writes


def test_only_the_applicant_reads_the_log_and_only_own_clerks_cause_lines(received: str) -> None:
    with pytest.raises(NotFound):
        cases.access_log(STRANGER, received)
    with pytest.raises(Forbidden):
        cases.access_log(CLERK, received)
    with pytest.raises(NotFound):
        look(received, actor=OTHER_UNIT)
