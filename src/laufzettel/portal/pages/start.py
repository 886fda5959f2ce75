"""Find a service: start page, search, A to Z."""

from collections import defaultdict
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue.api import ServiceCard
from laufzettel.kernel.dates import local_date
from laufzettel.platform import api as platform
from laufzettel.portal.session import town_of

LONGEST_QUERY = 200


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show search, life situations and the services that work online."""
    cards = _cards(request)
    online = [card for card in cards if card.online]
    situations: dict[str, list[ServiceCard]] = defaultdict(list)
    for card in online:
        for situation in card.life_situations:
            situations[situation].append(card)
    return render(request, "portal/start.html", {"online": online, "situations": sorted(situations.items())})


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Show what fits a search, or everything from A to Z."""
    query = request.GET.get("suche", "").strip()[:LONGEST_QUERY]
    found = catalogue.search(town_of(request).key, query, on=_today()).cards if query else _cards(request)
    template = "portal/_results.html" if request.headers.get("HX-Target") == "treffer" else "portal/services.html"
    return render(request, template, {"query": query, "cards": found, "count": len(found)})


def _cards(request: HttpRequest) -> tuple[ServiceCard, ...]:
    return catalogue.list_services(town_of(request).key, on=_today())


def _today() -> date:
    return local_date(platform.now())
