"""Reading messages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import say
from laufzettel.messaging.models import Message


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """A message as its recipient and the case see it; the three moments are what serving rules count from."""

    id: int
    subject: str
    key: str
    kind: str
    title: str
    text: str
    document_ids: tuple[int, ...]
    account_id: str | None
    recipient_name: str
    provided_at: datetime
    notified_at: datetime | None
    first_retrieved_at: datetime | None

    @property
    def is_read(self) -> bool:
        """Say whether the recipient has opened it."""
        return self.first_retrieved_at is not None


def mailbox(
    account_id: str, municipality: str, *, companies: Collection[str] = (), limit: int = 200
) -> tuple[MessageView, ...]:
    """List the messages of an account and of its `companies` in a town, the newest first, at most `limit`."""
    boxes = [box for box in (account_id, *sorted(companies)) if box]
    rows = Message.objects.filter(municipality=municipality, account_id__in=boxes)
    return tuple(_view(row) for row in rows.order_by("-id")[:limit])


def count_unread(account_id: str, municipality: str) -> int:
    """Count the messages of an account in a town that were never opened."""
    rows = Message.objects.filter(municipality=municipality, account_id=account_id, first_retrieved_at=None)
    return rows.exclude(account_id="").count()


def messages_of(municipality: str, subject: str) -> tuple[MessageView, ...]:
    """List all messages about a subject, the oldest first; the caller has checked who may see the subject."""
    rows = Message.objects.filter(municipality=municipality, subject=subject)
    return tuple(_view(row) for row in rows.order_by("id"))


def find_message(municipality: str, subject: str, key: str) -> MessageView | None:
    """Return the message about a subject with this key, or None."""
    row = Message.objects.filter(municipality=municipality, subject=subject, key=key).first()
    return _view(row) if row else None


def access_message(actor: Actor, message_id: int, *, subject: str | None = None) -> MessageView:
    """Return a message of which the actor is the recipient; raises `NotFound` for every other.

    An account sees its own messages. A guest sees the messages to a guest about `subject`, to which the caller
    has checked the access. Clerks and the machine are never recipients.
    """
    rows = Message.objects.filter(municipality=actor.municipality, id=message_id)
    if actor.kind == "account" and actor.key:
        rows = rows.filter(account_id__in=[actor.key, *sorted(actor.reads)])
    elif actor.kind == "guest" and subject:
        rows = rows.filter(account_id="", subject=subject)
    else:
        rows = rows.none()
    row = rows.first()
    if row is None:
        raise NotFound(say("Diese Nachricht gibt es nicht."))
    return _view(row)


def _view(row: Message) -> MessageView:
    return MessageView(
        id=row.pk,
        subject=row.subject,
        key=row.key,
        kind=row.kind,
        title=row.title,
        text=row.text,
        document_ids=tuple(row.document_ids),
        account_id=row.account_id or None,
        recipient_name=row.recipient_name,
        provided_at=row.provided_at,
        notified_at=row.notified_at,
        first_retrieved_at=row.first_retrieved_at,
    )
