"""Ask somebody for money."""

from collections.abc import Sequence
from datetime import date, datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.ids import payment_reference
from laufzettel.kernel.money import from_cents, to_cents
from laufzettel.organisation import api as organisation
from laufzettel.payments import domain, models, queries
from laufzettel.payments.actions.bookkeeping import book
from laufzettel.payments.actions.expire import expire_when_due
from laufzettel.payments.domain import Position, PostingKind
from laufzettel.payments.events import PaymentRequested
from laufzettel.platform.api import action, defer


@action("payments.request", by=("system", "clerk", "account", "guest"))
def request(
    *,
    subject: str,
    municipality: str,
    positions: Sequence[Position],
    purpose: str,
    due_on: date,
    actor: Actor,
    now: datetime,
) -> PaymentRequested:
    """Raise a claim under a new payment reference (Kassenzeichen) and return it.

    `due_on` is the last calendar day on which payment is in time. Raises `Refused` for amounts that are not exact
    to the cent, negative, or together nothing.
    """
    cents = domain.total_cents(positions)
    prefix = organisation.get_municipality(municipality).prefix
    claim = models.Claim.objects.create(
        municipality=municipality,
        subject=subject,
        payment_reference=payment_reference(prefix=prefix, number=queries.next_reference_number()),
        purpose=purpose[:200],
        positions=[{"label": position.label, "cents": to_cents(position.amount)} for position in positions],
        amount_cents=cents,
        due_on=due_on,
        requested_at=now,
    )
    book(claim, domain.booking(kind=PostingKind.CHARGE, cents=cents), at=now)
    defer(expire_when_due, at=domain.end_of(due_on), claim_id=claim.pk)
    return PaymentRequested(
        subject=subject,
        municipality=municipality,
        claim=claim.pk,
        payment_reference=claim.payment_reference,
        amount=from_cents(cents),
        due_on=due_on,
    )
