"""Reactions to events; wired in `config/wiring.py`."""

from datetime import datetime

from laufzettel.platform import api as platform
from laufzettel.submissions import api
from laufzettel.submissions.events import SubmissionReceived


def produce_copy(event: SubmissionReceived, *, now: datetime) -> None:
    """Have the applicant's copy made (§ 9a (4) OZG); wire it `later`, after the case has opened its file."""
    platform.defer(api.make_copy, submission_id=event.submission_id)
