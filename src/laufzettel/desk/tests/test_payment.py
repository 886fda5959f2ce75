"""What a clerk does when money came that does not fit, or has to go back."""

from decimal import Decimal

import pytest

from laufzettel.cases.tests.conftest import World, open_steps, open_task, pay, work
from laufzettel.desk.tests.conftest import Desk, now
from laufzettel.payments import api as payments
from laufzettel.payments.api import ClaimView


def claim_of(reference: str) -> ClaimView:
    claim = payments.claim_of(f"case:{reference}")
    assert claim is not None
    return claim


def page(desk: Desk, reference: str) -> str:
    return desk.client.get(f"/desk/vorgang/{reference}/").content.decode()


def send(desk: Desk, reference: str, **typed: str) -> int:
    return desk.client.post(f"/desk/vorgang/{reference}/zahlung/", typed).status_code


@pytest.fixture
def disputed(world: World, falk: Desk, arrived: str) -> str:
    """Give the reference of a case on whose claim somebody paid ten euros too much."""
    task = open_task(arrived, "pruefen")
    falk.client.post(f"/desk/vorgang/{arrived}/aufgabe/{task.pk}/", {"vollstaendig": "ja"})
    world.payment_service.difference = Decimal("10.00")
    pay(world, arrived, now=now())
    work(now())
    return arrived


def clarify(desk: Desk, reference: str, reason: str = "Hat aufgerundet.") -> int:
    (attempt,) = claim_of(reference).attempts
    status = send(desk, reference, schritt="klaeren", versuch=attempt.id, grund=reason)
    work(now())
    return status


def test_disputed_payment_is_explained_and_can_be_clarified(falk: Desk, disputed: str) -> None:
    before = page(falk, disputed)

    status = clarify(falk, disputed)

    assert "passt aber nicht zur Forderung" in before
    assert "Zahlung klären und buchen" in before
    assert (302, "overpaid") == (status, claim_of(disputed).state)
    assert "entscheiden" in open_steps(disputed)


def test_payment_is_not_clarified_without_a_reason(falk: Desk, disputed: str) -> None:
    assert (409, "unclear") == (clarify(falk, disputed, reason=" "), claim_of(disputed).state)


def test_refund_needs_a_second_person_and_ends_with_the_payout(falk: Desk, ida: Desk, disputed: str) -> None:
    clarify(falk, disputed)
    (refund,) = claim_of(disputed).refunds
    send(falk, disputed, schritt="ablehnen", erstattung=refund.id)
    work(now())

    asked = send(falk, disputed, schritt="erstatten", betrag="10,00", grund="Zu viel bezahlt")
    own = claim_of(disputed).refunds[-1]
    by_oneself = send(falk, disputed, schritt="freigeben", erstattung=own.id)
    send(ida, disputed, schritt="freigeben", erstattung=own.id)
    send(falk, disputed, schritt="ausgezahlt", erstattung=own.id)

    claim = claim_of(disputed)
    assert (302, 409) == (asked, by_oneself)
    assert ["rejected", "done"] == [refund.state for refund in claim.refunds]
    assert ("settled", ["entscheiden"]) == (claim.state, open_steps(disputed))


def test_other_unit_and_foreign_refunds_are_not_reached(falk: Desk, uwe: Desk, disputed: str) -> None:
    (attempt,) = claim_of(disputed).attempts

    assert 404 == send(uwe, disputed, schritt="klaeren", versuch=attempt.id, grund="Meins.")
    assert 409 == send(falk, disputed, schritt="freigeben", erstattung="gibt-es-nicht")
    assert "unclear" == claim_of(disputed).state
