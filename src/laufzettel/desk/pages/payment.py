"""Payments that need a person: clarify, ask the payment service, pay back with four eyes."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from laufzettel.cases import api as cases
from laufzettel.cases.api import CaseView
from laufzettel.desk.conflict import conflict_page
from laufzettel.desk.session import clerk_page
from laufzettel.engine.process import StepField
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Conflict, Invalid, LaufzettelError, NotFound, Refused
from laufzettel.packages import read_step_input
from laufzettel.payments import api as payments
from laufzettel.payments.api import ClaimView
from laufzettel.platform import api as platform

ATTEMPT_STATES = {
    "created": "begonnen",
    "handed_over": "beim Zahlungsdienst",
    "pending": "in Arbeit",
    "unclear": "Zahlungsdienst antwortet nicht",
    "disputed": "Geld ist da, passt aber nicht zur Forderung",
    "paid": "bezahlt",
    "failed": "gescheitert",
    "cancelled": "abgebrochen",
    "expired": "abgelaufen",
}
REFUND_STATES = {
    "requested": "wartet auf Freigabe durch eine zweite Person",
    "approved": "freigegeben, die Kasse zahlt aus",
    "done": "ausgezahlt",
    "rejected": "abgelehnt",
}
_AMOUNT = StepField(key="betrag", type="money", label="Betrag")
Step = Callable[[ClaimView, Mapping[str, str], Actor], str]


def payment_context(actor: Actor, case: CaseView) -> dict[str, object]:
    """Return what the payment part of the case page shows; forms only for clerks of the case's own unit."""
    claim = case.claim
    if claim is None:
        return {}
    may_act = case.unit.key in actor.units
    return {
        "attempts": [
            {"attempt": attempt, "state": ATTEMPT_STATES[attempt.state], "may_clarify": attempt.state == "disputed"}
            for attempt in claim.attempts
        ],
        "refunds": [
            {
                "refund": refund,
                "state": REFUND_STATES[refund.state],
                "is_own": refund.requested_by == f"{actor.kind}:{actor.key}",
            }
            for refund in claim.refunds
        ],
        "may_act": may_act,
        "may_ask": any(attempt.state in {"unclear", "handed_over", "pending"} for attempt in claim.attempts),
        "may_refund": claim.paid > 0,
    }


@require_POST
@clerk_page
def payment(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Take one step with the payment of a case; which one stands in `schritt`."""
    case = cases.access_case(actor, reference, today=local_date(platform.now()))
    step = STEPS.get(request.POST.get("schritt", ""))
    if case.claim is None or case.unit.key not in actor.units or step is None:
        raise NotFound
    typed = {key: str(value) for key, value in request.POST.items()}
    try:
        messages.success(request, step(case.claim, typed, actor))
    except Invalid as invalid:
        messages.error(request, invalid.problems[0].message)
    except (Refused, Conflict, NotFound) as problem:
        return _refused(request, case, problem, typed)
    return redirect("desk:case", reference=case.reference)


def _refused(request: HttpRequest, case: CaseView, problem: LaufzettelError, typed: Mapping[str, str]) -> HttpResponse:
    return conflict_page(request, case, problem, typed=[("Grund", typed.get("grund", ""))])


def _clarify(claim: ClaimView, typed: Mapping[str, str], actor: Actor) -> str:
    attempt_id = typed.get("versuch", "")
    if attempt_id not in {attempt.id for attempt in claim.attempts}:
        raise NotFound
    payments.clarify(attempt_id=attempt_id, reason=typed.get("grund", ""), actor=actor, now=platform.now())
    return "Die Zahlung ist geklärt und auf die Forderung gebucht."


def _ask(claim: ClaimView, typed: Mapping[str, str], actor: Actor) -> str:
    after = payments.refresh(claim_id=claim.id, now=platform.now())
    is_silent = any(attempt.state == "unclear" for attempt in after.attempts)
    return "Der Zahlungsdienst antwortet noch nicht." if is_silent else "Der Zahlungsdienst hat geantwortet."


def _request(claim: ClaimView, typed: Mapping[str, str], actor: Actor) -> str:
    found = read_step_input([_AMOUNT], {"betrag": (typed.get("betrag", ""),)})
    if found.problems:
        raise Invalid(found.problems)
    payments.request_refund(
        claim_id=claim.id,
        amount=Decimal(str(found.values["betrag"])),
        reason=typed.get("grund", ""),
        actor=actor,
        now=platform.now(),
    )
    return "Die Erstattung ist vorgeschlagen. Eine zweite Person muss sie freigeben."


def _approve(claim: ClaimView, typed: Mapping[str, str], actor: Actor) -> str:
    payments.approve_refund(refund_id=_refund(claim, typed), actor=actor, now=platform.now())
    return "Die Erstattung ist freigegeben."


def _reject(claim: ClaimView, typed: Mapping[str, str], actor: Actor) -> str:
    payments.reject_refund(refund_id=_refund(claim, typed), actor=actor, now=platform.now())
    return "Die Erstattung ist abgelehnt."


def _finish(claim: ClaimView, typed: Mapping[str, str], actor: Actor) -> str:
    payments.finish_refund(refund_id=_refund(claim, typed), actor=actor, now=platform.now())
    return "Die Erstattung ist als ausgezahlt gebucht."


def _refund(claim: ClaimView, typed: Mapping[str, str]) -> str:
    """Return the id of a refund of this very claim; raises `NotFound` for another's."""
    refund_id = typed.get("erstattung", "")
    if refund_id not in {refund.id for refund in claim.refunds}:
        raise NotFound
    return refund_id


STEPS: Mapping[str, Step] = {
    "klaeren": _clarify,
    "nachfragen": _ask,
    "erstatten": _request,
    "freigeben": _approve,
    "ablehnen": _reject,
    "ausgezahlt": _finish,
}
