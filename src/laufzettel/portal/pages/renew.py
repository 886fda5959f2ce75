"""Begin the same service again with the answers of an earlier submission."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue.api import PublishedService
from laufzettel.engine import forms
from laufzettel.engine.forms import CarriedOver
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.levels import at_least
from laufzettel.platform import api as platform
from laufzettel.portal.pages.matter import owner_of
from laufzettel.portal.session import actor_of
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import SubmissionView


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what can be taken over, or begin a new draft with it."""
    now = platform.now()
    earlier = submissions.access_submission(owner_of(request, reference), reference)
    published = catalogue.get_published(earlier.municipality, earlier.service_key, local_date(now))
    carried = _carried(earlier, published)
    actor = actor_of(request, begins=request.method == "POST")
    is_enough = at_least(have=actor.level, need=published.package.manifest.level_of_assurance)
    if request.method == "POST" and is_enough:
        try:
            started = submissions.start_draft(
                actor=actor,
                service_key=earlier.service_key,
                package_ref=published.ref,
                level=actor.level,
                answers=carried.answers,
                acting=earlier.acting,
                now=now,
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("portal:matters")
        messages.info(request, _("Ihre Angaben sind übernommen. Bitte prüfen Sie jede Seite."))
        return redirect("portal:page", draft_id=started.draft_id, page_key=published.package.form.pages[0].key)
    context = {
        "reference": earlier.reference,
        "service": published.package.manifest,
        "received_at": earlier.received_at,
        "left_out": carried.left_out,
        "is_enough": is_enough,
    }
    return render(request, "portal/renew.html", context)


def _carried(earlier: SubmissionView, published: PublishedService) -> CarriedOver:
    then = catalogue.get_package(earlier.municipality, earlier.package_ref)
    return forms.carry_over(published.package.form, then.form, earlier.answers)
