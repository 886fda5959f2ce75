from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from laufzettel.catalogue import queries as published_packages

PACKAGES = Path(__file__).with_name("packages")
BICYCLE = PACKAGES / "fahrrad-registrieren"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_parsed_packages() -> Iterator[None]:
    published_packages._parsed.cache_clear()
    yield
    published_packages._parsed.cache_clear()
