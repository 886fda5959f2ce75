"""Give a clerk a login with second factor."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from laufzettel.accounts import models, sealing
from laufzettel.accounts.events import LoginProvided
from laufzettel.kernel.actor import Actor
from laufzettel.platform.api import action


def ensure_login(*, email: str, password: str, totp_secret: str, actor: Actor, now: datetime) -> int:
    """Make sure a login with this password and TOTP secret (base32) exists; return its id.

    Calling it again with the same values changes nothing, so sessions stay valid. For the demo and for operators;
    real clerks choose their own password and second factor afterwards.
    """
    known = models.Login.objects.filter(email=email.strip().lower()).first()
    if known and known.check_password(password) and _secret_of(known) == totp_secret:
        return known.pk
    _provide(email=email, password=password, totp_secret=totp_secret, actor=actor, now=now)
    return models.Login.objects.get(email=email.strip().lower()).pk


@action("login.provide", by=("system",))
def _provide(*, email: str, password: str, totp_secret: str, actor: Actor, now: datetime) -> LoginProvided:
    login, _ = models.Login.objects.select_for_update().get_or_create(email=email.strip().lower())
    login.set_password(password)
    login.save(update_fields=["password"])
    Authenticator.objects.update_or_create(
        user_id=login.pk, type=Authenticator.Type.TOTP, defaults={"data": {"secret": sealing.encrypt(totp_secret)}}
    )
    return LoginProvided(subject=f"login:{login.pk}", municipality=actor.municipality, login_id=login.pk)


def _secret_of(login: models.Login) -> str:
    second = Authenticator.objects.filter(user_id=login.pk, type=Authenticator.Type.TOTP).first()
    return sealing.decrypt(second.data["secret"]) if second else ""
