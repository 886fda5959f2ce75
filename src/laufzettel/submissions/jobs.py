"""Background work of `submissions`, imported here so that workers know it."""

from laufzettel.submissions.actions.copy import make_copy, watch_copies
from laufzettel.submissions.actions.expire import delete_expired_drafts, empty_quarantine, remove_loose_blobs, wrap_anew
from laufzettel.submissions.actions.resume import send_reminders

__all__ = [
    "delete_expired_drafts",
    "empty_quarantine",
    "make_copy",
    "remove_loose_blobs",
    "send_reminders",
    "watch_copies",
    "wrap_anew",
]
