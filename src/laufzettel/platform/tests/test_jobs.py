"""A job is in the queue exactly when its cause is in the database, also when the cause is itself a job in a worker."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from procrastinate.contrib.django import app as queue
from procrastinate.testing import InMemoryConnector

from laufzettel.kernel.actor import Actor
from laufzettel.platform import api as platform
from laufzettel.platform.jobs import forget_attempts
from laufzettel.platform.jobs_registry import rescue_stalled

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def worker() -> Iterator[InMemoryConnector]:
    """Let the queue speak through a connection of its own, as it does in a worker."""
    connector = InMemoryConnector()
    with queue.replace_connector(connector):
        yield connector


@platform.action("tests.cause", by=("system",))
def cause(*, fails: bool, actor: Actor, now: datetime) -> None:
    platform.defer(forget_attempts)
    platform.defer(forget_attempts, once_key="once")
    if fails:
        raise ValueError("rolled back")


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'platform.forget_attempts'")
        return int(cursor.fetchone()[0])


def test_job_of_a_cause_that_is_committed_is_waiting(worker: InMemoryConnector) -> None:
    cause(fails=False, actor=Actor.system("mainz"), now=NOW)

    assert (2, {}) == (_waiting(), worker.jobs)


def test_job_of_a_cause_that_is_rolled_back_does_not_exist(worker: InMemoryConnector) -> None:
    with pytest.raises(ValueError, match="rolled back"):
        cause(fails=True, actor=Actor.system("mainz"), now=NOW)

    assert (0, {}) == (_waiting(), worker.jobs)


def test_jobs_of_killed_workers_are_found_in_a_worker(worker: InMemoryConnector) -> None:
    cause(fails=False, actor=Actor.system("mainz"), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
            " WHERE task_name = 'platform.forget_attempts'"
        )

    assert 2 == rescue_stalled(silent_seconds=60)
