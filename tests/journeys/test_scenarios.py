"""Every scenario of the services in Mainz, once through the real doors: the pure engines told the truth."""

from collections.abc import Iterator
from typing import Any

import pytest

from laufzettel import packages
from laufzettel.notices.models import Notice
from laufzettel.packages import Package, Scenario
from laufzettel.payments import api as payments
from laufzettel.platform import api as platform
from laufzettel.records import api as records
from tests.journeys.conftest import ROOT, Outside, offer
from tests.journeys.real_play import RealPlay, notice_text, squeezed

TOWN = "mainz"
OVERLAYS = ROOT / "municipalities" / TOWN / "services"


def stories() -> Iterator[Any]:
    """Give every scenario of every service that Mainz offers."""
    for overlay in sorted(OVERLAYS.glob("*.yaml")):
        package = packages.load(ROOT / "services" / overlay.stem, overlay)
        for scenario in package.scenarios:
            name = scenario.file.rpartition("/")[2].removesuffix(".yaml")
            yield pytest.param(package, scenario, id=f"{package.key}:{name}")


@pytest.mark.parametrize(("package", "scenario"), list(stories()))
def test_scenario_goes_the_same_way_through_the_real_doors(
    outside: Outside, package: Package, scenario: Scenario
) -> None:
    offer(TOWN, package.key)
    play = RealPlay(
        town=TOWN,
        package=package,
        scenario=scenario,
        twins=outside.twins,
        payment_service=outside.payment_service,
    )

    play.run()

    expected = scenario.expect
    if expected["state"] == "not_submitted":
        found = {item.path for item in play.problems}
        assert {item["path"] for item in expected.get("problems", ())} == found
        return
    assert () == play.problems
    check_waiting(play, expected)
    check_money(play, expected)
    check_notices(play, expected)
    check_end(play, expected)


def check_waiting(play: RealPlay, expected: Any) -> None:
    if "waiting_for" in expected:
        assert expected["waiting_for"] in play.open_steps()
    if "decision" in expected:
        assert expected["decision"] == play.case.decision.get("outcome")


def check_money(play: RealPlay, expected: Any) -> None:
    claim = payments.claim_of(play.subject)
    if expected.get("charged"):
        assert claim is not None
        assert expected["charged"] == claim.amount
    if "paid" in expected:
        assert expected["paid"] == bool(claim and claim.receipt)


def check_notices(play: RealPlay, expected: Any) -> None:
    wanted = expected.get("notice") or []
    for item in wanted if isinstance(wanted, list) else [wanted]:
        row = Notice.objects.get(subject=play.subject, content__key=item["template"])
        assert "" != row.sealed_blob
        for part in item.get("contains", ()):
            assert squeezed(part) in notice_text(row)
        for part in item.get("lacks", ()):
            assert squeezed(part) not in notice_text(row)
    if expected.get("no_notice"):
        assert 0 == Notice.objects.filter(subject=play.subject).count()


def check_end(play: RealPlay, expected: Any) -> None:
    if expected["state"] == "closed":
        play.finish()
    assert expected["state"] == play.case.state
    if expected["state"] != "open":
        assert records.get_record_file(TOWN, play.subject).is_closed == (play.open_steps() == [])
    assert platform.verify_audit(TOWN).ok
