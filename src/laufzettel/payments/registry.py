"""Which payment service is used: chosen by a setting, built once per process."""

from functools import cache
from importlib import import_module

from laufzettel.payments.conf import conf
from laufzettel.payments.provider import PaymentProvider


@cache
def payment_provider(key: str) -> PaymentProvider:
    """Return the provider from the folder `key`; by name, because providers stand above this floor."""
    provider: PaymentProvider = import_module(f"laufzettel.payments.providers.{key}.provider").build(conf())
    return provider
