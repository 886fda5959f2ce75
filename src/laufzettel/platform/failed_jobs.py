"""Jobs that used up their attempts: for an operator to see and to start again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

_FAILED = """
    SELECT job.id, job.task_name, job.args, job.attempts, max(event.at)
      FROM procrastinate_jobs job LEFT JOIN procrastinate_events event ON event.job_id = job.id
     WHERE job.status = 'failed' GROUP BY job.id ORDER BY job.id
"""
# The attempts start anew, otherwise the next trouble would be the last.
_RETRY = """
    UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL, worker_id = NULL
     WHERE id = %s AND status = 'failed'
"""


@dataclass(frozen=True, kw_only=True)
class FailedJob:
    """A job that nobody tries again by itself; `failed_at` is its last event."""

    id: int
    name: str
    arguments: Mapping[str, Any]
    attempts: int
    failed_at: datetime | None


def failed_jobs() -> tuple[FailedJob, ...]:
    """List the jobs that used up their attempts, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED)
        return tuple(
            FailedJob(id=id, name=name, arguments=_read(arguments), attempts=attempts, failed_at=failed_at)
            for id, name, arguments, attempts, failed_at in cursor.fetchall()
        )


def _read(arguments: str | dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(arguments)) if isinstance(arguments, str) else arguments


def retry_failed_job(job_id: int) -> bool:
    """Put a failed job back into the queue; False when it is not failed, or the same work is waiting already."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_RETRY, [job_id])
            return bool(cursor.rowcount)
    except IntegrityError:
        return False
