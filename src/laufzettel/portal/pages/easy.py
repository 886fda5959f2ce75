"""Pages in Leichte Sprache: the essentials of the portal and of every service whose package has such a text."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laufzettel import packages
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel import language
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.packages import EASY, Package
from laufzettel.platform import api as platform
from laufzettel.portal.session import town_of

View = Callable[..., HttpResponse]


def in_german(view: View) -> View:
    """Draw a page in German, whatever language the session reads: Leichte Sprache is German."""

    @wraps(view)
    def draw(request: HttpRequest, *args: str, **given: str) -> HttpResponse:
        with translation.override(language.SOURCE), language.reading(language.SOURCE):
            return view(request, *args, **given)

    return draw


def easy_url(package: Package) -> str:
    """Return where a service stands in Leichte Sprache, empty where its package has no such text."""
    return reverse("portal:easy_service", args=[package.key]) if package.texts.get(EASY) else ""


@require_safe
@in_german
def start(request: HttpRequest) -> HttpResponse:
    """Explain the portal in Leichte Sprache and list the services that have such a page."""
    town, today = town_of(request).key, local_date(platform.now())
    request.regular_path = reverse("portal:start")  # type: ignore[attr-defined]
    keys = [card.key for card in catalogue.list_services(town, on=today) if card.online]
    found = [catalogue.get_published(town, key, today).package for key in keys]
    easy = [packages.localized(package, EASY).manifest for package in found if package.texts.get(EASY)]
    return render(request, "portal/easy_start.html", {"services": easy, "easy_url": request.path})


@require_safe
@in_german
def service(request: HttpRequest, key: str) -> HttpResponse:
    """Show the essentials of a service in Leichte Sprache."""
    today = local_date(platform.now())
    request.regular_path = reverse("portal:service", args=[key])  # type: ignore[attr-defined]
    package = catalogue.get_published(town_of(request).key, key, today).package
    if not package.texts.get(EASY):
        raise NotFound(_("Diese Leistung gibt es hier nicht in Leichter Sprache."))
    said = packages.localized(package, EASY)
    context = {"service": said.manifest, "fee_text": packages.fee_text(said, today=today), "easy_url": request.path}
    return render(request, "portal/easy_service.html", context)
