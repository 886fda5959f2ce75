"""Sign in to an e-mail account: password, then app or paper code; or a passkey alone."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.hashers import check_password, make_password

from laufzettel.accounts import codes, domain, models, passkeys, queries, sealing
from laufzettel.accounts.actions.confirm_address import require_email_accounts
from laufzettel.accounts.actions.methods import fitting_step
from laufzettel.accounts.conf import read_conf
from laufzettel.accounts.domain import EMAIL, AccountInfo
from laufzettel.accounts.events import AccountSignedIn
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say
from laufzettel.kernel.levels import Level
from laufzettel.platform import api as platform
from laufzettel.platform.api import action

Kind = models.Method.Kind
_SECONDS = ((Kind.TOTP, Kind.PASSKEY), 6, 300)


def give_password(*, email: str, password: str, client: str, municipality: str, now: datetime) -> AccountInfo | str:
    """Check an address with its password: return the account, or only its id when a second proof is needed.

    An account with nothing but a password has the level `none`. Unknown addresses and wrong passwords get the same
    `Refused` after the same work; too many tries for one address from one browser, or from one browser at all, are
    refused too, and everybody where there are no such accounts. Call outside of a transaction.
    """
    require_email_accounts()
    conf, tidy = read_conf(), email.strip().lower()
    limits = ((f"email-login:{client}:{tidy}", conf.clerk_tries), (f"email-login:{client}", conf.address_tries))
    hits = [platform.hit_limit(key, limit=limit, per_seconds=conf.window_s, now=now) for key, limit in limits]
    if any(hits):
        raise Refused(say("Das waren zu viele Versuche. Bitte warten Sie fünf Minuten."))
    login = models.EmailLogin.objects.filter(email=tidy).first()
    is_right = check_password(password, login.password if login else _nobodys_password())
    if login is None or not is_right:
        raise Refused(say("E-Mail-Adresse oder Passwort stimmen nicht. Prüfen Sie beide Angaben."))
    if models.Method.objects.filter(account_id=login.account_id, kind__in=_SECONDS[0]).exists():
        return str(login.account_id)
    return _enter(str(login.account_id), "none", municipality, now)


def give_code(*, account_id: str, code: str, municipality: str, now: datetime) -> AccountInfo:
    """Check the code of the app, or one from paper, of somebody who gave the password; return the account.

    Every code counts once. Raises `Refused` when it does not fit or after too many tries. Counting per account locks
    nobody out from afar: whoever gets here knows the password.
    """
    _, tries, window = _SECONDS
    if platform.hit_limit(f"email-code:{account_id}", limit=tries, per_seconds=window, now=now):
        raise Refused(say("Das waren zu viele Versuche. Bitte warten Sie fünf Minuten."))
    if not (_use_app(account_id, code, now) or _use_paper(account_id, code)):
        raise Refused(say("Der Code stimmt nicht oder wurde schon benutzt. Geben Sie den neuesten Code ein."))
    return _enter(account_id, "low", municipality, now)


def give_passkey(
    *, origin: str, town: str, kept: Mapping[str, Any], answer: str, municipality: str, now: datetime
) -> AccountInfo:
    """Check the answer of a browser that was asked for a passkey; raises `Refused` when it opens no account."""
    require_email_accounts()
    row = models.Method.objects.filter(kind=Kind.PASSKEY, key=passkeys.id_of(answer), key__gt="").first()
    if row is None or not kept:
        raise Refused(say("Diesen Passkey kennen wir nicht. Melden Sie sich mit E-Mail-Adresse und Passwort an."))
    passkey = passkeys.Passkey(id=row.key, public=sealing.decrypt(row.secret), counter=row.counter)
    counter = passkeys.check(origin=origin, town=town, kept=kept, answer=answer, passkey=passkey)
    models.Method.objects.filter(pk=row.pk).update(counter=counter, used_at=now)
    return _enter(str(row.account_id), "low", municipality, now)


def _use_app(account_id: str, code: str, now: datetime) -> bool:
    row = models.Method.objects.filter(account_id=account_id, kind=Kind.TOTP).first()
    step = fitting_step(sealing.decrypt(row.secret), code, now) if row else None
    if row is None or step is None:
        return False
    # Of two requests with the same code only one moves the counter.
    return bool(models.Method.objects.filter(pk=row.pk, counter__lt=step).update(counter=step, used_at=now))


def _use_paper(account_id: str, code: str) -> bool:
    hashed = codes.hash_of(code, about=f"paper:{account_id}")
    return bool(models.Method.objects.filter(account_id=account_id, kind=Kind.PAPER, key=hashed).delete()[0])


@cache
def _nobodys_password() -> str:
    return make_password("nobody has this account")


def _enter(account_id: str, level: Level, municipality: str, now: datetime) -> AccountInfo:
    info = domain.with_level(queries.get_account(account_id), level)
    _sign_in(account_id=account_id, level=level, actor=domain.actor_of_account(info, municipality), now=now)
    return info


@action("account.sign_in", by=("account",))
def _sign_in(*, account_id: str, level: Level, actor: Actor, now: datetime) -> AccountSignedIn:
    models.Account.objects.filter(pk=account_id).update(level=level, signed_in_at=now)
    return AccountSignedIn(
        subject=f"account:{account_id}", municipality=actor.municipality, provider=EMAIL, level=level
    )
