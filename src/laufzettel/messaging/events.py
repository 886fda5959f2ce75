"""What `messaging` tells."""

from dataclasses import dataclass

from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """A message lies ready for its recipient (provision, Bereitstellung)."""

    message_id: int
    key: str
    message_kind: str
    is_notified: bool


@dataclass(frozen=True, kw_only=True)
class RecipientNotified(Event):
    """The mail server took the notification that there is a message."""

    message_id: int
    key: str


@dataclass(frozen=True, kw_only=True)
class NotificationFailed(Event):
    """The notification can never be delivered; the message itself still lies ready."""

    message_id: int
    key: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MessageRead(Event):
    """The recipient opened a message for the first time (first retrieval, Abruf)."""

    message_id: int
    key: str
    message_kind: str
