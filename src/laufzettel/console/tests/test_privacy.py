"""The record of processing activities is a page that holds every published service."""

from pathlib import Path

from laufzettel import packages
from laufzettel.console.privacy import page
from laufzettel.organisation.domain import Contact, DataProtection, Municipality

HOME = Path(__file__).parents[4]
TOWN = Municipality(
    key="x", name="Stadt <X>", short_name="X", prefix="X", land="RP", hosts=("x",), colour="#000",
    contact=Contact(city="X"), data_protection=DataProtection(officer="Frau Muster"),
)  # fmt: skip


def test_page_holds_each_service_with_what_article_30_asks_for() -> None:
    folders = [folder for folder in (HOME / "services").iterdir() if (folder / "manifest.yaml").is_file()]
    records = [packages.processing_record(packages.load(folder)) for folder in folders]

    text = page(TOWN, records, units={"buergeramt": "Bürgeramt"}, day="21.11.2026")

    assert len(records) == text.count("<h2>") == text.count("Kategorien von Daten")
    assert "Frau Muster" in text
    assert "Stadt &lt;X&gt;" in text
    assert "Bürgeramt" in text
