"""Sign citizens in through an identity provider."""

from collections.abc import Mapping
from datetime import datetime

from laufzettel.accounts import domain, models, queries, registry
from laufzettel.accounts.domain import AccountInfo
from laufzettel.accounts.events import AccountSignedIn
from laufzettel.accounts.provider import Identity
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say
from laufzettel.kernel.levels import Level
from laufzettel.platform.api import action


def start_login(
    provider: str, *, callback_url: str, return_to: str, level: Level, municipality: str
) -> tuple[str, dict[str, str]]:
    """Begin a login; return where to send the browser and what its session must keep under a key of its own.

    `callback_url` is the absolute address at which the provider ends, `return_to` the local address where the person
    goes on afterwards (a foreign one becomes the start page), `level` the level of assurance that is needed.
    Raises `NotFound` for an unknown provider and `Unavailable` when it does not answer. Uses the network.
    """
    start = registry.get_provider(provider).start(callback_url=callback_url, level=level)
    ours = {
        "provider": provider,
        "return_to": domain.safe_return(return_to),
        "needed_level": level,
        "municipality": municipality,
    }
    return start.redirect_url, {**start.kept, **{f"lz_{key}": value for key, value in ours.items()}}


def finish_login(*, params: Mapping[str, str], kept: Mapping[str, str], now: datetime) -> tuple[AccountInfo, str]:
    """End a login with the parameters of the returning browser; return the account and where to go on.

    `kept` is what `start_login` gave to the session; remove it from the session before calling, it is used once.
    Raises `Refused` when the person gave up, the answer is not trustworthy or the level is too low, `Unavailable`
    when the provider does not answer. Uses the network; afterwards the session key must be changed (fixation).
    """
    if "lz_provider" not in kept:
        raise Refused(say("Die Anmeldung gehört nicht zu diesem Browserfenster. Bitte melden Sie sich noch einmal an."))
    provider = kept["lz_provider"]
    identity = registry.get_provider(provider).finish(params=params, kept=kept, now=now)
    domain.require_level(have=identity.level, need=domain.read_level(kept["lz_needed_level"]))

    account = _account_of(provider, identity, now)
    info = domain.with_level(queries.info_of(account), identity.level)
    _sign_in(
        account=account,
        identity=identity,
        provider=provider,
        actor=domain.actor_of_account(info, kept["lz_municipality"]),
        now=now,
    )
    stored = domain.attributes_of(identity)
    fresh = domain.info_from(
        id=info.id,
        provider=provider,
        subject_key=info.subject_key,
        level=identity.level,
        attributes=stored,
        epoch=info.epoch,
    )
    return fresh, kept["lz_return_to"]


def _account_of(provider: str, identity: Identity, now: datetime) -> models.Account:
    account, _ = models.Account.objects.get_or_create(
        provider=provider,
        subject_key=identity.subject_key,
        defaults={
            "level": identity.level,
            "attributes": domain.attributes_of(identity),
            "created_at": now,
            "signed_in_at": now,
        },
    )
    return account


@action("account.sign_in", by=("account",))
def _sign_in(
    *, account: models.Account, identity: Identity, provider: str, actor: Actor, now: datetime
) -> AccountSignedIn:
    models.Account.objects.filter(pk=account.pk).update(
        level=identity.level, attributes=domain.attributes_of(identity), signed_in_at=now
    )
    return AccountSignedIn(
        subject=f"account:{account.pk}",
        municipality=actor.municipality,
        provider=provider,
        level=identity.level,
    )
