"""Place and lift legal holds (Löschsperren)."""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import NotFound
from laufzettel.platform.api import action
from laufzettel.records import queries
from laufzettel.records.events import LegalHoldLifted, LegalHoldPlaced
from laufzettel.records.models import LegalHold


@action("records.place_legal_hold", by=("clerk", "system"))
def place_legal_hold(
    *, subject: str, municipality: str, key: str, reason: str, actor: Actor, now: datetime
) -> LegalHoldPlaced | None:
    """Keep a record file beyond its retention for a reason (a law suit, an audit); None when the key is known already.

    Several holds may stand at once; each must be lifted. Raises `NotFound` when there is no record file.
    """
    record_file = queries.locked_record_file(municipality, subject)
    _, is_new = LegalHold.objects.get_or_create(
        record_file=record_file, key=key, defaults={"reason": reason, "placed_at": now}
    )
    return LegalHoldPlaced(subject=subject, municipality=municipality, hold_key=key) if is_new else None


@action("records.lift_legal_hold", by=("clerk", "system"))
def lift_legal_hold(
    *, subject: str, municipality: str, key: str, actor: Actor, now: datetime
) -> LegalHoldLifted | None:
    """Lift one legal hold; None when it was lifted before. Raises `NotFound` for a hold that was never placed."""
    holds = LegalHold.objects.filter(record_file__municipality=municipality, record_file__subject=subject, key=key)
    if holds.filter(lifted_at=None).update(lifted_at=now):
        return LegalHoldLifted(subject=subject, municipality=municipality, hold_key=key)
    if not holds.exists():
        raise NotFound("Diese Löschsperre gibt es nicht.")
    return None
