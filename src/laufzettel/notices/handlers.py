"""Reactions of the notices to events from below."""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.messaging.events import MessageRead
from laufzettel.notices.actions.serve import mark_retrieved
from laufzettel.notices.models import Notice


def note_retrieval(event: MessageRead, *, now: datetime) -> None:
    """Remember that the recipient opened the message with a notice."""
    notice_id = (
        Notice.objects.filter(municipality=event.municipality, subject=event.subject, message_id=str(event.message_id))
        .values_list("pk", flat=True)
        .first()
    )
    if notice_id is not None:
        mark_retrieved(notice_id=notice_id, actor=Actor.system(event.municipality), now=now)
