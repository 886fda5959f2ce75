"""Which identity providers this installation offers; one line in the settings per provider.

A line names a function that makes the provider from the settings of `accounts`."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from laufzettel.accounts.conf import Conf, read_conf
from laufzettel.accounts.domain import EMAIL, Offer
from laufzettel.accounts.provider import IdentityProvider
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.levels import LEVELS, Level, at_least


def provider_keys() -> tuple[str, ...]:
    """List the keys of the identity providers that people can choose."""
    return tuple(_paths())


def offers(need: Level) -> tuple[Offer, ...]:
    """List the providers that can reach at least a level, the one that asks least of people first."""
    made = ((key, get_provider(key)) for key in _paths())
    found = [Offer(key=key, label=provider.label, highest=provider.highest) for key, provider in made]
    if read_conf().email_accounts:
        found.insert(0, Offer(key=EMAIL, label="E-Mail-Konto", highest="low"))
    return tuple(
        sorted(
            (offer for offer in found if at_least(have=offer.highest, need=need)),
            key=lambda offer: LEVELS.index(offer.highest),
        )
    )


def get_provider(key: str) -> IdentityProvider:
    """Return a provider by key, made once per process; raises `NotFound`."""
    if key not in _paths():
        raise NotFound
    return _made(_paths()[key])


def _paths() -> dict[str, str]:
    providers: dict[str, str] = settings.IDENTITY_PROVIDERS
    return providers


@cache
def _made(path: str) -> IdentityProvider:
    build: Callable[[Conf], IdentityProvider] = import_string(path)
    return build(read_conf())
