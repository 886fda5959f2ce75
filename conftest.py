"""What every test relies on, wherever it stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

_APPS = Path(__file__).parent / "src"

_QUEUE = "procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers"


@pytest.fixture(autouse=True)
def _empty_queue_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the queue after a test that really committed: Django flushes only tables it manages."""
    yield
    marker = request.node.get_closest_marker("django_db")
    has_committed = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if has_committed:
        from django.db import connection

        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {_QUEUE} CASCADE")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the apps, then the slow files: what takes long must not come last and alone while a worker rests.

    The apps come first because Django's database refuses to work in a process in which a browser was opened.
    """
    items.sort(key=lambda item: (_APPS not in item.path.parents, item.get_closest_marker("slow") is None))
