"""Ways to prove an e-mail account beside the password: add and remove them."""

from datetime import datetime, timedelta

from laufzettel.accounts import codes, models, sealing
from laufzettel.accounts.domain import EMAIL
from laufzettel.accounts.events import AccountChanged
from laufzettel.accounts.passkeys import Passkey
from laufzettel.accounts.totp import STEP_S, totp_code
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.language import say
from laufzettel.platform.api import action

Kind = models.Method.Kind
_MOST_PASSKEYS = 10


def fitting_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step whose code was typed, at most one step away because clocks differ, or None."""
    typed = codes.tidy(code)
    for moved in (0, -1, 1):
        moment = now + timedelta(seconds=moved * STEP_S)
        if codes.is_same_text(typed, totp_code(secret, now=moment)):
            return int(moment.timestamp()) // STEP_S
    return None


@action("account.add_app", by=("account",))
def add_app(*, secret: str, code: str, actor: Actor, now: datetime) -> AccountChanged:
    """Keep the secret (base32) of an app that shows codes, proved by its first code; an earlier app counts no more.

    Raises `Refused` when the code does not fit and `NotFound` for accounts of other providers.
    """
    account = _own(actor)
    step = fitting_step(secret, code, now)
    if step is None:
        raise Refused(say("Der Code stimmt nicht oder ist abgelaufen. Geben Sie den neuesten Code aus Ihrer App ein."))
    models.Method.objects.update_or_create(
        account=account,
        kind=Kind.TOTP,
        defaults={"secret": sealing.encrypt(secret), "counter": step, "created_at": now, "used_at": now},
    )
    return _changed(actor, "app")


@action("account.add_passkey", by=("account",))
def add_passkey(*, passkey: Passkey, title: str, actor: Actor, now: datetime) -> AccountChanged:
    """Keep a passkey under a name its owner recognises; raises `Refused` when there are too many or it is known."""
    account = _own(actor)
    rows = models.Method.objects.filter(account=account, kind=Kind.PASSKEY)
    if rows.count() >= _MOST_PASSKEYS or models.Method.objects.filter(kind=Kind.PASSKEY, key=passkey.id).exists():
        raise Refused(say("Diesen Passkey gibt es schon, oder Sie haben zu viele. Entfernen Sie zuerst einen."))
    models.Method.objects.create(
        account=account,
        kind=Kind.PASSKEY,
        title=" ".join(title.split())[:60],
        key=passkey.id,
        secret=sealing.encrypt(passkey.public),
        counter=passkey.counter,
        created_at=now,
    )
    return _changed(actor, "passkey")


@action("account.new_paper_codes", by=("account",))
def new_paper_codes(*, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Make new codes on paper and return them, once; the earlier ones count no more."""
    account = _own(actor)
    models.Method.objects.filter(account=account, kind=Kind.PAPER).delete()
    made = codes.new_paper_codes()
    about = f"paper:{account.pk}"
    models.Method.objects.bulk_create(
        models.Method(account=account, kind=Kind.PAPER, key=codes.hash_of(code, about=about), created_at=now)
        for code in made
    )
    return made


@action("account.remove_method", by=("account",))
def remove_method(*, method_id: int, actor: Actor, now: datetime) -> AccountChanged:
    """Remove an app or a passkey of one's own; raises `NotFound` for anything else. Without any, paper codes go too."""
    rows = models.Method.objects.filter(account=_own(actor))
    if not rows.filter(pk=method_id, kind__in=(Kind.TOTP, Kind.PASSKEY)).delete()[0]:
        raise NotFound
    if not rows.exclude(kind=Kind.PAPER).exists():
        rows.delete()
    return _changed(actor, "removed")


def _own(actor: Actor) -> models.Account:
    account = models.Account.objects.select_for_update().filter(pk=actor.key, provider=EMAIL).first()
    if account is None:
        raise NotFound
    return account


def _changed(actor: Actor, what: str) -> AccountChanged:
    return AccountChanged(subject=f"account:{actor.key}", municipality=actor.municipality, what=what)
