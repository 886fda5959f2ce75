"""Ways to a service other than words: life situations, offices, short addresses, maps for machines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import say
from laufzettel.organisation import api as organisation
from laufzettel.portal.hours import hours_lines
from laufzettel.portal.pages.start import today
from laufzettel.portal.session import town_of
from laufzettel.portal.situations import Situation, situations_of

# What machines that read the web have no business with.
_CLOSED = ("/antrag/", "/vorgang/", "/meine/", "/status/", "/anmelden/", "/desk/", "/leistungen/?suche=")
_PLACES = ("start", "services", "a_to_z", "situations", "offices", "help", "accessibility", "privacy", "imprint")


@require_safe
def situations(request: HttpRequest) -> HttpResponse:
    """Show all life situations with their services."""
    return render(request, "portal/situations.html", {"situations": _situations(request)})


@require_safe
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the services of one life situation."""
    found = next((one for one in _situations(request) if one.slug == slug), None)
    if found is None:
        raise NotFound(say("Diese Lebenslage kennen wir nicht."))
    return render(request, "portal/situation.html", {"situation": found, "cards": found.cards})


def _situations(request: HttpRequest) -> list[Situation]:
    return situations_of(catalogue.list_services(town_of(request).key, on=today()))


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Show the offices of the town."""
    return render(request, "portal/offices.html", {"units": organisation.list_units(town_of(request).key)})


@require_safe
def office(request: HttpRequest, key: str) -> HttpResponse:
    """Show one office: where it is, when it is open, how to get in, and what it does."""
    town = town_of(request)
    unit = organisation.get_unit(town.key, key)
    cards = [card for card in catalogue.list_services(town.key, on=today()) if unit.key in card.units]
    return render(request, "portal/office.html", {"unit": unit, "hours": hours_lines(unit), "cards": cards})


@require_safe
def short(request: HttpRequest, word: str) -> HttpResponse:
    """Lead from a short address to its service."""
    found = catalogue.list_by_short(town_of(request).key, word.lower(), on=today())
    if not found:
        raise NotFound(say("Diese Kurzadresse kennen wir nicht."))
    if len(found) == 1:
        return redirect("portal:service", key=found[0].key)
    return render(request, "portal/short.html", {"cards": found})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell machines what they may read."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in _CLOSED), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page of the town for machines that search."""
    town = town_of(request).key
    cards = catalogue.list_services(town, on=today())
    places = [
        *(reverse(f"portal:{name}") for name in _PLACES),
        *(reverse("portal:service", args=[card.key]) for card in cards),
        *(reverse("portal:situation", args=[one.slug]) for one in situations_of(cards)),
        *(reverse("portal:office", args=[unit.key]) for unit in organisation.list_units(town)),
    ]
    addresses = [request.build_absolute_uri(place) for place in places]
    return render(request, "portal/sitemap.xml", {"addresses": addresses}, content_type="application/xml")
