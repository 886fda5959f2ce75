"""Prove that somebody reads an e-mail address: a code goes there and comes back in the same browser."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from laufzettel.accounts import codes, mail
from laufzettel.accounts.conf import read_conf
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say
from laufzettel.platform import api as platform

VALID_MINUTES = 15
_TRIES = 5


def send_code(*, email: str, town: str, client: str, now: datetime) -> dict[str, str]:
    """Send a code to an address and return what the session must keep until it is typed.

    The same happens for addresses with and without an account: what follows, only who reads the mail learns. `town`
    is the name of the town in the mail, `client` the address of the browser. Raises `Refused` for what is no address,
    after too many mails and where there are no such accounts, `Unavailable`
    when the mail cannot be sent. Call outside of a transaction.
    """
    require_email_accounts()
    tidy, conf = tidy_address(email), read_conf()
    limits = ((f"confirm:{client}", conf.mails_per_address), (f"confirm-mail:{tidy}", conf.mails))
    hits = [platform.hit_limit(key, limit=limit, per_seconds=3600, now=now) for key, limit in limits]
    if any(hits):
        raise Refused(say("Wir haben schon mehrere E-Mails verschickt. Bitte warten Sie eine Stunde."))
    code, salt = codes.new_mailed_code(), secrets.token_hex(16)
    mail.send(
        to=tidy,
        subject=say("Ihr Bestätigungscode: {code}", code=f"{code[:4]} {code[4:]}"),
        text=say(
            "Guten Tag,\n\n"
            "Ihr Code für das Konto bei {town} lautet: {code}\n\n"
            "Er gilt {minutes} Minuten und nur in dem Browser, in dem Sie ihn angefordert haben. Geben Sie ihn "
            "niemandem weiter. Haben Sie keinen Code angefordert? Dann können Sie diese E-Mail löschen.",
            town=town,
            code=f"{code[:4]} {code[4:]}",
            minutes=VALID_MINUTES,
        ),
    )
    until = (now + timedelta(minutes=VALID_MINUTES)).isoformat()
    return {"email": tidy, "salt": salt, "hash": codes.hash_of(code, about=salt), "until": until}


def confirm_code(*, kept: Mapping[str, str], code: str, now: datetime) -> str:
    """Return the address that is proved by the typed code; raises `Refused` when it is wrong, old or tried too often.

    Call outside of a transaction, because a count must outlive the error.
    """
    if not kept or now > datetime.fromisoformat(kept["until"]):
        raise Refused(say("Der Code ist abgelaufen. Lassen Sie sich einen neuen schicken."))
    if platform.hit_limit(f"confirm-code:{kept['salt']}", limit=_TRIES, per_seconds=86400, now=now):
        raise Refused(say("Das waren zu viele Versuche. Lassen Sie sich einen neuen Code schicken."))
    if not codes.is_same(code, kept["hash"], about=kept["salt"]):
        raise Refused(say("Der Code stimmt nicht. Prüfen Sie die Ziffern aus der neuesten E-Mail."))
    return kept["email"]


def require_email_accounts() -> None:
    """Raise `Refused` where the operator wants no accounts with e-mail address and password."""
    if not read_conf().email_accounts:
        raise Refused(say("Konten mit E-Mail-Adresse und Passwort gibt es hier nicht. Melden Sie sich anders an."))


def tidy_address(text: str) -> str:
    """Return an e-mail address as it is stored; raises `Refused` when it cannot be one."""
    tidy = text.strip().lower()
    try:
        validate_email(tidy)
    except ValidationError:
        raise Refused(say("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")) from None
    return tidy
