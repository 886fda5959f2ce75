"""Find a service: start page, search, A to Z."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue.api import ServiceCard
from laufzettel.kernel.dates import local_date
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform
from laufzettel.portal.narrowing import Narrowed, narrow
from laufzettel.portal.session import town_of
from laufzettel.portal.situations import situations_of

LONGEST_QUERY = 200
MOST_SHOWN = 50
_BASE_LETTERS = str.maketrans("äöü", "aou")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show search, life situations and the services that work online."""
    cards = catalogue.list_services(town_of(request).key, on=today())
    online = [card for card in cards if card.online]
    return render(
        request,
        "portal/start.html",
        {"online": online, "situations": situations_of(online), "easy_url": reverse("portal:easy_start")},
    )


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Show what fits a search, narrowed down where that is a lot; without a question the way to all services."""
    query = request.GET.get("suche", "").strip()[:LONGEST_QUERY]
    if not query:
        return a_to_z(request) if not _is_live(request) else render(request, "portal/_results.html", {"query": ""})
    town = town_of(request)
    result = catalogue.search(town.key, query, on=today())
    if not result.cards and not _is_live(request):
        catalogue.note_miss(municipality=town.key, text=query, today=today())
    narrowed = narrow(result.cards, request.GET, organisation.list_units(town.key))
    return render(
        request,
        "portal/_results.html" if _is_live(request) else "portal/services.html",
        {"query": query, "result": result, "narrowed": narrowed, **_shown(request, narrowed), **_help(request, result)},
    )


def _is_live(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target") == "treffer"


def _shown(request: HttpRequest, narrowed: Narrowed) -> dict[str, object]:
    everything = request.GET.copy()
    everything["alle"] = "1"
    most = len(narrowed.cards) if request.GET.get("alle") else MOST_SHOWN
    return {
        "cards": narrowed.cards[:most],
        "count": len(narrowed.cards),
        "more": everything.urlencode() if len(narrowed.cards) > most else "",
    }


def _help(request: HttpRequest, result: catalogue.SearchResult) -> dict[str, object]:
    """Return what is offered to those who found nothing."""
    if result.cards:
        return {}
    cards = catalogue.list_services(town_of(request).key, on=today())
    return {"online": [card for card in cards if card.online]}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The services that begin with a letter."""

    name: str
    cards: tuple[ServiceCard, ...]


@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    """Show all services by letter; a long list one letter at a time."""
    letters = _letters(catalogue.list_services(town_of(request).key, on=today()))
    count = sum(len(letter.cards) for letter in letters)
    wanted = request.GET.get("buchstabe", "").upper()
    is_long = count > MOST_SHOWN * 4
    shown = [letter for letter in letters if letter.name == wanted] if is_long or wanted else letters
    return render(
        request,
        "portal/a_to_z.html",
        {"letters": letters, "shown": shown or letters[:1], "count": count, "is_long": is_long},
    )


def _letters(cards: tuple[ServiceCard, ...]) -> list[Letter]:
    found: dict[str, list[ServiceCard]] = {}
    for card in cards:
        first = card.title[:1].lower().translate(_BASE_LETTERS).upper()
        found.setdefault(first if first.isalpha() else "0–9", []).append(card)
    return [Letter(name=name, cards=tuple(found[name])) for name in sorted(found)]


def today() -> date:
    """Return the German day of now."""
    return local_date(platform.now())
