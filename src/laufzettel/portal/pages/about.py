"""Pages that every public website owes its readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement with the way to report a barrier."""
    return render(request, "portal/accessibility.html")


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Show who is responsible."""
    return render(request, "portal/imprint.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to get help."""
    return render(request, "portal/help.html")
