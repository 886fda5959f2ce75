"""Let a claim expire when its last day is over and nobody is paying."""

from datetime import datetime, timedelta

from laufzettel.kernel.actor import Actor
from laufzettel.payments import domain, models, queries
from laufzettel.payments.actions.ask import ask
from laufzettel.payments.events import PaymentExpired
from laufzettel.platform.api import action, defer, job

_AGAIN = timedelta(hours=1)


@job("payments.expire")
def expire_when_due(*, claim_id: str, now: datetime) -> None:
    """Ask about attempts first; expire, or look again in an hour while an attempt is open or unclear."""
    for attempt_id in queries.askable(claim_id):
        ask(attempt_id=attempt_id, now=now)
    claim = queries.get_claim(claim_id)
    expire(claim_id=claim_id, actor=Actor.system(claim.municipality), now=now)


@action("payments.expire", by=("system",))
def expire(*, claim_id: str, actor: Actor, now: datetime) -> PaymentExpired | None:
    """Mark the claim as expired, once, unless its last day is not over, it is paid, or somebody is paying."""
    claim = queries.lock_claim(claim_id)
    if domain.worth(queries.bookings(claim_id)).due <= 0 or claim.expired_at is not None:
        return None
    if now < domain.end_of(claim.due_on):
        # Woken too early: by hand, by a clock that is wrong, by a worker that died.
        defer(expire_when_due, at=domain.end_of(claim.due_on), claim_id=claim_id)
        return None
    if queries.find_open_attempt(claim_id) is not None:
        defer(expire_when_due, at=now + _AGAIN, claim_id=claim_id)
        return None
    models.Claim.objects.filter(pk=claim_id, expired_at=None).update(expired_at=now)
    return PaymentExpired(subject=claim.subject, municipality=claim.municipality, claim=claim_id)
