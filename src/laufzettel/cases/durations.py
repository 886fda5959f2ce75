"""How long cases of a service really took, for everybody who wonders how long theirs will take."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

WINDOW = timedelta(days=90)
# Fewer cases would say more about single people than about the service.
FEWEST = 5

_MEASURE = """
    SELECT count(*), percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY days) FROM (
        SELECT (finished_at AT TIME ZONE 'Europe/Berlin')::date - (opened_at AT TIME ZONE 'Europe/Berlin')::date AS days
          FROM cases_case
         WHERE municipality = %s AND service_key = %s AND finished_at > %s AND finished_at <= %s
    ) AS took
"""


@dataclass(frozen=True, kw_only=True)
class Durations:
    """Calendar days from receipt to the end of the process: half of the cases took at most `half`, nine of ten `most`.

    Both are None when fewer than `FEWEST` cases ended within the last 90 days; `count` says how many did.
    """

    count: int
    half: int | None = None
    most: int | None = None


def durations(municipality: str, service_key: str, now: datetime) -> Durations:
    """Measure how long the cases of a service took that ended within the 90 days before `now`, without withdrawn ones.

    One question to an index that holds nothing else, so nothing is cached that could be out of date.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MEASURE, [municipality, service_key, now - WINDOW, now])
        count, found = cursor.fetchone()
    return Durations(count=count, half=found[0], most=found[1]) if count >= FEWEST else Durations(count=count)
