"""What taking back does to the fee is said before, and follows the law of the Land."""

from decimal import Decimal

import pytest

from laufzettel.cases import api as cases
from laufzettel.cases.tests.conftest import CITIZEN, CLERK, LATER, STRANGER, World, open_task, pay, review
from laufzettel.cases.withdrawal import LAWS, effect_of
from laufzettel.kernel.errors import NotFound
from laufzettel.payments import api as payments


@pytest.fixture
def claimed(world: World, received: str) -> str:
    """Give a case with a fee that is still to be paid."""
    review(received, complete=True)
    return received


def effect(reference: str) -> tuple[str, Decimal]:
    found = cases.withdrawal_effect(CITIZEN, reference)
    return found.effect, found.back


def test_without_a_claim_taking_back_costs_nothing(received: str) -> None:
    assert ("no_fee", Decimal(0)) == effect(received)


def test_what_is_not_paid_yet_need_not_be_paid_any_more(claimed: str) -> None:
    assert ("nothing_to_pay", Decimal(0)) == effect(claimed)


def test_once_somebody_has_worked_a_quarter_comes_back(world: World, claimed: str) -> None:
    pay(world, claimed)
    claim = payments.claim_of(f"case:{claimed}")
    assert claim is not None

    found = cases.withdrawal_effect(CITIZEN, claimed)

    assert ("part_back", claim.amount) == (found.effect, found.kept + found.back)
    assert found.back == (claim.amount / 4).quantize(Decimal("0.01"))
    assert "§ 15" in found.cite


def test_before_anybody_has_worked_everything_comes_back_and_elsewhere_the_office_judges(
    world: World, claimed: str
) -> None:
    pay(world, claimed)
    claim = payments.claim_of(f"case:{claimed}")

    assert ("all_back", claim.amount) == (  # type: ignore[union-attr]
        (found := effect_of(claim, LAWS["RP"], has_begun=False)).effect,
        found.back,
    )
    assert "to_be_checked" == effect_of(claim, None, has_begun=True).effect


def test_taking_a_task_over_is_the_beginning_of_work(received: str) -> None:
    before = cases.withdrawal_effect(CITIZEN, received).has_begun
    cases.assign_to_me(reference=received, task_id=open_task(received, "pruefen").pk, actor=CLERK, now=LATER)

    assert (False, True) == (before, cases.withdrawal_effect(CITIZEN, received).has_begun)


def test_nobody_asks_about_a_foreign_matter(received: str) -> None:
    with pytest.raises(NotFound):
        cases.withdrawal_effect(STRANGER, received)
