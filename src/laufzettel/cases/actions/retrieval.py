"""The last steps of a notice: the applicant opens it, or a clerk gives it to the post."""

from datetime import date, datetime

from laufzettel.cases import access
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import say
from laufzettel.messaging import api as messaging
from laufzettel.notices import api as notices
from laufzettel.platform.api import action


@action("cases.open_notice", by=("account", "guest"))
def open_notice(*, reference: str, notice_id: str, actor: Actor, now: datetime) -> None:
    """Note that the applicant opens a notice: its message counts as read and the notice as retrieved.

    Raises `NotFound` for a foreign case or a notice that is not sealed.
    """
    case = access.access_row(actor, reference)
    notice = notices.get_notice(case.municipality, case.subject, notice_id)
    if not notice.is_sealed:
        raise NotFound(say("Dieses Schreiben gibt es nicht."))
    notices.mark_retrieved(notice_id=notice_id, actor=actor, now=now)
    if notice.message_id:
        messaging.mark_read(message_id=int(notice.message_id), subject=case.subject, actor=actor, now=now)


@action("cases.post_notice", by=("clerk",))
def post_notice(*, reference: str, notice_id: str, posted_on: date, actor: Actor, now: datetime) -> None:
    """Record that the printed notice was given to the post, which starts its serving.

    Raises `NotFound` for a foreign case or notice, `Forbidden` for a unit that only has a task here, and `Refused` when
    it is served already or the day does not fit.
    """
    case = access.access_whole(actor, reference)
    notices.get_notice(case.municipality, case.subject, notice_id)
    notices.mark_posted(municipality=case.municipality, notice_id=notice_id, posted_on=posted_on, actor=actor, now=now)
