"""The inbox: what to do first stands first, and it costs the same with one row and with many."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laufzettel.cases.models import Case, Task
from laufzettel.cases.tests.conftest import World, open_task, submit, work
from laufzettel.desk.deadlines import deadline_chip
from laufzettel.desk.tests.conftest import Desk, now
from laufzettel.kernel.dates import local_date


def test_inbox_names_what_a_clerk_needs_to_choose(falk: Desk, arrived: str) -> None:
    page = falk.client.get("/desk/").content.decode()

    for word in (arrived, "Baumfällung beantragen", "Erika Beispiel", "Angaben prüfen", "noch 1", "niemand"):
        assert word in page


def test_overdue_task_says_since_when(falk: Desk, arrived: str) -> None:
    Task.objects.filter(pk=open_task(arrived, "pruefen").pk).update(due_on=local_date(now()) - timedelta(days=2))

    page = falk.client.get("/desk/?ansicht=ueberfaellig").content.decode()

    assert "überfällig seit 2 Tagen" in page
    assert arrived in page


@pytest.mark.parametrize(
    ("view", "is_there"),
    [("offen", True), ("meine", False), ("frei", True), ("ueberfaellig", False), ("wartet", False)],
)
def test_view_shows_what_its_name_says(falk: Desk, arrived: str, view: str, is_there: bool) -> None:
    page = falk.client.get(f"/desk/?ansicht={view}").content.decode()

    assert is_there == (arrived in page)


def test_taken_task_is_in_mine(falk: Desk, arrived: str) -> None:
    task = open_task(arrived, "pruefen").pk
    falk.client.post(f"/desk/vorgang/{arrived}/aufgabe/{task}/uebernehmen/", {"schritt": "uebernehmen"})

    page = falk.client.get("/desk/?ansicht=meine").content.decode()

    assert arrived in page
    assert "<strong>mir</strong>" in page


def test_filter_by_another_service_leaves_nothing(falk: Desk, arrived: str) -> None:
    page = falk.client.get("/desk/?leistung=hundesteuer-anmeldung").content.decode()

    assert arrived not in page
    assert "Mit diesem Filter ist nichts da." in page


def test_unit_of_others_is_no_filter(falk: Desk, arrived: str) -> None:
    assert arrived in falk.client.get("/desk/?stelle=steuern").content.decode()


def test_made_up_place_in_the_list_shows_the_first_page(falk: Desk, arrived: str) -> None:
    assert arrived in falk.client.get("/desk/?ab=quatsch").content.decode()


def test_number_opens_the_case(falk: Desk, arrived: str) -> None:
    answer = falk.client.get("/desk/oeffnen/", {"nummer": f" {arrived.lower()} "})

    assert f"/desk/vorgang/{arrived}/" == answer.url


def test_inbox_asks_the_database_as_often_for_three_rows_as_for_one(world: World, falk: Desk, arrived: str) -> None:
    falk.client.get("/desk/")
    alone = _queries(lambda: falk.client.get("/desk/"))
    for _ in range(2):
        submit(world, now=now())
    work(now())

    assert alone == _queries(lambda: falk.client.get("/desk/"))
    assert alone <= 25


def test_markup_in_a_name_stays_text(falk: Desk, arrived: str) -> None:
    Case.objects.filter(reference=arrived).update(applicant_name="<img src=x onerror=alert(1)>")

    page = falk.client.get("/desk/").content.decode()

    assert "<img" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize(
    ("days", "text", "urgency"),
    [
        (-2, "überfällig seit 2 Tagen", "late"),
        (-1, "überfällig seit gestern", "late"),
        (0, "heute fällig", "today"),
        (1, "morgen fällig", "soon"),
        (3, "noch 3 Tage", "soon"),
        (4, "noch 4 Tage", "calm"),
    ],
)
def test_deadline_is_told_in_words(days: int, text: str, urgency: str) -> None:
    today = date(2026, 11, 21)

    chip = deadline_chip(today + timedelta(days=days), today=today)

    assert (text, urgency) == (chip.text, chip.urgency)


def _queries(visit: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        visit()
    return len(captured)


def test_case_is_found_by_its_file_reference_and_by_name_within_the_own_units(
    falk: Desk, uwe: Desk, arrived: str
) -> None:
    file_reference = Case.objects.get().file_reference

    found = [falk.client.get("/desk/oeffnen/", {"nummer": text}).url for text in (file_reference, "beispiel")]
    foreign = [uwe.client.get("/desk/oeffnen/", {"nummer": text}).url for text in (file_reference, "beispiel")]

    assert [f"/desk/vorgang/{arrived}/"] * 2 == found
    assert ["/desk/"] * 2 == foreign


def test_several_people_of_one_name_are_listed(world: World, falk: Desk, arrived: str) -> None:
    other = submit(world, now=now())

    page = falk.client.get("/desk/oeffnen/", {"nummer": "Beispiel"}).content.decode()

    assert all(reference in page for reference in (arrived, other))
