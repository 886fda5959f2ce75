"""Rules of messages: who can receive one, what a notification may say, how it is named for ever."""

import hashlib
import re
from dataclasses import dataclass

from laufzettel.kernel.errors import Invalid, Problem

LONGEST_ADDRESS = 254
LONGEST_TITLE = 200
# Deliberately narrower than RFC 5322: no quotes, no comments, no spaces, nothing that could end a header line.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who receives a message: a person with an account, or a guest who reads it with reference and code.

    `email` is where the notification goes; without it, or with one that cannot be used, the message lies ready
    all the same and nobody is notified. `name` never appears in a mail header.
    """

    account_id: str | None = None
    email: str | None = None
    name: str = ""


def mail_address(text: str | None) -> str | None:
    """Return an address we are willing to write to (domain in its ASCII form), or None for anything else."""
    local, at, host = (text or "").strip().rpartition("@")
    try:
        address = f"{local}{at}{host.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return address if len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address) else None


def one_line(text: str) -> str:
    """Return text on one line and without control characters, at most as long as a title may be."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_TITLE]


def check_message(*, key: str, title: str, text: str) -> None:
    """Raise `Invalid` when a message cannot be sent, naming every reason."""
    problems = [
        Problem(path=path, message=message)
        for applies, path, message in (
            (not key.strip(), "key", "Der Nachricht fehlt der Schlüssel."),
            (not title, "title", "Der Betreff fehlt."),
            (not text.strip(), "text", "Die Nachricht ist leer."),
        )
        if applies
    ]
    if problems:
        raise Invalid(tuple(problems))


def mail_message_id(*, municipality: str, subject: str, key: str, host: str) -> str:
    """Return the Message-ID of the notification about a message.

    It depends on nothing but the message, so that a notification sent twice by a crash is recognised as one by
    mail servers and programs that look for duplicates. It reveals neither subject nor key.
    """
    name = hashlib.sha256("\0".join((municipality, subject, key)).encode()).hexdigest()[:40]
    return f"<{name}@{host}>"


def notification_text(*, town: str, portal: str) -> tuple[str, str]:
    """Return subject and text of a notification: that there is a message and where to read it, nothing about it.

    German first, then English: we do not keep which language somebody reads.
    """
    return (
        f"{town}: Neue Nachricht für Sie / New message for you",
        "Guten Tag,\n\n"
        f"{town} hat Ihnen eine Nachricht geschickt.\n\n"
        f"So lesen Sie die Nachricht:\n1. Öffnen Sie {portal}\n"
        "2. Melden Sie sich an. Ohne Konto: Geben Sie Ihre Vorgangsnummer und Ihren Zugangscode ein.\n\n"
        "Aus Gründen des Datenschutzes steht der Inhalt nicht in dieser E-Mail.\n"
        "Bitte antworten Sie nicht auf diese E-Mail.\n\n"
        "-- English --\n\n"
        f"{town} has sent you a message.\n\n"
        f"How to read it:\n1. Open {portal}?sprache=en\n"
        "2. Sign in. Without an account: enter your reference number and your access code.\n\n"
        "To protect your data, this e-mail does not contain the message.\n"
        "Please do not reply to this e-mail.\n",
    )
