"""The clock. Only entry points (pages, jobs, commands) read it and pass the moment on."""

from datetime import UTC, datetime, timedelta

from laufzettel.platform.environment import env

_OFFSET = timedelta(
    seconds=env.int("LAUFZETTEL_CLOCK_OFFSET", default=0, minimum=-(10**10), help="seconds added to the clock (tests)")
)


def now() -> datetime:
    """Return the present moment as an aware UTC datetime."""
    return datetime.now(UTC) + _OFFSET
