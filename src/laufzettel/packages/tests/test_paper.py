"""The form on paper asks what the form on the screen asks."""

from datetime import date
from pathlib import Path
from typing import Any

import page
import pytest

from laufzettel.engine import documents
from laufzettel.packages import Package, load, paper_code, paper_form

DAY = date(2026, 11, 21)
HERE = Path(__file__).parents[4]
SERVICES = sorted(path.parent for path in (HERE / "services").glob("*/manifest.yaml"))


@pytest.fixture(scope="module")
def dogs() -> Package:
    return load(HERE / "services" / "hundesteuer-anmeldung", None)


def _fields(form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    groups = [group for section in form["sections"] for group in section["groups"]]
    return {field["label"]: field for group in groups for field in group["fields"]}


def test_every_question_of_the_screen_stands_on_paper(package: Package) -> None:
    asked = {field.label for group in package.form.groups.values() for field in group.fields if field.type != "info"}

    assert asked <= set(_fields(paper_form(package, today=DAY)))


def test_condition_on_an_answer_is_said_in_words(dogs: Package) -> None:
    fields = _fields(paper_form(dogs, today=DAY))

    said = "Nur ausfüllen, wenn Sie bei „Gilt der Hund als gefährlich“ „Ja“ angekreuzt haben."
    assert said == fields["Erlaubnis, den gefährlichen Hund zu halten"]["when"]
    either = fields["Nachweis für die Ermäßigung oder Befreiung"]["when"]
    assert "„Ja, ich beantrage eine Ermäßigung“ oder „Ja, ich beantrage eine Befreiung“" in either


def test_condition_that_paper_cannot_say_gets_a_neutral_sentence(package: Package) -> None:
    form = paper_form(package, today=DAY)

    assert "Nur ausfüllen, wenn die Frage auf Sie zutrifft." == form["sections"][3]["when"]


def test_repeated_group_is_printed_three_times_and_says_how_many_are_possible(dogs: Package) -> None:
    group = paper_form(dogs, today=DAY)["sections"][2]["groups"][0]

    assert ["Hund 1", "Hund 2", "Hund 3"] == group["copies"]
    assert "bis zu 10" in group["more"]


def test_words_that_depend_on_answers_leave_a_gap_and_values_of_the_town_do_not(dogs: Package) -> None:
    mandate = paper_form(dogs, today=DAY)["declarations"][1]["label"]

    assert "____" in mandate
    assert "{" not in mandate


def test_voluntary_questions_say_so(dogs: Package) -> None:
    fields = _fields(paper_form(dogs, today=DAY))

    assert (True, False) == (fields["Chipnummer"]["voluntary"], fields["Rufname"]["voluntary"])


def test_long_list_is_written_instead_of_ticked(package: Package) -> None:
    fields = _fields(paper_form(package, today=DAY))

    assert ("line", []) == (fields["Handwerk"]["kind"], fields["Handwerk"]["options"])
    assert fields["Art des Standes"]["options"]


def test_service_that_needs_identity_says_how_on_paper() -> None:
    certificate = load(HERE / "services" / "meldebescheinigung-beantragen", None)

    assert "Sie müssen sich ausweisen" in paper_form(certificate, today=DAY)["intro"][-1]


def test_code_names_town_service_version_and_content(dogs: Package) -> None:
    code = paper_code(dogs, "mainz")

    assert f"LZ1;mainz;hundesteuer-anmeldung;{dogs.manifest.version};{dogs.content_hash[:12]}" == code


@pytest.mark.parametrize("folder", [*SERVICES, HERE / "tests" / "kitchen_sink" / "kuechenspuele"], ids=lambda p: p.name)
def test_every_service_can_be_printed_accessibly(folder: Path) -> None:
    package = load(folder, None)
    data = {**paper_form(package, today=DAY), "town": {}, "return_to": ["Rathaus"], "code_qr": "LZ1", "date": DAY}

    pdf = documents.render_built_in(name="form", data=data, attachment=None, title=package.manifest.title)

    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [] == [str(failure) for failure in report.failures]
