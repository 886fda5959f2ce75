"""`laufzettel search misses`: which words editors should add to a service."""

import sys

from laufzettel.console.town import start_django


def misses(*, town: str) -> int:
    """Print what was asked for on several days without a hit, one line each: days, last day, words; always 0."""
    start_django()
    from laufzettel.catalogue import api as catalogue

    for miss in catalogue.list_misses(town):
        sys.stdout.write(f"{miss.days:>5}  {miss.last_on:%d.%m.%Y}  {miss.words}\n")
    return 0
