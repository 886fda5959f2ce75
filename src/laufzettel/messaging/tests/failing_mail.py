"""Mail servers that fail, as Django e-mail backends."""

import smtplib

from django.core.mail.backends.base import BaseEmailBackend


class Away(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages: object) -> int:
        """Fail as an unreachable server does."""
        raise ConnectionRefusedError


class UnknownRecipient(BaseEmailBackend):
    """A mail server that knows no such recipient."""

    def send_messages(self, email_messages: object) -> int:
        """Fail as a server does for an unknown recipient."""
        raise smtplib.SMTPRecipientsRefused({"anna@example.org": (550, b"no such user")})


class FullMailbox(BaseEmailBackend):
    """A mail server that asks to try again later."""

    def send_messages(self, email_messages: object) -> int:
        """Fail as a server does for a full mailbox."""
        raise smtplib.SMTPRecipientsRefused({"anna@example.org": (452, b"mailbox full")})
