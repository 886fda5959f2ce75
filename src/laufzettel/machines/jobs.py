"""Background work of `machines`."""

from datetime import datetime

from laufzettel.machines.actions.requests import forget_old
from laufzettel.platform import api as platform


@platform.job("machines.tidy", attempts=1, every="43 3 * * *")
def tidy(*, now: datetime) -> None:
    """Delete what nobody can use any more."""
    forget_old(now=now)
