"""The door of the platform: what every app builds its verbs, reactions, jobs and blobs with."""

from laufzettel.platform.action import action
from laufzettel.platform.audit import AuditReport, anchor_heads, verify_audit
from laufzettel.platform.authority import Authority, authority
from laufzettel.platform.blobs import blob_size, put_blob, read_blob, remove_blob
from laufzettel.platform.clock import now
from laufzettel.platform.crash import crash_point
from laufzettel.platform.domain import EventRecord
from laufzettel.platform.failed_jobs import FailedJob, failed_jobs, retry_failed_job
from laufzettel.platform.jobs_registry import TWO_WEEKS, defer, job
from laufzettel.platform.journal import on, tell
from laufzettel.platform.limits import hit_limit
from laufzettel.platform.queries import timeline, was_told
from laufzettel.platform.rows import has_row, insert_rows, select_rows
from laufzettel.platform.unit_of_work import keep, kept

__all__ = [
    "AuditReport",
    "Authority",
    "EventRecord",
    "FailedJob",
    "TWO_WEEKS",
    "action",
    "anchor_heads",
    "authority",
    "blob_size",
    "crash_point",
    "defer",
    "failed_jobs",
    "has_row",
    "hit_limit",
    "insert_rows",
    "job",
    "keep",
    "kept",
    "now",
    "on",
    "put_blob",
    "read_blob",
    "remove_blob",
    "retry_failed_job",
    "select_rows",
    "tell",
    "timeline",
    "verify_audit",
    "was_told",
]
