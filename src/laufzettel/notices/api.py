"""The door of `notices`: decisions, notices, their preview, serving and public verification."""

from laufzettel.notices.actions.decide import decide
from laufzettel.notices.actions.issue import issue
from laufzettel.notices.actions.serve import mark_posted, mark_retrieved, revoke
from laufzettel.notices.domain import Serving
from laufzettel.notices.letter import Letterhead, letterhead, recipient_lines, town_data
from laufzettel.notices.preview import Preview, preview
from laufzettel.notices.queries import (
    DecisionView,
    NoticeView,
    PublicVerification,
    find_decision,
    get_notice,
    has_unserved,
    list_decisions,
    list_notices,
    read_pdf,
    unopened,
    verify_public,
)

__all__ = [
    "DecisionView",
    "Letterhead",
    "NoticeView",
    "Preview",
    "PublicVerification",
    "Serving",
    "decide",
    "find_decision",
    "get_notice",
    "has_unserved",
    "issue",
    "letterhead",
    "list_decisions",
    "list_notices",
    "mark_posted",
    "mark_retrieved",
    "preview",
    "read_pdf",
    "recipient_lines",
    "revoke",
    "town_data",
    "unopened",
    "verify_public",
]
