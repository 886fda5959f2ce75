"""Note that a recipient has opened a message."""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.messaging import models, queries
from laufzettel.messaging.events import MessageRead
from laufzettel.platform.api import action


@action("messaging.mark_read", by=("account", "guest"))
def mark_read(*, message_id: int, actor: Actor, now: datetime, subject: str | None = None) -> MessageRead | None:
    """Note the first retrieval of a message by its recipient; None when it was opened before.

    A guest needs `subject`, to which the caller has checked the access. Raises `NotFound` for anybody but the
    recipient.
    """
    message = queries.access_message(actor, message_id, subject=subject)
    unread = models.Message.objects.filter(pk=message.id, first_retrieved_at=None)
    if not unread.update(first_retrieved_at=now):
        return None
    return MessageRead(
        subject=message.subject,
        municipality=actor.municipality,
        message_id=message.id,
        key=message.key,
        message_kind=message.kind,
    )
