"""Pages that every public website owes its readers."""

from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laufzettel.portal.session import town_of


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement with the way to report a barrier."""
    stated = town_of(request).accessibility
    days = {name: date.fromisoformat(day) for name in ("stated_on", "checked_on") if (day := getattr(stated, name))}
    return render(request, "portal/accessibility.html", {"stated": stated, **days})


@require_safe
def accessibility_data(request: HttpRequest) -> HttpResponse:
    """Give the statement to programs, as § 7 (1) BITV 2.0 wants it readable by machines too."""
    town = town_of(request)
    stated = town.accessibility
    return JsonResponse(
        {
            "responsible": town.name,
            "website": request.build_absolute_uri(reverse("portal:start")),
            "standard": "WCAG 2.2 AA",
            "conformance": {"full": "full", "partial": "partial", "none": "non-compliant"}[stated.status],
            "nonAccessibleContent": stated.gaps,
            "statementDate": stated.stated_on,
            "assessmentDate": stated.checked_on,
            "assessmentMethod": stated.method,
            "feedback": request.build_absolute_uri(reverse("portal:feedback")),
            "feedbackEmail": town.contact.email,
            "enforcementBody": {
                "name": stated.enforcement,
                "email": stated.enforcement_email,
                "telephone": stated.enforcement_phone,
                "url": stated.enforcement_web,
            },
            "isExample": stated.example,
        }
    )


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Show who is responsible."""
    return render(request, "portal/imprint.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to get help."""
    return render(request, "portal/help.html")
