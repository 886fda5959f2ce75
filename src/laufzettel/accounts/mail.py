"""E-mails about an account itself, which must arrive before anybody is signed in."""

import smtplib

from django.core.mail import EmailMessage

from laufzettel.kernel.errors import Unavailable
from laufzettel.kernel.language import say


def send(*, to: str, subject: str, text: str) -> None:
    """Send a mail at once; raises `Unavailable` when the mail server does not take it."""
    try:
        EmailMessage(subject=subject, body=text, to=[to], headers={"Auto-Submitted": "auto-generated"}).send()
    except (smtplib.SMTPException, OSError) as error:
        raise Unavailable(say("Wir können gerade keine E-Mail verschicken. Bitte versuchen Sie es später.")) from error
