"""The door of `submissions`: drafts, uploads, binding submission, the applicant's copy, access of guests."""

from laufzettel.packages import noun_of
from laufzettel.submissions.actions.attachments import add_attachment, add_later_attachment, remove_attachment
from laufzettel.submissions.actions.copy import make_copy
from laufzettel.submissions.actions.drafts import (
    adopt_draft,
    delete_draft,
    delete_drafts_of_account,
    fill_in_known,
    save_page,
    start_draft,
    store_look_up,
)
from laufzettel.submissions.actions.expire import delete_drafts_due, remove_blobs_of_nobody, wrap_drafts_anew
from laufzettel.submissions.actions.submit import submit
from laufzettel.submissions.domain import AttachmentView, DraftView, SubmissionView, say_size, shown_computed, told_path
from laufzettel.submissions.guests import codes_after_account, open_as_guest, take_access_code
from laufzettel.submissions.naming import Purpose, form_of, item_name, purposes, title_for
from laufzettel.submissions.queries import (
    CopyView,
    EarlierAnswer,
    access_attachment,
    access_draft,
    access_submission,
    account_facts,
    earlier_answers,
    find_copy,
    find_submission_of_draft,
    get_submission,
    largest_upload,
    later_attachments,
    list_drafts,
    list_submissions,
    original_title,
    read_attachment,
    submission_of_subject,
)

__all__ = [
    "AttachmentView",
    "CopyView",
    "DraftView",
    "EarlierAnswer",
    "Purpose",
    "SubmissionView",
    "access_attachment",
    "access_draft",
    "access_submission",
    "account_facts",
    "add_attachment",
    "add_later_attachment",
    "adopt_draft",
    "codes_after_account",
    "delete_draft",
    "delete_drafts_of_account",
    "delete_drafts_due",
    "fill_in_known",
    "earlier_answers",
    "find_copy",
    "find_submission_of_draft",
    "form_of",
    "get_submission",
    "item_name",
    "largest_upload",
    "later_attachments",
    "list_drafts",
    "list_submissions",
    "make_copy",
    "noun_of",
    "open_as_guest",
    "original_title",
    "purposes",
    "read_attachment",
    "remove_attachment",
    "remove_blobs_of_nobody",
    "save_page",
    "shown_computed",
    "say_size",
    "start_draft",
    "store_look_up",
    "submission_of_subject",
    "submit",
    "told_path",
    "take_access_code",
    "title_for",
    "wrap_drafts_anew",
]
