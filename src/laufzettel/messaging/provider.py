"""The seam of notifications: what a channel (e-mail, later SMS or a citizen account) must be able to do."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class OutgoingNotification:
    """One notification, complete: `message_id` is its name for ever, in angle brackets as mail headers want it."""

    message_id: str
    sender: str
    to: str
    subject: str
    text: str


class NotDelivered(Exception):
    """A channel could not hand over a notification; `is_permanent` says that trying again is of no use."""

    def __init__(self, reason: str, *, is_permanent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_permanent = is_permanent


class Channel(Protocol):
    """A way to tell a person that there is a message."""

    def deliver(self, notification: OutgoingNotification) -> None:
        """Hand over one notification; on return the counterpart has accepted it.

        Raises `NotDelivered`. Called again with the same `message_id` after a crash the channel may deliver twice,
        but must pass the `message_id` on unchanged, so that the receiver can recognise the second one.
        Line breaks in address, sender or subject are refused as permanent.
        """
        ...


class Transport(Protocol):
    """What the e-mail channel needs from its surroundings: a function that sends one finished e-mail."""

    def __call__(self, notification: OutgoingNotification) -> None:
        """Send it; raises `smtplib.SMTPException` or `OSError` when that fails."""
        ...
