"""`laufzettel privacy record`: the record of processing activities (Art. 30 DSGVO) of a town."""

import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from laufzettel.console.town import start_django

if TYPE_CHECKING:
    from laufzettel.organisation.api import Municipality
    from laufzettel.packages import ProcessingRecord

_DISPOSALS = {"destroy": "vernichten", "offer_to_archive": "dem Archiv anbieten"}
_STARTS = {"case_closed": "ab Ende des Jahres des Abschlusses", "day_of_closing": "ab dem Tag des Abschlusses"}
_SAFETY = (
    "Entwürfe sind für ihre Besitzer versiegelt (AES-256-GCM). Jede Änderung und jeder Blick in einen Vorgang steht in "
    "einer verketteten, verankerten Liste. Sachbearbeitung nur mit zweitem Faktor und nur für Vorgänge der eigenen "
    "Stelle. Dokumente sind gesiegelt, Aufbewahrung und Aussonderung folgen dem Aktenplan."
)


def record(*, town: str, output: Path | None) -> int:
    """Write the record over all services in force in a town as an HTML page; raises `NotFound` for an unknown town."""
    start_django()
    from laufzettel import packages
    from laufzettel.catalogue import api as catalogue
    from laufzettel.kernel.dates import local_date
    from laufzettel.organisation import api as organisation
    from laufzettel.platform import api as platform

    today = local_date(platform.now())
    municipality = organisation.get_municipality(town)
    online = (card.key for card in catalogue.list_services(town, on=today) if card.online)
    published = (catalogue.get_published(town, key, today) for key in online)
    found = [packages.processing_record(one.package) for one in published]
    units = {unit.key: unit.name for unit in organisation.list_units(town)}
    text = page(municipality, found, units=units, day=f"{today:%d.%m.%Y}")
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")
    return 0


def page(town: "Municipality", records: "Iterable[ProcessingRecord]", *, units: dict[str, str], day: str) -> str:
    """Return the record of a town as one HTML page; `units` are the names of its offices."""
    officer = town.data_protection
    contact = ", ".join(part for part in (officer.officer, officer.email, officer.phone) if part) or "nicht angegeben"
    title = f"Verzeichnis von Verarbeitungstätigkeiten – {escape(town.name)}"
    return (
        f'<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><title>{title}</title></head><body>\n'
        f"<h1>{title}</h1>\n<p>Art. 30 Abs. 1 DSGVO. Aus den veröffentlichten Leistungspaketen, Stand {day}.</p>\n"
        f"<p>Verantwortlich: {escape(town.name)}, {escape(town.contact.street)}, {escape(town.contact.postcode)} "
        f"{escape(town.contact.city)}. Datenschutzbeauftragte: {escape(contact)}.</p>\n"
        f"<p>Schutz (Art. 32): {_SAFETY}</p>\n" + "".join(_section(one, units) for one in records) + "</body></html>\n"
    )


def _section(record: "ProcessingRecord", units: dict[str, str]) -> str:
    rows = (
        ("Stelle", units.get(record.unit, record.unit)),
        ("Zweck", record.purpose),
        ("Rechtsgrundlage", "; ".join((record.legal_basis, *record.laws))),
        ("Betroffene", "Antragstellende und Personen, die sie in den Angaben nennen"),
        ("Kategorien von Daten", "; ".join(f"{title}: {', '.join(labels)}" for title, labels in record.data)),
        ("Empfänger", "; ".join(record.recipients) or "keine außerhalb der Stelle"),
        ("Gefragte Register", ", ".join(record.registers) or "keine"),
        ("Beschriebene Fachverfahren", ", ".join(record.systems) or "keine"),
        ("Drittländer", "keine Übermittlung vorgesehen"),
        ("Löschung", f"{record.retention} {_STARTS[record.starts]}, dann {_DISPOSALS[record.disposal]}"),
        ("Entwürfe", f"{record.drafts} nach der letzten Änderung"),
        ("Entscheidung ohne Menschen", "möglich (§ 35a VwVfG)" if record.is_automatic else "nein"),
    )
    body = "".join(f'<tr><th scope="row">{label}</th><td>{escape(text)}</td></tr>\n' for label, text in rows)
    head = f"<h2>{escape(record.title)} <small>{escape(record.key)} {escape(record.version)}</small></h2>\n"
    return f"{head}<table>\n{body}</table>\n"
