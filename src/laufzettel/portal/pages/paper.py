"""A service off the screen: QR code, poster, form to print."""

from datetime import date
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue.api import ServiceCard
from laufzettel.engine import documents
from laufzettel.kernel import language
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import say
from laufzettel.organisation import api as organisation
from laufzettel.organisation.api import Municipality, Unit
from laufzettel.portal.pages.start import today
from laufzettel.portal.paper_form import paper_data
from laufzettel.portal.session import town_of

_FORMS_KEPT = 64


def short_url(request: HttpRequest, card: ServiceCard | None) -> str:
    """Return the short address of a service in full, for example `https://stadt.example/k/wort/`."""
    return request.build_absolute_uri(reverse("portal:short", args=[card.short_key])) if card else ""


@require_safe
def qr(request: HttpRequest, key: str) -> HttpResponse:
    """Draw the short address of a service as a QR code."""
    svg = documents.qr_svg(text=short_url(request, _card(request, key)))
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
def poster(request: HttpRequest, key: str) -> HttpResponse:
    """Show a page to print and hang up, with the QR code of a service."""
    card = _card(request, key)
    return render(request, "portal/poster.html", {"card": card, "short_url": short_url(request, card)})


@require_safe
def form(request: HttpRequest, key: str) -> HttpResponse:
    """Make the form of a service as a PDF to print, fill in by hand and send back: in German, as offices work."""
    town = town_of(request)
    package = catalogue.get_published(town.key, key, today()).package
    unit = organisation.get_unit(town.key, package.manifest.responsibility.unit)
    pdf = _pdf(town, unit, package.ref, short_url(request, _card(request, key)), today())
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{key}-{package.manifest.version}.pdf"'
    return answer


@lru_cache(maxsize=_FORMS_KEPT)
def _pdf(town: Municipality, unit: Unit, ref: str, address: str, day: date) -> bytes:
    # Setting takes half a second of a processor and anybody may ask: the same form is set once a day and process.
    with language.reading(language.SOURCE):
        package = catalogue.get_package(town.key, ref)
    data = paper_data(package, town=town, unit=unit, short_url=address, today=day)
    return documents.render_built_in(name="form", data=data, attachment=None, title=package.manifest.title)


def _card(request: HttpRequest, key: str) -> ServiceCard:
    card = catalogue.find_card(town_of(request).key, key, on=today())
    if card is None:
        raise NotFound(say("Diese Leistung kennen wir nicht."))
    return card
