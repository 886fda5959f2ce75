"""What an operator sets for the catalogue."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from laufzettel.platform.environment import env


@dataclass(frozen=True, kw_only=True)
class Conf:
    """Settings of `catalogue`."""

    may_replace: bool
    misses_from_days: int


@cache
def read_conf() -> Conf:
    """Read the settings of `catalogue` from the environment, once per process."""
    return Conf(
        may_replace=env.bool(
            "LAUFZETTEL_REPLACE_PACKAGES",
            default=not settings.CONF.is_production,
            help="a package may be published again with other content under the same version (authors only)",
        ),
        misses_from_days=env.int(
            "LAUFZETTEL_SEARCH_MISSES_FROM_DAYS",
            default=3,
            help="a search without a hit is shown to editors once asked on so many days; before, only a hash is kept",
        ),
    )
