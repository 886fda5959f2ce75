"""Record a decision."""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.ids import new_id
from laufzettel.notices.events import DecisionMade
from laufzettel.notices.models import Decision
from laufzettel.platform.api import action


@action("notices.decide", by=("system", "clerk"))
def decide(
    *,
    subject: str,
    municipality: str,
    step: str,
    outcome: str,
    kind: str,
    reasons: str,
    conditions: tuple[str, ...],
    legal_basis: str,
    automatic: bool,
    actor: Actor,
    now: datetime,
) -> DecisionMade:
    """Record what was decided about a subject; it is never changed again, a later decision stands beside it.

    `outcome` is the key of the outcome and `kind` its kind (grant, refuse …); `automatic` marks a decision that no
    person made (§ 35a VwVfG), which only the machine itself may record.
    """
    decision = Decision.objects.create(
        id=new_id(),
        municipality=municipality,
        subject=subject,
        step=step,
        outcome=outcome,
        kind=kind,
        reasons=reasons,
        conditions=list(conditions),
        legal_basis=legal_basis,
        automatic=automatic,
        decided_by=f"{actor.kind}:{actor.key}",
        decided_by_name=actor.name,
        decided_at=now,
    )
    return DecisionMade(
        subject=subject,
        municipality=municipality,
        decision_id=decision.id,
        step=step,
        outcome=outcome,
        outcome_kind=kind,
        automatic=automatic,
    )
