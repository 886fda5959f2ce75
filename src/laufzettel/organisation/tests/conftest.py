from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from laufzettel.organisation import api as organisation

TOWNS = Path(__file__).resolve().parents[4] / "municipalities"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_snapshot() -> Iterator[None]:
    organisation.forget_offices()
    yield
    organisation.forget_offices()


@pytest.fixture
def towns(db: None) -> None:
    for key in ("mainz", "musterstadt"):
        organisation.load_municipality(folder=TOWNS / key, now=NOW)
