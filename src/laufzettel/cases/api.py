"""The door of `cases`: inbox and case for clerks, own case for applicants, every verb of both."""

from laufzettel.cases.access_log import AccessEntry, access_log
from laufzettel.cases.actions.close_account import close_account, open_matters
from laufzettel.cases.actions.close_case import withdraw
from laufzettel.cases.actions.complete_task import answer_task, assign_to_me, complete_task, give_back
from laufzettel.cases.actions.data_export import delete_data_exports, request_data_export
from laufzettel.cases.actions.decide import decide, release, return_draft
from laufzettel.cases.actions.evidence import add_evidence
from laufzettel.cases.actions.letters import write_to_office
from laufzettel.cases.actions.messages import send_message
from laufzettel.cases.actions.note_view import note_view
from laufzettel.cases.actions.notes import forward, write_note
from laufzettel.cases.actions.questions import answer_query, ask_applicant
from laufzettel.cases.actions.retrieval import open_notice, post_notice
from laufzettel.cases.domain import QueryItem, file_path
from laufzettel.cases.drafting import DecisionPreview
from laufzettel.cases.durations import Durations, durations
from laufzettel.cases.exports import DataExportView, find_data_export, read_data_export
from laufzettel.cases.inbox import Filters, InboxCount, InboxPage, InboxRow, counts, find_references, inbox, services_in
from laufzettel.cases.previewing import preview_decision, proposal_fingerprint
from laufzettel.cases.queries import (
    access_case,
    access_document,
    access_notice,
    access_own_case,
    download_all,
    my_cases,
)
from laufzettel.cases.thread import ThreadEntry
from laufzettel.cases.timeline import TimelineEntry, without_looks
from laufzettel.cases.turn import WhoseTurn
from laufzettel.cases.views import CaseCard, CaseView, Fact, NoteView, OwnCaseView, QueryView, TaskView
from laufzettel.cases.vocabulary import unavailable_words
from laufzettel.cases.withdrawal import WithdrawalEffect, withdrawal_effect

__all__ = [
    "AccessEntry",
    "CaseCard",
    "CaseView",
    "DataExportView",
    "DecisionPreview",
    "Durations",
    "Fact",
    "Filters",
    "InboxCount",
    "InboxPage",
    "InboxRow",
    "NoteView",
    "OwnCaseView",
    "QueryItem",
    "QueryView",
    "TaskView",
    "ThreadEntry",
    "TimelineEntry",
    "WhoseTurn",
    "WithdrawalEffect",
    "access_case",
    "access_document",
    "access_log",
    "access_notice",
    "access_own_case",
    "add_evidence",
    "answer_query",
    "answer_task",
    "ask_applicant",
    "assign_to_me",
    "close_account",
    "complete_task",
    "counts",
    "decide",
    "delete_data_exports",
    "download_all",
    "durations",
    "file_path",
    "find_data_export",
    "find_references",
    "forward",
    "give_back",
    "inbox",
    "my_cases",
    "note_view",
    "open_matters",
    "open_notice",
    "post_notice",
    "preview_decision",
    "proposal_fingerprint",
    "read_data_export",
    "release",
    "request_data_export",
    "return_draft",
    "send_message",
    "services_in",
    "unavailable_words",
    "withdraw",
    "withdrawal_effect",
    "without_looks",
    "write_note",
    "write_to_office",
]
