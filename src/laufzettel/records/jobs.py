"""Background work of `records`."""

import logging
from datetime import datetime

from laufzettel.platform.api import job
from laufzettel.records import queries

log = logging.getLogger(__name__)


@job("records.verify_blobs", attempts=1, every="41 2 * * *")
def verify_all_blobs(*, now: datetime) -> None:
    """Check every night that all filed contents are still what was filed; writes each problem into the log."""
    for municipality in queries.list_municipalities():
        report = queries.verify_blobs(municipality)
        log.info("records of %s: %d contents checked, %d problems", municipality, report.checked, len(report.problems))
        for problem in report.problems:
            log.error(
                "records of %s: content %s of document %d (%s) is %s",
                *(municipality, problem.blob, problem.document_id, problem.subject, problem.problem),
            )
