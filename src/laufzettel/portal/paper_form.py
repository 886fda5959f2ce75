"""The form of a service on paper, with the town and office it goes back to."""

from datetime import date

from laufzettel import packages
from laufzettel.organisation.api import Municipality, Unit
from laufzettel.packages import Package


def paper_data(package: Package, *, town: Municipality, unit: Unit, short_url: str, today: date) -> dict[str, object]:
    """Return the data of the document `form`: questions of the package, address to send it to, code for scans."""
    contact = unit.contact if unit.contact.street else town.contact
    return {
        **packages.paper_form(package, today=today),
        "town": {
            "name": town.name,
            "office": unit.name,
            "colour": town.colour,
            "street": contact.street,
            "postcode": contact.postcode,
            "city": contact.city,
            "web": town.contact.web,
        },
        "return_to": [town.name, unit.name, contact.street, f"{contact.postcode} {contact.city}".strip()],
        "online_url": short_url,
        "code_qr": packages.paper_code(package, town.key),
        "reference": f"{package.manifest.key} {package.manifest.version}",
        "date": package.manifest.valid_from,
        "date_de": package.content_hash[:12],
    }
