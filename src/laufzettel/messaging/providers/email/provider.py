"""Notifications by e-mail, over whatever transport the installation has."""

import smtplib

from laufzettel.messaging.provider import NotDelivered, OutgoingNotification, Transport

_FIRST_PERMANENT_CODE = 500


class Provider:
    """Send notifications by e-mail."""

    key = "email"

    def __init__(self, *, transport: Transport) -> None:
        self._transport = transport

    def deliver(self, notification: OutgoingNotification) -> None:
        """Hand one e-mail to the mail server; see `Channel.deliver`."""
        headers = (notification.message_id, notification.sender, notification.to, notification.subject)
        if any("\r" in header or "\n" in header for header in headers):
            raise NotDelivered("line break in a header", is_permanent=True)
        try:
            self._transport(notification)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            is_permanent = all(code >= _FIRST_PERMANENT_CODE for code in codes)
            raise NotDelivered("recipient refused", is_permanent=is_permanent) from error
        except (smtplib.SMTPException, OSError) as error:
            # The settings or the server are wrong, not the recipient: that can be put right, so try again later.
            raise NotDelivered(type(error).__name__, is_permanent=False) from error
