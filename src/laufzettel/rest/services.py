"""GET /api/v1/services…: what a town offers, and what a form asks. Open to everybody."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from laufzettel import packages
from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue.api import PublishedService
from laufzettel.kernel import language
from laufzettel.kernel.dates import local_date
from laufzettel.packages import Package
from laufzettel.platform import api as platform
from laufzettel.rest.access import town_of
from laufzettel.rest.problem import endpoint


@endpoint("GET")
def services(request: HttpRequest) -> HttpResponse:
    """List the services of a town that can be used online."""
    today = local_date(platform.now())
    cards = [card for card in catalogue.list_services(town_of(request).key, on=today) if card.online]
    found = [
        {
            "key": card.key,
            "title": card.title,
            "summary": card.summary,
            "fee": card.fee_text,
            "url": absolute(request, "rest:service", card.key),
        }
        for card in cards
    ]
    return JsonResponse({"services": found})


@endpoint("GET")
def service(request: HttpRequest, key: str) -> HttpResponse:
    """Describe one service: what it is, its version, and where its form and its entrance are."""
    today = local_date(platform.now())
    published = catalogue.get_published(town_of(request).key, key, today)
    return JsonResponse(_card(request, published, read_in(published.package), today))


@endpoint("GET")
def schema(request: HttpRequest, key: str) -> HttpResponse:
    """Return the JSON Schema of the answers of a service."""
    today = local_date(platform.now())
    package = read_in(catalogue.get_published(town_of(request).key, key, today).package)
    return JsonResponse(packages.answers_schema(package, on=today), content_type="application/schema+json")


def read_in(package: Package) -> Package:
    """Return the package in the language of the reader."""
    return packages.localized(package, language.reader())


def absolute(request: HttpRequest, name: str, *parts: str) -> str:
    """Return a whole address on the host that was called."""
    return request.build_absolute_uri(reverse(name, args=parts))


def _card(request: HttpRequest, published: PublishedService, package: Package, today: date) -> dict[str, Any]:
    manifest = package.manifest
    return {
        "key": manifest.key,
        "title": manifest.title,
        "summary": manifest.summary,
        "kind": manifest.kind,
        "version": manifest.version,
        "package": published.ref,
        "published_at": published.published_at.isoformat(),
        "versions": [
            {"package": item.ref, "version": item.version, "valid_from": item.valid_from.isoformat()}
            for item in catalogue.list_versions(town_of(request).key, manifest.key)
        ],
        "valid_from": manifest.valid_from.isoformat(),
        "valid_until": manifest.valid_until.isoformat() if manifest.valid_until else None,
        "level_of_assurance": manifest.level_of_assurance,
        "written_form": manifest.written_form,
        "fee": packages.fee_text(package, today=today),
        "has_example_values": packages.has_examples(package, today=today),
        "legal_basis": [{"cite": item.cite, "url": item.url} for item in manifest.legal_basis],
        "declarations": [
            {"key": item.key, "text": item.label, "conditional": item.when is not None}
            for item in package.form.declarations
        ],
        "fim": manifest.catalogue.fim or None,
        "leika": manifest.catalogue.leika or None,
        "schema": absolute(request, "rest:schema", manifest.key),
        "submissions": absolute(request, "rest:submit", manifest.key),
    }
