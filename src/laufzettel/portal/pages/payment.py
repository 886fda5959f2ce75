"""Pay: show what is due, go to the payment service, come back and look what became of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel import packages
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Conflict, LaufzettelError, NotFound
from laufzettel.payments import api as payments
from laufzettel.payments.api import ClaimView
from laufzettel.platform import api as platform
from laufzettel.portal.pages.matter import own_case, owner_of
from laufzettel.submissions import api as submissions

# So often within a minute a page that waits for a payment may make us ask the payment service.
_QUESTIONS, _WINDOW_S = 30, 60


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the amount, or lead to the payment service."""
    actor = owner_of(request, reference)
    case = own_case(request, reference)
    claim = _claim(case.claim)
    if request.method == "POST":
        back = request.build_absolute_uri(reverse("portal:paid", args=[case.reference]))
        try:
            return redirect(payments.begin(claim_id=claim.id, return_url=back, actor=actor, now=platform.now()))
        except Conflict as conflict:
            messages.info(request, conflict.message)
            return redirect("portal:paid", reference=case.reference)
        except LaufzettelError as problem:
            messages.error(request, problem.message)
            return redirect("portal:pay", reference=case.reference)
    package = catalogue.get_package(actor.municipality, submissions.access_submission(actor, reference).package_ref)
    context = {
        "case": case,
        "claim": claim,
        "waiting": _is_waiting(claim),
        "has_examples": packages.has_examples(package, today=local_date(platform.now())),
    }
    return render(request, "portal/pay.html", context)


@require_safe
def paid(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the browser back: ask the payment service what happened; the address itself says nothing."""
    case = own_case(request, reference)
    claim, now = _claim(case.claim), platform.now()
    if not platform.hit_limit(f"payment:{claim.id}", limit=_QUESTIONS, per_seconds=_WINDOW_S, now=now):
        claim = payments.refresh(claim_id=claim.id, now=now)
    return render(
        request,
        "portal/paid.html",
        {"case": case, "claim": claim, "waiting": _is_waiting(claim)},
    )


def _is_waiting(claim: ClaimView) -> bool:
    if claim.state == "unclear":
        return True
    return claim.state == "open" and bool(claim.attempts) and claim.attempts[-1].ended_at is None


def _claim(claim: ClaimView | None) -> ClaimView:
    if claim is None:
        raise NotFound(_("Für diesen Vorgang ist nichts zu bezahlen."))
    return claim
