"""Set up the second factor of a clerk who has none yet."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from laufzettel.accounts import models, sealing
from laufzettel.accounts.events import LoginProvided
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say
from laufzettel.platform.api import action


@action("login.add_second_factor", by=("system",))
def add_second_factor(*, login_id: int, totp_secret: str, actor: Actor, now: datetime) -> LoginProvided:
    """Keep the TOTP secret (base32) a clerk has just proved to hold; raises `Refused` when there is one already."""
    login = models.Login.objects.select_for_update().get(pk=login_id)
    _, is_new = Authenticator.objects.get_or_create(
        user_id=login.pk, type=Authenticator.Type.TOTP, defaults={"data": {"secret": sealing.encrypt(totp_secret)}}
    )
    if not is_new:
        raise Refused(say("Sie haben schon einen zweiten Faktor."))
    return LoginProvided(subject=f"login:{login.pk}", municipality=actor.municipality, login_id=login.pk)
