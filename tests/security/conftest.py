"""A world for the security tests, built once."""

from pathlib import Path

import pytest

from tests import live
from tests.journeys import stories
from tests.security import people


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder: it looks at a whole running installation."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def world(live_demo: live.LiveDemo, clerks: stories.Clerks) -> people.World:
    """Give a town in which a guest and an account have a decided matter, an open one and a draft."""
    return people.build(live_demo, clerks)
