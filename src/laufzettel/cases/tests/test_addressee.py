"""To whom a notice is addressed: the person, the company, or the person who is represented (§ 41 (1) VwVfG)."""

from dataclasses import replace
from typing import Any

import pytest

from laufzettel.cases.applicant import Applicant, applicant_of
from laufzettel.cases.tests.conftest import CITIZEN, TOWN, World, submit
from laufzettel.catalogue import api as catalogue
from laufzettel.submissions import api as submissions

COMPANY = submissions.for_company(company_id="1", name="Garten GmbH", register_number="HRB 1", is_verified=False)
CHILD = submissions.for_person(
    submissions.Represented(kind="child", given_name="Mia", family_name="Beispiel", birth_date=None)
)


@pytest.fixture
def reference(world: World) -> str:
    return submit(world)


def _applicant(world: World, reference: str, *, acting: dict[str, Any], account: dict[str, Any]) -> Applicant:
    submission = submissions.access_submission(CITIZEN, reference)
    package = catalogue.get_package(TOWN, world.ref)
    return applicant_of(package, replace(submission, acting=acting, account=account))


def test_who_applies_for_themselves_is_the_addressee(world: World, reference: str) -> None:
    applicant = _applicant(world, reference, acting={}, account={})

    assert (("Erika Beispiel",), "Erika Beispiel") == (applicant.names, applicant.title)


def test_company_stands_before_the_person_who_acts_for_it(world: World, reference: str) -> None:
    applicant = _applicant(world, reference, acting=COMPANY, account={"name": "Erika Beispiel"})

    assert ("Garten GmbH", "z. Hd. Erika Beispiel") == applicant.names
    assert "Garten GmbH, Erika Beispiel" == applicant.title


def test_represented_person_is_addressed_with_the_representative(world: World, reference: str) -> None:
    applicant = _applicant(world, reference, acting=CHILD, account={"name": "Max Beispiel"})

    assert ("Mia Beispiel", "vertreten durch Max Beispiel") == applicant.names


def test_representative_without_an_account_is_not_guessed(world: World, reference: str) -> None:
    assert ("Mia Beispiel",) == _applicant(world, reference, acting=CHILD, account={}).names
