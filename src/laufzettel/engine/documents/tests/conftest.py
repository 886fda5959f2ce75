"""What the tests of the documents share: a town's authority, letters, and the measure of conformance."""

from collections.abc import Callable
from datetime import UTC, datetime

import page
import pytest

from laufzettel.engine.documents import DemoAuthority, demo_authority

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


@pytest.fixture(scope="session")
def authority() -> DemoAuthority:
    """Give the keys of a demonstration town."""
    return demo_authority(town="Landeshauptstadt Mainz", now=NOW)


@pytest.fixture(scope="session")
def stranger() -> DemoAuthority:
    """Give the keys of somebody we do not trust."""
    return demo_authority(town="Irgendwer", now=NOW)


@pytest.fixture
def failures() -> Callable[[bytes], list[str]]:
    """Give the measure: what PDF/A-3a and PDF/UA-1 find wrong with a file."""

    def measure(pdf: bytes) -> list[str]:
        reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES]
        return [str(failure) for report in reports for failure in report.failures]

    return measure


@pytest.fixture
def letter() -> dict[str, object]:
    """Give the data of a whole letter, with everything that the built-in templates know."""
    return {
        "town": {
            "name": "Landeshauptstadt Mainz",
            "office": "Amt für Finanzen, Beteiligungen und Sport",
            "street": "Beispielstraße 1",
            "postcode": "55116",
            "city": "Mainz",
            "phone": "06131 12-0000",
            "email": "amt@mainz.example",
            "web": "www.mainz.example",
            "colour": "#B3122F",
        },
        "recipient": ["Frau", "Erika Beispiel-Großmannsdörffer", "Musterweg 1", "55116 Mainz"],
        "reference": "22.41-2026/000123",
        "clerk": "Jürgen Müßig",
        "date": "2026-11-21",
        "received_de": "21. November 2026, 10:42 Uhr",
        "heading": "Eingangsbestätigung",
        "intro": "Ihr Antrag ist bei uns eingegangen.",
        "sections": [
            {"title": "Ihre Person", "rows": [{"label": "Name", "value": "Erika"}, {"label": "Kinder"}]},
            {"title": "Erklärungen", "rows": [{"label": "Ich erteile das Mandat. " * 20, "value": "bestätigt"}]},
        ],
        "attachments": [{"name": "erlaubnis.pdf", "size_de": "123 kB", "sha256": "9f86d081" * 8}],
        "next_steps": ["Wir prüfen Ihre Angaben."],
        "payment": {"purpose": "Gebühr", "reference": "MZ-1", "method": "Karte", "paid_de": "21.11.2026"},
        "fee": {"positions": [{"label": "Gebühr", "amount_de": "30,00 €", "example": True}], "total_de": "30,00 €"},
        "subject": "Telefonat",
        "body": "Hat angerufen.\n\nReicht die Erlaubnis nach.",
        "verify_url": "https://laufzettel.example/pruefen/7F3K-9QXM",
        "notice": {
            "title": "Bescheid über die Gebühr",
            "valid_from": "2026-12-01",
            "valid_until": "2027-11-30",
            "verify": True,
            "example": True,
            "blocks": [
                {"kind": "tenor", "text": "Es werden 30,00 € festgesetzt."},
                {
                    "kind": "amounts",
                    "heading": "Festsetzung",
                    "rows": [{"label": "Gebühr", "amount": "30", "note": "§ 5"}],
                    "total": "1230.5",
                },
                {
                    "kind": "facts",
                    "heading": "Angaben",
                    "rows": [["Zone", "7"], {"label": "Orte", "value": ["A", "B"]}],
                },
                {"kind": "reasons", "text": "Weil es so ist."},
                {"kind": "conditions", "items": ["Bitte melden Sie Änderungen."]},
                {"kind": "paragraph", "heading": "Fälligkeit", "text": "Sofort.", "items": ["Punkt"]},
                {"kind": "appeal", "text": "Gegen diesen Bescheid kann Widerspruch erhoben werden."},
            ],
        },
    }
