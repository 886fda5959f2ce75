"""What the tests of `records` build their cases from."""

from datetime import UTC, date, datetime
from typing import Any

from laufzettel.kernel.actor import Actor
from laufzettel.platform import api as platform
from laufzettel.records import api as records

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("mainz")
SUBJECT = "case:MZ-26-7F3K-9QXM"


def open_file(**changes: Any) -> Any:
    """Open a record file as the dog tax would, with changes."""
    given: dict[str, Any] = {
        "subject": SUBJECT,
        "municipality": "mainz",
        "plan_key": "22.41",
        "title": "Anmeldung zur Hundesteuer",
        "retention": "P10Y",
        "starts": "case_closed",
        "disposal": "destroy",
        "actor": SYSTEM,
        "now": NOW,
    }
    return records.open_file(**{**given, **changes})


def file(content: bytes = b"%PDF-1.7 Antrag", **changes: Any) -> Any:
    """File a submission, with changes."""
    given: dict[str, Any] = {
        "subject": SUBJECT,
        "municipality": "mainz",
        "key": "submission",
        "kind": "submission",
        "title": "Antrag",
        "filename": "antrag.pdf",
        "media_type": "application/pdf",
        "blob": platform.put_blob(content),
        "document_on": date(2026, 11, 21),
        "actor": SYSTEM,
        "now": NOW,
    }
    return records.file(**{**given, **changes})


def close(**changes: Any) -> Any:
    """Close the record file, with changes."""
    given: dict[str, Any] = {"subject": SUBJECT, "municipality": "mainz", "actor": SYSTEM, "now": NOW}
    return records.close_file(**{**given, **changes})


def kinds_told(subject: str = SUBJECT) -> list[str]:
    """List the kinds of events told about a subject."""
    return [event.kind for event in platform.timeline("mainz", subject)]
