"""Limits against guessing and flooding, counted in the database so that they hold across processes."""

import hashlib
from datetime import datetime

from django.db import connection

from laufzettel.platform import models

_COUNT = """
    INSERT INTO platform_attempts (key, "window", count) VALUES (%s, %s, 1)
    ON CONFLICT (key, "window") DO UPDATE SET count = platform_attempts.count + 1
    RETURNING count
"""


def hit_limit(key: str, *, limit: int, per_seconds: int, now: datetime) -> bool:
    """Count one attempt under `key` and say whether there were more than `limit` within the window of seconds."""
    window = int(now.timestamp()) // per_seconds
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [hashlib.sha256(f"{per_seconds}:{key}".encode()).hexdigest(), window * per_seconds])
        return bool(cursor.fetchone()[0] > limit)


def forget_attempts(*, before: datetime) -> None:
    """Delete counts whose window began before this moment."""
    models.Attempts.objects.filter(window__lt=int(before.timestamp())).delete()
