"""Who in the town hall looked at my matter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from laufzettel.cases import api as cases
from laufzettel.portal.pages.matter import own_case, owner_of


@require_safe
def access_log(request: HttpRequest, reference: str) -> HttpResponse:
    """Show when which unit looked at the matter, at what and why."""
    entries = cases.access_log(owner_of(request, reference), reference)
    context = {
        "case": own_case(request, reference),
        "entries": entries,
        "has_names": any(entry.name for entry in entries),
    }
    return render(request, "portal/access_log.html", context)
