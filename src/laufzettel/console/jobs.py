"""`laufzettel jobs`: what the background work gave up, and how it is started again."""

import json
import sys

from laufzettel.console.town import start_django


def show() -> int:
    """List the jobs that used up their attempts; 1 when there are any."""
    start_django()
    from laufzettel.platform import api as platform

    failed = platform.failed_jobs()
    for job in failed:
        at = job.failed_at.isoformat(timespec="seconds") if job.failed_at else "–"
        arguments = json.dumps(dict(job.arguments), sort_keys=True)
        sys.stdout.write(f"{job.id}  {at}  {job.name}  {job.attempts} Versuche / attempts  {arguments}\n")
    sys.stdout.write(f"{len(failed)} gescheitert / failed\n")
    return 1 if failed else 0


def retry(*, ids: list[int]) -> int:
    """Put failed jobs back into the queue, all of them without ids; 1 when one could not be put back."""
    start_django()
    from laufzettel.platform import api as platform

    wanted = ids or [job.id for job in platform.failed_jobs()]
    left = [job_id for job_id in wanted if not platform.retry_failed_job(job_id)]
    for job_id in left:
        sys.stdout.write(f"{job_id}  nicht gescheitert oder wartet schon / not failed, or waiting already\n")
    sys.stdout.write(f"{len(wanted) - len(left)} wieder eingereiht / queued again\n")
    return 1 if left else 0
