"""What a service does with data is read off its package, never written twice."""

from pathlib import Path

from laufzettel import packages
from laufzettel.packages import Package

HOME = Path(__file__).parents[4]


def test_record_names_purpose_data_recipients_and_deletion() -> None:
    record = packages.processing_record(packages.load(HOME / "services" / "bewohnerparkausweis-beantragen"))

    assert ("bewohnerparkausweis-beantragen", "buergeramt", "P3Y", "P30D") == (
        record.key, record.unit, record.retention, record.drafts,
    )  # fmt: skip
    assert any("Fahrzeugregister" in recipient for recipient in record.recipients)
    assert record.registers
    assert all(labels for _, labels in record.data)


def test_every_question_of_the_form_stands_in_the_record(package: Package) -> None:
    asked = {field.label for group in package.form.groups.values() for field in group.fields if field.type != "info"}

    assert asked == {label for _, labels in packages.processing_record(package).data for label in labels}


def test_services_that_decide_by_themselves_say_so() -> None:
    automatic = {
        folder.name: packages.processing_record(packages.load(folder)).is_automatic
        for folder in sorted((HOME / "services").iterdir())
        if (folder / "manifest.yaml").is_file()
    }

    assert not automatic["hundesteuer-anmeldung"]


def test_record_speaks_the_language_of_the_package(package: Package) -> None:
    assert packages.processing_record(packages.localized(package, "en")).title == package.texts["en"]["title"]
