"""What the tests of `notices` share."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from laufzettel.kernel.actor import Actor
from laufzettel.messaging.api import Recipient
from laufzettel.notices import api as notices
from laufzettel.notices.api import Letterhead
from laufzettel.organisation import api as organisation
from laufzettel.packages import Block, NoticeContent, Row
from laufzettel.platform.testing import run_jobs
from laufzettel.records import api as records

ROOT = Path(__file__).resolve().parents[4]
TOWN = "musterstadt"
SUBJECT = "case:MU-26-2222-2222"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SYSTEM = Actor.system(TOWN)
CLERK = Actor(kind="clerk", key="7", municipality=TOWN, units=frozenset({"buergeramt"}), name="Falk Sommer")
CITIZEN = Actor(kind="guest", key="session", municipality=TOWN)
GUEST = Recipient(email="erika@example.org", name="Erika Beispiel")
HOLDER = Recipient(account_id="a-1", email="erika@example.org", name="Erika Beispiel")


@pytest.fixture
def town(db: None) -> Iterator[None]:
    """Give a town with an open record file."""
    organisation.forget_offices()
    organisation.load_municipality(folder=ROOT / "municipalities" / TOWN, now=NOW)
    records.open_file(
        subject=SUBJECT,
        municipality=TOWN,
        plan_key="11.12",
        title="Baum",
        retention="P10Y",
        starts="case_closed",
        disposal="destroy",
        actor=SYSTEM,
        now=NOW,
    )
    yield
    organisation.forget_offices()


def content(**changes: Any) -> NoticeContent:
    """Give the content of a decision with one block of each kind."""
    values: dict[str, Any] = {
        "key": "bescheid",
        "title": "Genehmigung",
        "kind": "decision",
        "layout": "letter",
        "verify": True,
        "valid_from": date(2026, 11, 21),
        "valid_until": date(2027, 11, 20),
        "blocks": (
            Block(kind="tenor", text="Sie dürfen den Baum fällen."),
            Block(kind="amounts", heading="Gebühr", rows=(Row(label="Gebühr", value="25,00 €"),), total="25,00 €"),
            Block(kind="facts", heading="Umfang", rows=(Row(label="Bäume", value="1"),), public=True),
            Block(kind="reasons", heading="Begründung", text="Der Baum ist krank."),
            Block(kind="conditions", heading="Auflagen", items=("Pflanzen Sie nach.",)),
            Block(kind="appeal", text="Sie können Widerspruch einlegen."),
        ),
        "example": True,
    }
    return NoticeContent(**{**values, **changes})


def head() -> Letterhead:
    """Give the letterhead of the town's office."""
    return notices.letterhead(
        municipality=organisation.get_municipality(TOWN),
        unit=organisation.get_unit(TOWN, "buergeramt"),
        recipient=("Erika Beispiel", "Musterweg 1", "12345 Musterstadt"),
        reference="11.12-2026/000001",
        clerk="Falk Sommer",
    )


def order(recipient: Recipient = GUEST, **changes: Any) -> str:
    """Order a notice and return its id."""
    return notices.issue(
        subject=SUBJECT,
        municipality=TOWN,
        step="bescheid",
        decision_id=None,
        content=content(**changes),
        recipient=recipient,
        letterhead=head(),
        application_data={"lage": "Hof"},
        land="RP",
        actor=SYSTEM,
        now=NOW,
    ).notice_id


def issue(recipient: Recipient = GUEST, **changes: Any) -> str:
    """Order a notice, let the worker print and seal it, and return its id."""
    notice_id = order(recipient, **changes)
    run_jobs(NOW)
    return notice_id
