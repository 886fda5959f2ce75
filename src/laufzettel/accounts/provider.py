"""The seam to identity providers: values in, values out, no session and no rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from laufzettel.accounts.domain import Identity, LoginStart, PostalAddress
from laufzettel.kernel.levels import Level

__all__ = ["Identity", "IdentityProvider", "LoginStart", "PostalAddress"]


class IdentityProvider(Protocol):
    """What every provider of identities can do; both methods may use the network, outside transactions.

    `label` is what people read on the button (German), `highest` the highest level of assurance it can reach.
    """

    @property
    def label(self) -> str: ...

    @property
    def highest(self) -> Level: ...

    def start(self, *, callback_url: str, level: Level) -> LoginStart:
        """Begin a login that must reach at least `level` and ends at `callback_url`.

        Raises `Unavailable` when the provider cannot be reached.
        """
        ...

    def finish(self, *, params: Mapping[str, str], kept: Mapping[str, str], now: datetime) -> Identity:
        """Turn the parameters of the returning browser into an identity.

        `kept` is what `start` returned. Raises `Refused` when the person gave up, the answer was not meant for
        this browser or cannot be trusted, and `Unavailable` when the provider cannot be reached.
        """
        ...
