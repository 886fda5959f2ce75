import pytest

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound
from laufzettel.organisation import api as organisation
from laufzettel.organisation.tests.conftest import NOW, TOWNS
from laufzettel.platform import api as platform

pytestmark = pytest.mark.usefixtures("towns")
SYSTEM = Actor.system("mainz")


def test_appointed_clerk_acts_for_the_own_offices_only() -> None:
    organisation.appoint_clerk(login_id=7, name="Anke Berger", units=("buergeramt",), actor=SYSTEM, now=NOW)

    clerk = organisation.clerk_of_login(7)
    assert clerk is not None
    actor = organisation.actor_of_clerk(clerk)
    assert ("clerk", "mainz", {"buergeramt"}, {"clerk"}) == (actor.kind, actor.municipality, actor.units, actor.roles)


def test_login_of_nobody_in_the_town_hall_is_no_clerk() -> None:
    assert organisation.clerk_of_login(99) is None


def test_same_appointment_again_tells_nothing() -> None:
    for _ in range(2):
        organisation.appoint_clerk(login_id=7, name="Anke Berger", units=("buergeramt",), actor=SYSTEM, now=NOW)

    clerk = organisation.clerk_of_login(7)
    assert clerk is not None
    assert 1 == len(platform.timeline("mainz", f"clerk:{clerk.id}"))


def test_clerk_cannot_be_appointed_to_an_office_of_another_town() -> None:
    with pytest.raises(NotFound):
        organisation.appoint_clerk(
            login_id=8, name="Falk Sommer", units=("hauptamt",), actor=Actor.system("musterstadt"), now=NOW
        )


def test_clerk_of_another_town_is_not_found() -> None:
    organisation.appoint_clerk(login_id=7, name="Anke Berger", units=("buergeramt",), actor=SYSTEM, now=NOW)
    clerk = organisation.clerk_of_login(7)
    assert clerk is not None

    with pytest.raises(NotFound):
        organisation.get_clerk("musterstadt", clerk.id)


def test_clerks_of_an_office_are_listed_by_name() -> None:
    organisation.appoint_clerk(login_id=7, name="Noll", units=("buergeramt",), actor=SYSTEM, now=NOW)
    organisation.appoint_clerk(login_id=8, name="Kaya", units=("verkehrswesen", "buergeramt"), actor=SYSTEM, now=NOW)
    organisation.appoint_clerk(login_id=9, name="Thelen", units=("steuern",), actor=SYSTEM, now=NOW)

    assert ["Kaya", "Noll"] == [clerk.name for clerk in organisation.list_clerks("mainz", "buergeramt")]


def test_demo_clerks_work_only_for_offices_that_exist() -> None:
    for town in ("mainz", "musterstadt"):
        demo = organisation.read_demo_clerks(folder=TOWNS / town)
        known = {unit.key for unit in organisation.list_units(town)}

        assert set() == {unit for clerk in demo for unit in clerk.units} - known
        assert len(demo) == len({clerk.totp_secret for clerk in demo})
