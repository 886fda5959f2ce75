"""For tests: let payments run against the twin in memory."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from laufzettel.payments.conf import conf
from laufzettel.payments.registry import payment_provider

_NAME = "LAUFZETTEL_PAYMENT_PROVIDER"


@contextmanager
def payments_in_memory() -> Iterator[Any]:
    """Use a fresh twin until the end of the block and give it for steering (`finish`, `mode`, `difference`)."""
    before = os.environ.get(_NAME)
    os.environ[_NAME] = "memory"
    _forget()
    try:
        yield payment_provider("memory")
    finally:
        os.environ.pop(_NAME)
        if before is not None:
            os.environ[_NAME] = before
        _forget()


def _forget() -> None:
    conf.cache_clear()
    payment_provider.cache_clear()
