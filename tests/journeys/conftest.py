"""What the journeys share: a town with its services, and the outside as twins in memory."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from laufzettel import packages
from laufzettel.automation.testing import Twins, automation_in_memory
from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue import queries as published_packages
from laufzettel.kernel.actor import Actor
from laufzettel.organisation import api as organisation
from laufzettel.packages import Package, Scenario
from laufzettel.payments.providers.memory.provider import MemoryPayments
from laufzettel.payments.testing import payments_in_memory
from laufzettel.platform.authority import authority
from laufzettel.platform.testing import clock_at

ROOT = Path(__file__).resolve().parents[2]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Registers, specialist systems and payment service as twins."""

    twins: Twins
    payment_service: MemoryPayments


@pytest.fixture(scope="session")
def old_authority() -> None:
    """Let the demonstration seal be older than every story: journeys play on days of their own."""
    shutil.rmtree(Path(settings.STATE_DIR) / "authority", ignore_errors=True)
    authority.cache_clear()
    with clock_at(LONG_AGO):
        authority()


@pytest.fixture
def outside(db: None, old_authority: None) -> Iterator[Outside]:
    """Give towns without services, and the outside."""
    published_packages._parsed.cache_clear()
    organisation.forget_offices()
    for town in ("mainz", "musterstadt"):
        organisation.load_municipality(folder=ROOT / "municipalities" / town, now=LONG_AGO)
    with automation_in_memory() as twins, payments_in_memory() as payment_service:
        yield Outside(twins=twins, payment_service=payment_service)
    published_packages._parsed.cache_clear()
    organisation.forget_offices()


def happy_story(key: str, *, town: str = "mainz") -> tuple[Package, Scenario]:
    """Give a service of a town with the shortest scenario that ends with what was applied for."""
    package = packages.load(ROOT / "services" / key, ROOT / "municipalities" / town / "services" / f"{key}.yaml")
    return package, min(filter(_goes_well, package.scenarios), key=lambda item: (len(item.then), item.file))


def _goes_well(scenario: Scenario) -> bool:
    is_undisturbed = not any("hand_over" in happening for happening in scenario.then)
    notice = scenario.expect.get("notice") or {}
    granted = isinstance(notice, dict) and notice.get("template") in {"bescheid", "ausweis", "bescheinigung"}
    return scenario.expect["state"] == "closed" and is_undisturbed and granted


def offer(town: str, key: str) -> None:
    """Publish a service of the product in a town."""
    catalogue.publish(
        municipality=town,
        folder=ROOT / "services" / key,
        overlay=ROOT / "municipalities" / town / "services" / f"{key}.yaml",
        actor=Actor.system(town),
        now=LONG_AGO,
    )
