"""Which identity providers this installation offers; one line in the settings per provider.

A line names a function that makes the provider from the settings of `accounts`."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from laufzettel.accounts.conf import Conf, read_conf
from laufzettel.accounts.provider import IdentityProvider
from laufzettel.kernel.errors import NotFound


def provider_keys() -> tuple[str, ...]:
    """List the keys of the identity providers that people can choose."""
    return tuple(_paths())


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
