"""Who may apply for whom: the service says it, and a mandate must still hold."""

from datetime import date
from typing import Any

import pytest

from laufzettel.kernel.errors import Refused
from laufzettel.submissions import domain
from laufzettel.submissions.domain import Represented, for_company, for_person

TODAY = date(2026, 11, 21)
EVERYBODY = ("self", "person", "company")
COMPANY = for_company(company_id="1", name="Garten GmbH", register_number="", is_verified=False)


def person(*, kind: str = "care", born: date = date(1940, 5, 4), until: date | None = None) -> dict[str, Any]:
    return for_person(
        Represented(kind=kind, given_name="Mia", family_name="Beispiel", birth_date=born, valid_until=until)
    )


@pytest.mark.parametrize("acting", [{}, person(), person(until=TODAY), COMPANY])
def test_everybody_may_where_the_service_excludes_nobody(acting: dict[str, Any]) -> None:
    domain.check_acting(acting, applicants=EVERYBODY, today=TODAY)


@pytest.mark.parametrize(
    ("acting", "applicants", "message"),
    [
        (person(), ("self",), "nur für sich selbst"),
        (COMPANY, ("self", "person"), "nur für sich selbst"),
        ({}, ("company",), "nicht für Privatpersonen"),
        (person(until=date(2026, 11, 20)), EVERYBODY, "gilt nicht mehr"),
        (person(kind="child", born=date(2008, 11, 21)), EVERYBODY, "gilt nicht mehr"),
    ],
)
def test_who_may_not_is_told_why(acting: dict[str, Any], applicants: tuple[str, ...], message: str) -> None:
    with pytest.raises(Refused, match=message):
        domain.check_acting(acting, applicants=applicants, today=TODAY)
