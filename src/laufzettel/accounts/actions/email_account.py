"""E-mail accounts: set the password behind a proved address, change the address."""

import uuid
from contextlib import suppress
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F

from laufzettel.accounts import mail, models, queries
from laufzettel.accounts.actions.confirm_address import tidy_address
from laufzettel.accounts.domain import EMAIL
from laufzettel.accounts.events import AccountChanged
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound, Refused, Unavailable
from laufzettel.kernel.language import say
from laufzettel.platform.api import action


def set_password(*, email: str, password: str, actor: Actor, now: datetime) -> None:
    """Set the password behind an address that was proved just now; where there is no account yet, it begins.

    All sessions of the account end. Other ways to sign in (app, passkey) stay and are still asked for, so that a
    mailbox alone opens nothing that was protected better. Raises `Refused` when the password is too weak.
    """
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    _set(email=tidy_address(email), password=make_password(password), actor=actor, now=now)


@action("account.set_password", by=("system",))
def _set(*, email: str, password: str, actor: Actor, now: datetime) -> AccountChanged:
    login = models.EmailLogin.objects.select_for_update().filter(email=email).first()
    if login is None:
        account = models.Account.objects.create(
            provider=EMAIL,
            subject_key=str(uuid.uuid4()),
            level="none",
            attributes={"email": email},
            created_at=now,
            signed_in_at=now,
        )
        login = models.EmailLogin(account=account, email=email)
    login.password = password
    login.save()
    return _changed(str(login.account_id), "password", actor)


def change_address(*, email: str, actor: Actor, now: datetime) -> None:
    """Give an e-mail account another address, proved just now; the old one is told.

    Raises `Refused` when the address belongs to another account and `NotFound` for accounts of other providers. All
    other sessions end. Call outside of a transaction: a slow mail server must not hold the account.
    """
    before = queries.get_account(actor.key).email
    _change(email=tidy_address(email), actor=actor, now=now)
    tell_owner(before, say("Die E-Mail-Adresse Ihres Kontos wurde geändert."))


@action("account.change_address", by=("account",))
def _change(*, email: str, actor: Actor, now: datetime) -> AccountChanged:
    login = models.EmailLogin.objects.select_for_update().filter(account_id=actor.key).first()
    if login is None:
        raise NotFound
    if models.EmailLogin.objects.filter(email=email).exclude(pk=login.pk).exists():
        # Whoever gets here reads the mailbox of that address, so nothing is given away.
        raise Refused(say("Mit dieser Adresse gibt es schon ein anderes Konto von Ihnen."))
    login.email = email
    login.save(update_fields=["email"])
    models.Account.objects.filter(pk=actor.key).update(attributes={"email": email})
    return _changed(actor.key, "address", actor)


@action("account.end_sessions", by=("account",))
def end_sessions(*, actor: Actor, now: datetime) -> AccountChanged:
    """End every session of an account, this one too."""
    return _changed(actor.key, "sessions", actor)


def _changed(account_id: str, what: str, actor: Actor) -> AccountChanged:
    models.Account.objects.filter(pk=account_id).update(epoch=F("epoch") + 1)
    return AccountChanged(subject=f"account:{account_id}", municipality=actor.municipality, what=what)


def tell_owner(email: str, sentence: str) -> None:
    """Tell the owner of an account by mail what changed; a mail server that is down stops nobody."""
    with suppress(Unavailable):
        mail.send(
            to=email,
            subject=say("Ihr Konto wurde geändert"),
            text=f"{sentence}\n\n{say('Waren Sie das nicht? Dann setzen Sie sofort ein neues Passwort.')}",
        )
