"""Count a question without a hit, so that editors learn which words are missing."""

import hashlib
import hmac
from datetime import date, timedelta

from django.conf import settings
from django.db.models import F

from laufzettel.catalogue import models, searching
from laufzettel.catalogue.conf import read_conf

_KEPT = timedelta(days=90)
_MOST_NEW_A_DAY = 1000


def note_miss(*, municipality: str, text: str, today: date) -> None:
    """Count the words of a question, at most once a day, without anything about who asked.

    What could name a person is not counted (`searching.countable_words`). The words themselves are stored only when
    they were asked on as many days as the setting says: until then there is only a keyed hash, so that a name typed
    by mistake is never seen. What was not asked for 90 days is deleted.
    """
    words = searching.countable_words(text)
    if not words:
        return
    missed = models.MissedSearch.objects.filter(municipality=municipality)
    missed.filter(last_on__lt=today - _KEPT).delete()
    digest = hmac.new(settings.SECRET_KEY.encode(), f"search:{municipality}:{words}".encode(), hashlib.sha256)
    this = missed.filter(digest=digest.hexdigest())
    if this.exists():
        this.filter(last_on__lt=today).update(days=F("days") + 1, last_on=today)
        this.filter(days__gte=read_conf().misses_from_days, words="").update(words=words)
    elif missed.filter(last_on=today, days=1).count() < _MOST_NEW_A_DAY:
        models.MissedSearch.objects.bulk_create(
            [models.MissedSearch(municipality=municipality, digest=digest.hexdigest(), last_on=today)],
            ignore_conflicts=True,
        )
