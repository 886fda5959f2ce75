"""Send one e-mail through the mail settings of the installation."""

from django.core.mail import EmailMessage

from laufzettel.messaging.provider import OutgoingNotification


def send_by_django(notification: OutgoingNotification) -> None:
    """Send a notification as an e-mail; raises `SMTPException` or `OSError` when the mail server does not take it."""
    EmailMessage(
        subject=notification.subject,
        body=notification.text,
        from_email=notification.sender,
        to=[notification.to],
        headers={"Message-ID": notification.message_id, "Auto-Submitted": "auto-generated"},
    ).send()
