"""What taking an application back does to its fee."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from laufzettel.cases import access
from laufzettel.cases.models import Case, Query, Task
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.money import euro
from laufzettel.organisation import api as organisation
from laufzettel.payments import api as payments
from laufzettel.payments.api import ClaimView

Effect = Literal["no_fee", "nothing_to_pay", "all_back", "part_back", "to_be_checked"]


@dataclass(frozen=True, kw_only=True)
class FeeLaw:
    """How the law of a Land reduces the fee of an application that was taken back; shares of the fee from 0 to 1."""

    cite: str
    checked_on: date
    share_before_work: Decimal
    share_after_work: Decimal


# A Land without a line here says nothing: then an office has to judge. The wording was read, not yet checked by a
# lawyer, so pages speak of what is to be expected.
LAWS = {
    "RP": FeeLaw(
        cite="§ 15 Landesgebührengesetz Rheinland-Pfalz (LGebG)",
        checked_on=date(2026, 11, 21),
        share_before_work=Decimal(0),
        share_after_work=Decimal("0.75"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class WithdrawalEffect:
    """What taking back means for the fee: `kept` and `back` are EUR of what was paid, `cite` the law behind it."""

    effect: Effect
    kept: Decimal = Decimal(0)
    back: Decimal = Decimal(0)
    has_begun: bool = False
    cite: str = ""


def withdrawal_effect(actor: Actor, reference: str) -> WithdrawalEffect:
    """Return what taking an own case back now would do to its fee; raises `NotFound` for everything foreign."""
    case = access.access_row(actor, reference)
    law = LAWS.get(organisation.get_municipality(case.municipality).land)
    return effect_of(payments.claim_of(case.subject), law, has_begun=_has_begun(case))


def effect_of(claim: ClaimView | None, law: FeeLaw | None, *, has_begun: bool) -> WithdrawalEffect:
    """Work out the effect of taking back on a claim; what was not paid yet is cancelled, whatever the law allows."""
    if claim is None or claim.amount == 0:
        return WithdrawalEffect(effect="no_fee", has_begun=has_begun)
    if claim.paid == 0:
        return WithdrawalEffect(effect="nothing_to_pay", has_begun=has_begun)
    if law is None:
        return WithdrawalEffect(effect="to_be_checked", has_begun=has_begun)
    share = law.share_after_work if has_begun else law.share_before_work
    kept = min(euro(claim.amount * share), claim.paid)
    back = claim.paid - kept
    return WithdrawalEffect(
        effect="part_back" if kept else "all_back", kept=kept, back=back, has_begun=has_begun, cite=law.cite
    )


def _has_begun(case: Case) -> bool:
    """Say whether a person in the town hall has worked on the case: did or took a task, or asked something."""
    worked = Task.objects.filter(case=case).exclude(word="ask")
    by_people = worked.exclude(assignee="") | worked.filter(state=Task.State.DONE, word__in=("review", "decide"))
    return by_people.exists() or Query.objects.filter(case=case).exists()
