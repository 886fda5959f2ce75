"""What machines read about a service: schema.org as JSON-LD."""

import json
from urllib.parse import urljoin

from django.urls import reverse

from laufzettel.organisation.api import Contact, Municipality, Unit
from laufzettel.packages import Manifest
from laufzettel.portal.hours import hours_lines

_FORBIDDEN = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def structured_service(manifest: Manifest, fee_text: str, unit: Unit, town: Municipality, root: str) -> str:
    """Return the JSON-LD of a service, safe inside a script element; `root` is the address of the start page."""
    address = urljoin(root, reverse("portal:service", args=[manifest.key]))
    told = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": address,
        "url": address,
        "name": manifest.title,
        "description": manifest.summary,
        "serviceType": manifest.catalogue.ozg_service or manifest.title,
        "areaServed": {"@type": "City", "name": town.name},
        "audience": {"@type": "Audience", "audienceType": manifest.page.for_whom},
        "offers": {"@type": "Offer", "description": fee_text},
        "serviceOperator": _office(unit, town),
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceUrl": urljoin(root, reverse("portal:begin", args=[manifest.key])),
            "availableLanguage": ["de", "en"],
        },
    }
    return json.dumps(told, ensure_ascii=False).translate(_FORBIDDEN)


def _office(unit: Unit, town: Municipality) -> dict[str, object]:
    told: dict[str, object] = {
        "@type": "GovernmentOffice",
        "name": unit.name,
        "parentOrganization": {"@type": "GovernmentOrganization", "name": town.name},
    }
    if unit.contact.street:
        told["address"] = _address(unit.contact)
    if unit.contact.phone:
        told["telephone"] = unit.contact.phone
    if unit.hours:
        told["openingHours"] = [line.machine for line in hours_lines(unit)]
    return told


def _address(contact: Contact) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "streetAddress": contact.street,
        "postalCode": contact.postcode,
        "addressLocality": contact.city,
        "addressCountry": "DE",
    }
