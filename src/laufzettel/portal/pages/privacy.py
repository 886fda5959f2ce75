"""What happens with data: in general, and service by service as the packages declare it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from laufzettel import packages
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.dates import local_date
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform
from laufzettel.portal.durations import kept_words, period_words
from laufzettel.portal.session import town_of


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what holds for all services, and lead to the page of each."""
    today = local_date(platform.now())
    cards = [card for card in catalogue.list_services(town_of(request).key, on=today) if card.online]
    return render(request, "portal/privacy.html", {"services": cards})


@require_safe
def service_privacy(request: HttpRequest, key: str) -> HttpResponse:
    """Show what one service does with data, read off its package (Art. 13 DSGVO); raises `NotFound`."""
    town = town_of(request)
    package = catalogue.get_published(town.key, key, local_date(platform.now())).package
    found = packages.processing_record(package)
    context = {
        "record": found,
        "unit": organisation.get_unit(town.key, found.unit),
        "kept": kept_words(found.retention, found.starts),
        "drafts": period_words(found.drafts),
    }
    return render(request, "portal/service_privacy.html", context)
