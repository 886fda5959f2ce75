"""For tests: run waiting jobs in the test's own connection, as a worker would."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime

from django.db import connection
from procrastinate.contrib.django import app as queue

from laufzettel.platform import clock

_NEXT = """
    SELECT id, task_name, args FROM procrastinate_jobs
     WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s) ORDER BY priority DESC, id LIMIT 1
"""


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let the clock go on from `moment` until the end of the block."""
    before = clock._OFFSET
    clock._OFFSET = moment - datetime.now(UTC)
    try:
        yield
    finally:
        clock._OFFSET = before


def lose_jobs() -> None:
    """Let every waiting job fail for good, as after an outage that outlived all attempts."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'doing'")


def run_jobs(now: datetime | None = None, *, limit: int = 500, times: int = 1) -> list[str]:
    """Run jobs until none is due at `now` (default: the clock) and return their names in order; `now` is their clock.

    With `times` 2 each job runs twice, as after a crash between its end and the note that it has ended.

    Raises what a job raises, and `AssertionError` when there is no end after `limit` jobs.
    """
    with clock_at(now) if now else nullcontext():
        return _run_jobs(now or clock.now(), limit, times)


def _run_jobs(now: datetime, limit: int, times: int) -> list[str]:
    ran: list[str] = []
    while len(ran) < limit:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [now])
            row = cursor.fetchone()
            if row is None:
                return ran
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [row[0]])
        arguments = row[2] if isinstance(row[2], dict) else json.loads(row[2])
        for _ in range(times):
            queue.tasks[row[1]].func(**arguments)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [row[0]])
        ran.append(row[1])
    raise AssertionError(f"no end after {limit} jobs: {ran[-10:]}")
