"""Pages that every public website owes its readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.dates import local_date, parse_period
from laufzettel.kernel.errors import NotFound
from laufzettel.packages import Package
from laufzettel.platform import api as platform
from laufzettel.portal.session import town_of


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement with the way to report a barrier."""
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is done with data, service by service, as the packages declare it."""
    town = town_of(request).key
    today = local_date(platform.now())
    keys = [card.key for card in catalogue.list_services(town, on=today) if card.online]
    found = [(package.manifest, _kept(package)) for key in keys if (package := _package(town, key))]
    return render(request, "portal/privacy.html", {"services": found})


def _kept(package: Package) -> str:
    period = parse_period(package.manifest.records.retention)
    years, months = divmod(period.months, 12)
    parts = (
        [ngettext("{count} Jahr", "{count} Jahre", years).format(count=years)] * bool(years)
        + [ngettext("{count} Monat", "{count} Monate", months).format(count=months)] * bool(months)
        + [ngettext("{count} Tag", "{count} Tage", period.days).format(count=period.days)] * bool(period.days)
    )
    return _("{time} nach Abschluss des Vorgangs").format(time=" ".join(parts))


def _package(town: str, key: str) -> Package | None:
    try:
        return catalogue.get_published(town, key, local_date(platform.now())).package
    except NotFound:
        return None


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Show who is responsible."""
    return render(request, "portal/imprint.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to get help."""
    return render(request, "portal/help.html")
