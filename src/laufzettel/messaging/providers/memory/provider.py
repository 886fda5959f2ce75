"""The twin of every channel: keeps what it was given, for tests and for trying things out."""

from laufzettel.messaging.provider import NotDelivered, OutgoingNotification, Transport


class Provider:
    """Keep notifications in memory; `fail_with` makes the next deliveries fail."""

    key = "memory"

    def __init__(self, *, transport: Transport | None = None) -> None:
        self.delivered: list[OutgoingNotification] = []
        self.fail_with: NotDelivered | None = None

    def deliver(self, notification: OutgoingNotification) -> None:
        """Keep one notification; see `Channel.deliver`."""
        headers = (notification.message_id, notification.sender, notification.to, notification.subject)
        if any("\r" in header or "\n" in header for header in headers):
            raise NotDelivered("line break in a header", is_permanent=True)
        if self.fail_with is not None:
            raise self.fail_with
        self.delivered.append(notification)
