"""Put a message into a mailbox."""

from dataclasses import dataclass
from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict
from laufzettel.messaging import domain, models
from laufzettel.messaging.actions import deliver
from laufzettel.messaging.conf import conf
from laufzettel.messaging.domain import Recipient
from laufzettel.messaging.events import MessageSent, NotificationFailed
from laufzettel.platform.api import action, defer


@dataclass(frozen=True, kw_only=True)
class _Content:
    kind: str
    title: str
    text: str
    document_ids: tuple[int, ...]


def send(
    *,
    subject: str,
    municipality: str,
    recipient: Recipient,
    key: str,
    kind: str,
    title: str,
    text: str,
    actor: Actor,
    now: datetime,
    document_ids: tuple[int, ...] = (),
    notify: bool = True,
) -> MessageSent:
    """Provide a message to its recipient and, if wanted, tell them by a notification that contains nothing of it.

    Sent once per subject and key; a repeated call returns the first call's event. Raises `Invalid` for a message
    that lacks something and `Conflict` when the key stands for another message.
    """
    content = _Content(
        kind=kind, title=domain.one_line(title), text=text.replace("\0", ""), document_ids=tuple(document_ids)
    )
    told = _send(
        subject=subject,
        municipality=municipality,
        recipient=recipient,
        key=key,
        content=content,
        is_notified=notify,
        actor=actor,
        now=now,
    )
    return told[0] if told else _as_sent_before(municipality, subject, key, content)


@action("messaging.send", by=("system", "clerk"))
def _send(
    *,
    subject: str,
    municipality: str,
    recipient: Recipient,
    key: str,
    content: _Content,
    is_notified: bool,
    actor: Actor,
    now: datetime,
) -> tuple[MessageSent] | tuple[MessageSent, NotificationFailed] | None:
    domain.check_message(key=key, title=content.title, text=content.text)
    message, is_new = models.Message.objects.get_or_create(
        municipality=municipality,
        subject=subject,
        key=key,
        defaults={
            "kind": content.kind,
            "account_id": recipient.account_id or "",
            "recipient_name": recipient.name[:200],
            "title": content.title,
            "text": content.text,
            "document_ids": list(content.document_ids),
            "sent_by": f"{actor.kind}:{actor.key}"[:80],
            "provided_at": now,
        },
    )
    if not is_new:
        return None

    address = domain.mail_address(recipient.email) if is_notified else None
    if address:
        _order_notification(message, address)
    sent = _event(message, is_notified=address is not None)
    if is_notified and recipient.email and not address:
        failed = NotificationFailed(
            subject=subject, municipality=municipality, message_id=message.pk, key=key, reason="unusable address"
        )
        return sent, failed
    return (sent,)


def _order_notification(message: models.Message, address: str) -> None:
    notification = models.Notification.objects.create(message=message, channel=conf().channel, address=address)
    defer(deliver.notify, notification_id=notification.pk)


def _as_sent_before(municipality: str, subject: str, key: str, content: _Content) -> MessageSent:
    message = models.Message.objects.get(municipality=municipality, subject=subject, key=key)
    if (message.title, message.text) != (content.title, content.text):
        raise Conflict("Unter diesem Schlüssel wurde schon eine andere Nachricht gesendet.")
    is_notified = models.Notification.objects.filter(message=message).exists()
    return _event(message, is_notified=is_notified)


def _event(message: models.Message, *, is_notified: bool) -> MessageSent:
    return MessageSent(
        subject=message.subject,
        municipality=message.municipality,
        message_id=message.pk,
        key=message.key,
        message_kind=message.kind,
        is_notified=is_notified,
    )
