"""Remember in the database which counterparts are silent, so that all processes leave them alone for a while."""

from dataclasses import asdict
from datetime import datetime

from laufzettel.automation import domain, models


def is_open(name: str, *, now: datetime) -> bool:
    """Say whether a counterpart should be left alone now."""
    row = models.Breaker.objects.filter(pk=name).first()
    return row is not None and domain.Breaker(failures=row.failures, open_until=row.open_until).is_open(now=now)


def note_failure(name: str, *, now: datetime) -> None:
    """Count one more failure in a row."""
    row = models.Breaker.objects.filter(pk=name).first() or models.Breaker(name=name)
    after = domain.after_failure(domain.Breaker(failures=row.failures, open_until=row.open_until), now=now)
    models.Breaker.objects.update_or_create(name=name, defaults=asdict(after))


def note_success(name: str) -> None:
    """Forget all failures; writes only when there were some."""
    models.Breaker.objects.filter(pk=name).exclude(failures=0).update(failures=0, open_until=None)
