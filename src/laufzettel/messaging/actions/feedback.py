"""Pass on to the town what somebody noticed about its pages."""

from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage

from laufzettel.kernel.errors import Refused, Unavailable
from laufzettel.kernel.language import say
from laufzettel.messaging import domain
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform
from laufzettel.platform.api import job

_LONGEST, _LONGEST_PAGE = 4000, 300
_TRIES, _WINDOW_S = 5, 3600


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What somebody wrote about the page `page` (a path); `reply_to` is empty for somebody who wants no answer."""

    text: str
    page: str = ""
    is_barrier: bool = False
    reply_to: str = ""


def give_feedback(feedback: Feedback, *, municipality: str, client: str, now: datetime) -> None:
    """Take feedback for the contact address of a town; `client` is the address that limits count, kept nowhere else.

    Waits in the queue until the mail server takes it, and is deleted there with that. Raises `Refused` for feedback
    without a text, with an unusable address, or for too much of it from one place (5 an hour).
    """
    text = feedback.text.replace("\0", "").strip()
    if not text:
        raise Refused(say("Schreiben Sie, was Ihnen aufgefallen ist."))
    if len(text) > _LONGEST:
        raise Refused(say("Bitte kürzen Sie den Text auf {count} Zeichen.", count=_LONGEST))
    reply_to = domain.mail_address(feedback.reply_to) if feedback.reply_to.strip() else ""
    if reply_to is None:
        raise Refused(say("Prüfen Sie die E-Mail-Adresse, oder lassen Sie das Feld leer."))
    if platform.hit_limit(f"feedback:{client}", limit=_TRIES, per_seconds=_WINDOW_S, now=now):
        raise Refused(say("Von Ihrem Anschluss kamen gerade viele Rückmeldungen. Versuchen Sie es in einer Stunde."))
    platform.defer(
        pass_on,
        municipality=municipality,
        text=text,
        page=domain.one_line(feedback.page)[:_LONGEST_PAGE],
        is_barrier=feedback.is_barrier,
        reply_to=reply_to,
    )


@job("messaging.pass_on_feedback", attempts=200)
def pass_on(*, municipality: str, text: str, page: str, is_barrier: bool, reply_to: str, now: datetime) -> None:
    """Send feedback to the town; raises `Unavailable` to be called again later."""
    to = organisation.get_municipality(municipality).contact.email
    if not to:
        return
    about = "Barriere gemeldet" if is_barrier else "Rückmeldung"
    wanted = f"Antwort erbeten an: {reply_to}" if reply_to else "Keine Antwort gewünscht"
    body = f"{text}\n\n-- \nSeite: {page or 'nicht angegeben'}\n{wanted}\n"
    mail = EmailMessage(
        subject=f"{about} zu den Online-Diensten",
        body=body,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except (SMTPException, OSError) as failure:
        raise Unavailable("Die Rückmeldung wird später weitergegeben.") from failure
