"""The door of `messaging`: send a message, read the mailbox, note that it was read, take feedback."""

from laufzettel.messaging.actions.feedback import Feedback, give_feedback
from laufzettel.messaging.actions.mark_read import mark_read
from laufzettel.messaging.actions.send import send
from laufzettel.messaging.domain import Recipient
from laufzettel.messaging.queries import (
    MessageView,
    access_message,
    count_unread,
    find_message,
    mailbox,
    messages_of,
)

__all__ = [
    "Feedback",
    "MessageView",
    "Recipient",
    "access_message",
    "count_unread",
    "find_message",
    "give_feedback",
    "mailbox",
    "mark_read",
    "messages_of",
    "send",
]
