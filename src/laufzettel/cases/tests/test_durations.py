"""How long cases of a service really took."""

from datetime import datetime, timedelta

import pytest

from laufzettel.cases import api as cases
from laufzettel.cases.durations import FEWEST
from laufzettel.cases.models import Case
from laufzettel.cases.tests.conftest import CITIZEN, LATER, NOW, TOWN, World, decide, submit, work

SERVICE = "baumfaellung-beantragen"


def finished(*, days: int, at: datetime, service: str = SERVICE, town: str = TOWN) -> None:
    """Leave behind a closed case that took so many days and ended at this moment."""
    name = f"{town}-{Case.objects.count()}"
    Case.objects.create(
        municipality=town, reference=name, subject=f"case:{name}", submission_id=name, service_key=service,
        service_title="Baum", package_ref="x", unit="buergeramt", state=Case.State.CLOSED, is_finished=True,
        deadline_on=at.date(), opened_at=at - timedelta(days=days), finished_at=at, closed_at=at + timedelta(days=30),
    )  # fmt: skip


def test_half_and_nine_of_ten_are_counted_in_days_until_the_end_of_the_process(db: None) -> None:
    for days in (1, 2, 3, 4, 9, 10, 11, 12, 21, 60):
        finished(days=days, at=NOW)

    found = cases.durations(TOWN, SERVICE, NOW)

    assert (10, 9, 21) == (found.count, found.half, found.most)


def test_too_few_cases_say_nothing_about_the_service(db: None) -> None:
    for _ in range(FEWEST - 1):
        finished(days=3, at=NOW)

    found = cases.durations(TOWN, SERVICE, NOW)

    assert (FEWEST - 1, None, None) == (found.count, found.half, found.most)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"at": NOW - timedelta(days=91)},
        {"at": NOW + timedelta(hours=1)},
        {"at": NOW, "service": "hundesteuer-anmeldung"},
        {"at": NOW, "town": "mainz"},
    ],
)
def test_only_the_last_90_days_of_this_service_of_this_town_count(db: None, elsewhere: dict[str, object]) -> None:
    for _ in range(FEWEST):
        finished(days=3, **elsewhere)  # type: ignore[arg-type]

    assert 0 == cases.durations(TOWN, SERVICE, NOW).count


def test_decided_case_ends_with_its_notice_and_a_withdrawn_one_is_not_counted(world: World, to_decide: str) -> None:
    decide(to_decide, "ablehnen", reasons="Der Baum ist gesund.")
    work(LATER)
    withdrawn = submit(world)
    cases.withdraw(reference=withdrawn, reason="", actor=CITIZEN, now=LATER)

    ends = {row.reference: row.finished_at for row in Case.objects.all()}

    assert ends[to_decide] is not None
    assert ends[withdrawn] is None
