"""Let a clerk decide that money of unclear purpose belongs to its claim."""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.event import Event
from laufzettel.kernel.money import from_cents
from laufzettel.payments import domain, models, queries
from laufzettel.payments.actions.bookkeeping import book, draw_consequences
from laufzettel.payments.domain import AttemptState, PostingKind
from laufzettel.payments.events import PaymentAttemptChanged, PaymentClarified
from laufzettel.platform.api import action


@action("payments.clarify", by=("clerk",))
def clarify(*, attempt_id: str, reason: str, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Move what an attempt has brought from clearing onto its claim; settled only if the sum is enough.

    Raises `NotFound` for another town, `Refused` when there is nothing to clarify, no reason, or foreign money.
    """
    attempt = queries.lock_attempt(attempt_id)
    claim = attempt.claim
    if claim.municipality != actor.municipality:
        raise NotFound
    money = attempt.postings.filter(kind=PostingKind.UNASSIGNED).first()
    if attempt.state != AttemptState.DISPUTED or money is None or not reason.strip():
        raise Refused("Hier ist nichts zu klären, oder der Grund fehlt.")
    if money.currency != claim.currency:
        raise Refused("Fremde Währung kann nicht verrechnet werden. Bitte erstatten Sie den Betrag.")
    rows = models.Attempt.objects.filter(pk=attempt_id, state=AttemptState.DISPUTED)
    rows.update(state=AttemptState.PAID, ended_at=now, next_question_at=None, reason=reason[:300])
    models.Claim.objects.filter(pk=claim.pk).update(decision=reason[:500])
    book(claim, domain.assign_clearing(cents=money.cents), at=now, attempt=attempt, reason=reason)
    names = {"subject": claim.subject, "municipality": claim.municipality, "claim": claim.pk, "attempt": attempt_id}
    changed = PaymentAttemptChanged(**names, before="disputed", after="paid", cause="clarified", message_hash="")
    clarified = PaymentClarified(**names, amount=from_cents(money.cents))
    return changed, clarified, *draw_consequences(claim, is_late=attempt.is_late, at=now)
