"""What the tests of `messaging` build their cases from."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from laufzettel.kernel.actor import Actor
from laufzettel.messaging import api as messaging
from laufzettel.messaging.api import Recipient
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("mainz")
SUBJECT = "case:MZ-26-7F3K-9QXM"
ANNA = Actor(kind="account", key="anna", municipality="mainz")
BORIS = Actor(kind="account", key="boris", municipality="mainz")
GUEST = Actor(kind="guest", key="submission-1", municipality="mainz")
TO_ANNA = Recipient(account_id="anna", email="anna@example.org", name="Anna Weber")
TO_GUEST = Recipient(email="gast@example.org", name="Gast")
TOWNS = Path(__file__).resolve().parents[4] / "municipalities"


def load_town() -> None:
    """Load the town whose name stands in notifications."""
    organisation.load_municipality(folder=TOWNS / "mainz", now=NOW)
    organisation.forget_offices()


def send(**changes: Any) -> Any:
    """Send a message about a notice to Anna, with changes."""
    given: dict[str, Any] = {
        "subject": SUBJECT,
        "municipality": "mainz",
        "recipient": TO_ANNA,
        "key": "notice:1",
        "kind": "notice",
        "title": "Ihr Hundesteuerbescheid",
        "text": "Der Bescheid liegt bei.",
        "document_ids": (7,),
        "actor": SYSTEM,
        "now": NOW,
    }
    return messaging.send(**{**given, **changes})


def kinds_told() -> list[str]:
    """List the kinds of events told about the subject."""
    return [event.kind for event in platform.timeline("mainz", SUBJECT)]
