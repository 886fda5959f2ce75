"""What stands in the applicant's copy of a submission (§ 9a (4) OZG)."""

from collections.abc import Iterator
from typing import Any

from laufzettel.catalogue import api as catalogue
from laufzettel.engine import forms
from laufzettel.engine.forms import GroupState, PageState
from laufzettel.kernel.dates import LOCAL
from laufzettel.organisation import api as organisation
from laufzettel.submissions import domain, naming
from laufzettel.submissions.domain import SubmissionView


def receipt_data(submission: SubmissionView) -> dict[str, Any]:
    """Return the data for the template `submission`: every question that was shown, with its answer."""
    package = catalogue.get_package(submission.municipality, submission.package_ref)
    town = organisation.get_municipality(submission.municipality)
    state = naming.form_of(submission)
    names = {file.id: file.title for file in submission.attachments}
    sections = [section for page in state.pages if page.visible for section in _sections(page, names)]
    return {
        "town": _town(town),
        "recipient": [submission.account["name"]] if submission.account.get("name") else [],
        "reference": submission.reference,
        "received_de": f"{submission.received_at.astimezone(LOCAL):%d.%m.%Y um %H:%M Uhr}",
        "date": submission.received_at,
        "heading": f"Eingangsbestätigung: {package.manifest.title}",
        "intro": "Wir haben Ihre Angaben erhalten. So stehen sie in Ihrer Akte.",
        "sections": [
            *_rows("Vertretung", domain.acting_rows(submission.acting)),
            *sections,
            *_rows("Berechnet", ((shown.definition.label, shown.display) for shown in state.shown)),
            *_rows("Erklärungen", ((label, "bestätigt") for label in submission.declarations.values())),
        ],
        "attachments": [
            # The file as it was sent: only so can people compare it with their own.
            {
                "name": file.title,
                "size_de": domain.say_size(file.sent_size),
                "sha256": file.original or file.blob,
            }
            for file in submission.attachments
        ],
        "next_steps": list(package.manifest.page.steps),
    }


def _town(town: organisation.Municipality) -> dict[str, Any]:
    return {
        "name": town.name,
        "colour": town.colour,
        "street": town.contact.street,
        "postcode": town.contact.postcode,
        "city": town.contact.city,
        "phone": town.contact.phone,
        "email": town.contact.email,
        "web": town.contact.web,
    }


def _rows(title: str, rows: Any) -> list[dict[str, Any]]:
    listed = [{"label": label, "value": value} for label, value in rows]
    return [{"title": title, "rows": listed}] if listed else []


def _sections(page: PageState, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for group in page.groups:
        if group.visible:
            yield from _group(page, group, names)


def _group(page: PageState, group: GroupState, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for item in group.items:
        title = naming.item_name(group, item) or group.title or page.title
        shown = (field for field in item.fields if field.shown and field.definition.type != "info")
        yield from _rows(title, ((field.definition.label, _display(field, names)) for field in shown))


def _display(field: forms.FieldState, names: dict[str, str]) -> str:
    if field.definition.type == "file" and isinstance(field.value, list):
        return ", ".join(names.get(str(id), str(id)) for id in field.value) or "reichen Sie nach"
    return field.display or "keine Angabe"
