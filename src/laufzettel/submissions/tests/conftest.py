import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue import queries as published_packages
from laufzettel.catalogue.tests.conftest import BICYCLE
from laufzettel.kernel.actor import Actor
from laufzettel.organisation import api as organisation
from laufzettel.submissions import api as submissions

TOWNS = Path(__file__).resolve().parents[4] / "municipalities"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
GUEST = Actor(kind="guest", key="session-of-erika", municipality="mainz", secret="only the browser of erika knows")
STRANGER = Actor(
    kind="guest", key="session-of-mallory", municipality="mainz", secret="only the browser of mallory knows"
)
ELSEWHERE = Actor(
    kind="guest", key="session-of-erika", municipality="musterstadt", secret="only the browser of erika knows"
)
ANSWERS: dict[str, Any] = {
    "person": {"name": "Erika Beispiel", "geburtsdatum": "1990-05-04"},
    "raeder": [{"marke": "Hollandrad", "wert": "500.00", "gestohlen": False}],
}


@pytest.fixture
def ref(db: None) -> Iterator[str]:
    yield from published()


def published() -> Iterator[str]:
    """Publish the bicycle service for both towns and give its reference."""
    published_packages._parsed.cache_clear()
    organisation.forget_offices()
    told = None
    for town in ("musterstadt", "mainz"):
        organisation.load_municipality(folder=TOWNS / town, now=NOW)
        told = catalogue.publish(municipality=town, folder=BICYCLE, overlay=None, actor=Actor.system(town), now=NOW)
    assert told is not None
    yield told.ref
    published_packages._parsed.cache_clear()
    organisation.forget_offices()


def started(ref: str, actor: Actor = GUEST, now: datetime = NOW) -> str:
    return submissions.start_draft(
        actor=actor, service_key="fahrrad-registrieren", package_ref=ref, level="none", now=now
    ).id


def filled(ref: str, actor: Actor = GUEST, answers: dict[str, Any] | None = None) -> str:
    draft_id = started(ref, actor)
    submissions.save_page(
        actor=actor, draft_id=draft_id, page_key="raeder", answers=answers or ANSWERS, version=1, now=NOW
    )
    return draft_id


@pytest.fixture
def draft_id(ref: str) -> str:
    return filled(ref)


def submit(draft_id: str, actor: Actor = GUEST, version: int = 2, declarations: tuple[str, ...] = ("richtig",)) -> Any:
    return submissions.submit(actor=actor, draft_id=draft_id, declarations=declarations, version=version, now=NOW)


def pdf(pages: int = 1, **options: Any) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    out = io.BytesIO()
    # The same pages are the same bytes, whatever the time; encrypted files need an identifier of their own.
    document.save(out, deterministic_id="encryption" not in options, **options)
    return out.getvalue()


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()
