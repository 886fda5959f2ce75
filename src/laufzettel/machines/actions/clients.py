"""Give a program access, take it away, hand out tokens."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.language import say
from laufzettel.kernel.levels import Level
from laufzettel.machines import domain, models
from laufzettel.machines.conf import read_conf
from laufzettel.machines.domain import Secret
from laufzettel.machines.events import MachineClientAdded, MachineClientRevoked
from laufzettel.platform import api as platform
from laufzettel.platform.api import action


def add_client(*, actor: Actor, name: str, services: Sequence[str], level: Level, now: datetime) -> Secret:
    """Make a client in the town of the actor and return its id and secret, which is never shown again.

    `level` is how surely the operator trusts the client to know the people it hands in for. Raises `Refused` when the
    town has a client of this name, or the name is empty or longer than 120 characters.
    """
    if not 0 < len(name.strip()) <= 120:
        raise Refused("Der Name eines Zugangs hat 1 bis 120 Zeichen.")
    made = Secret(client_id=str(uuid.uuid4()), secret=secrets.token_urlsafe(32))
    _add(actor=actor, made=made, name=name, services=tuple(services), level=level, now=now)
    return made


@action("machines.add_client", by=("system",))
def _add(
    *, actor: Actor, made: Secret, name: str, services: tuple[str, ...], level: Level, now: datetime
) -> MachineClientAdded:
    try:
        with transaction.atomic():
            models.Client.objects.create(
                id=made.client_id,
                municipality=actor.municipality,
                name=name,
                services=sorted(services),
                level=level,
                secret_hash=domain.hash_of(made.secret),
                created_at=now,
            )
    except IntegrityError:
        raise Refused(f"Einen Zugang mit dem Namen „{name}“ gibt es schon.") from None
    return MachineClientAdded(
        subject=f"machine:{made.client_id}", municipality=actor.municipality, name=name, services=services, level=level
    )


@action("machines.revoke_client", by=("system",))
def revoke_client(*, actor: Actor, name: str, now: datetime) -> MachineClientRevoked:
    """Take the access of a client away at once; raises `NotFound` when the town has no such client."""
    row = models.Client.objects.filter(municipality=actor.municipality, name=name, revoked_at=None).first()
    if row is None:
        raise NotFound(f"Einen Zugang mit dem Namen „{name}“ gibt es nicht.")
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    row.tokens.all().delete()
    return MachineClientRevoked(subject=f"machine:{row.pk}", municipality=actor.municipality, name=name)


def issue_token(*, client_id: str, secret: str, municipality: str, address: str, now: datetime) -> tuple[str, int]:
    """Return a new token and how many seconds it lives, for the right secret (RFC 6749, section 4.4).

    `address` is where the request comes from: tries are counted per address. Raises `Refused` after too many tries and
    `NotFound` for everything that does not fit, whatever it is. Call outside of a transaction.
    """
    conf = read_conf()
    if platform.hit_limit(f"machine-token:{address}", limit=conf.token_tries, per_seconds=900, now=now):
        raise Refused(say("Das waren zu viele Versuche. Bitte warten Sie eine Viertelstunde."))
    row = None
    if _is_id(client_id):
        row = models.Client.objects.filter(pk=client_id, municipality=municipality, revoked_at=None).first()
    if not domain.is_same(secret, row.secret_hash if row else "0" * 64) or row is None:
        raise NotFound("Kennung und Geheimnis passen nicht zusammen.")
    token = secrets.token_urlsafe(32)
    expires = now + timedelta(seconds=conf.token_s)
    models.Token.objects.create(hash=domain.hash_of(token), client=row, expires_at=expires)
    return token, conf.token_s


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
