"""Background work: a job is waiting from the very moment its cause is committed."""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import procrastinate
from django.db import close_old_connections, connection, transaction
from procrastinate import jobs as procrastinate_jobs
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager

from laufzettel.platform import clock, unit_of_work
from laufzettel.platform.crash import crash_point

Job = Callable[..., None]
LONGEST_WAIT_SECONDS = 3600
# Attempts for work that must outlive a long outage: twelve in the first two hours, then hourly.
TWO_WEEKS = 12 + 14 * 24
# In a worker, the queue itself speaks through connections of its own: a job put there would be seen before its cause
# is committed, and stay when the cause is rolled back.
_in_this_transaction = JobManager(DjangoConnector())


class Patient(procrastinate.BaseRetryStrategy):
    """Try again after 1, 2, 4 … seconds, at most hourly, until `attempts` tries are used up."""

    def __init__(self, *, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(
        self, *, exception: BaseException, job: procrastinate_jobs.Job
    ) -> procrastinate.RetryDecision | None:
        """Say when the failed job is tried again, or None to give it up for an operator to look at."""
        if job.attempts >= self.attempts:
            return None
        return procrastinate.RetryDecision(retry_in={"seconds": min(2**job.attempts, LONGEST_WAIT_SECONDS)})


def job(name: str, *, attempts: int = 30, every: str | None = None) -> Callable[[Job], Job]:
    """Make a function background work under the stable name `<app>.<what>`.

    The function receives `now` and its JSON arguments by keyword and must be harmless when run again: after a
    crash it is. `every` makes it periodic (cron with an optional sixth field for seconds).
    """

    def register(function: Job) -> Job:
        @functools.wraps(function)
        def run(**arguments: Any) -> None:
            crash_point(f"job:{name}:start")
            arguments.pop("timestamp", None)
            if not connection.in_atomic_block:
                close_old_connections()
            try:
                function(now=clock.now(), **arguments)
            finally:
                if not connection.in_atomic_block:
                    close_old_connections()
            crash_point(f"job:{name}:end")

        task: Any = queue.task(name=name, retry=Patient(attempts=attempts))(run)
        if every:
            queue.periodic(cron=every)(task)
        run.task_name = name  # type: ignore[attr-defined]
        return run

    return register


def defer(
    function: Job, *, lock: str | None = None, once_key: str | None = None, at: datetime | None = None, **arguments: Any
) -> None:
    """Put background work into the queue, in the transaction of its cause.

    `lock`: jobs with the same lock run one after the other in the order of their causes (never together with `at`,
    because a job waiting for its hour would hold up those behind it). `once_key`: do nothing while a job with this
    key is already waiting. `at`: not before this moment.
    """
    if lock and at:
        raise ValueError("a job with a lock cannot wait for an hour")
    task = queue.tasks[function.task_name]  # type: ignore[attr-defined]
    waiting = task.configure(lock=lock, queueing_lock=once_key, schedule_at=at).make_new_job(**arguments)
    work = unit_of_work.current()
    if work is None or once_key:
        _enqueue_alone(waiting)
    else:
        work.jobs.append(waiting)


def _enqueue_alone(waiting: procrastinate_jobs.Job) -> None:
    try:
        with transaction.atomic():
            _in_this_transaction.batch_defer_jobs([waiting])
    except AlreadyEnqueued:
        return


def enqueue(waiting: list[procrastinate_jobs.Job]) -> None:
    """Write jobs into the queue with one statement."""
    if waiting:
        _in_this_transaction.batch_defer_jobs(waiting)


def rescue_stalled(*, silent_seconds: int) -> int:
    """Give the jobs of workers that have been silent for so many seconds back to the queue; return how many."""
    from asgiref.sync import async_to_sync

    # The coroutines of this connector only wrap synchronous calls.
    stalled = async_to_sync(_in_this_transaction.get_stalled_jobs)(seconds_since_heartbeat=silent_seconds)
    count = 0
    for found in stalled:
        if found.id is not None:
            _in_this_transaction.retry_job_by_id(found.id, retry_at=clock.now() - timedelta(seconds=1))
            count += 1
    return count
