"""The inbox: what is due first comes first, in pages, at a price that does not grow."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laufzettel.cases import api as cases
from laufzettel.cases.models import Case, Task
from laufzettel.cases.tests.conftest import CLERK, COLLEAGUE, NOW, TOWN
from laufzettel.kernel.actor import Actor

TODAY = date(2026, 11, 21)
BOTH = Actor(kind="clerk", key="7", municipality=TOWN, units=frozenset({"buergeramt", "steuern"}))


def put(number: int, *, unit: str = "buergeramt", days: int = 5, **given: str) -> Task:
    """Put one open task of a case of its own into a unit."""
    case = Case.objects.create(
        municipality=TOWN,
        reference=f"MU-26-{number:04d}",
        subject=f"case:MU-26-{number:04d}",
        submission_id=str(number),
        service_key=given.get("service_key", "baum"),
        service_title="Baum",
        package_ref="baum",
        unit=unit,
        deadline_on=TODAY,
        opened_at=NOW,
    )
    values = {
        "service_key": "baum",
        "engine_task": "pruefen-1",
        "step": "pruefen",
        "word": "review",
        "title": "Prüfen",
        "waits_for": "clerk",
        **given,
    }
    return Task.objects.create(
        case=case, municipality=TOWN, unit=unit, due_on=TODAY + timedelta(days=days), opened_at=NOW, **values
    )


def numbers(actor: Actor, **filters: str) -> list[int]:
    page = cases.inbox(actor, cases.Filters(**filters), today=TODAY)  # type: ignore[arg-type]
    return [int(row.reference[-4:]) for row in page.rows]


@pytest.mark.django_db
def test_what_is_due_first_comes_first_across_units() -> None:
    put(1, days=9)
    put(2, days=1, unit="steuern")
    put(3, days=5)

    assert [2, 3, 1] == numbers(BOTH)


@pytest.mark.django_db
def test_views_show_what_they_say() -> None:
    put(1, assignee=CLERK.key)
    put(2, assignee=COLLEAGUE.key)
    put(3, days=-1)
    put(4, waits_for="applicant")
    put(5, waits_for="machine")
    put(6, state="done")
    put(7, service_key="hund")

    shown = {view: sorted(numbers(CLERK, view=view)) for view in ("open", "mine", "unassigned", "overdue", "waiting")}

    assert {
        "open": [1, 2, 3, 7],
        "mine": [1],
        "unassigned": [3, 7],
        "overdue": [3],
        "waiting": [4],
    } == shown
    assert [7] == numbers(CLERK, service="hund")
    assert ("baum", "hund") == cases.services_in(CLERK)


@pytest.mark.django_db
def test_pages_follow_each_other_without_gaps_or_doubles() -> None:
    for number in range(1, 8):
        put(number, days=number // 3, unit="steuern" if number % 2 else "buergeramt")

    seen: list[int] = []
    after: str | None = None
    while True:
        page = cases.inbox(BOTH, cases.Filters(), today=TODAY, after=after, size=3)
        seen += [int(row.reference[-4:]) for row in page.rows]
        after = page.after
        if after is None:
            break

    assert [1, 2, 3, 4, 5, 6, 7] == seen


@pytest.mark.django_db
def test_mark_somebody_made_up_leads_to_the_first_page() -> None:
    put(1)

    assert 1 == len(cases.inbox(CLERK, cases.Filters(), today=TODAY, after="böse").rows)


@pytest.mark.django_db
def test_counts_stop_at_the_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("laufzettel.cases.inbox.CEILING", 2)
    for number in range(1, 5):
        put(number)

    counted = {count.view: count.text for count in cases.counts(CLERK, today=TODAY)}

    assert {"open": "2+", "mine": "0", "unassigned": "2+", "overdue": "0", "waiting": "0"} == counted


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_one_statement_per_unit(rows: int) -> None:
    for number in range(rows):
        put(number)

    with CaptureQueriesContext(connection) as statements:
        cases.inbox(CLERK, cases.Filters(), today=TODAY)

    assert 1 == len(statements)


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["open", "mine", "unassigned", "overdue", "waiting"])
def test_every_view_reads_along_an_index(view: str) -> None:
    for number in range(3):
        put(number)
    with CaptureQueriesContext(connection) as statements:
        cases.inbox(CLERK, cases.Filters(view=view), today=TODAY)  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        # With three rows a scan is always cheaper; forbidding it shows whether an index fits the question at all.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {statements[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "task_inbox" in plan, plan
    assert "Sort" not in plan, plan
