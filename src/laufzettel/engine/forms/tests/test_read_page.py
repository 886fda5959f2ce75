"""Submitted pages: tolerant, and nothing trusted."""

from datetime import date

import pytest

from laufzettel.engine.forms import FormDefinition, FormError, evaluate, prefill, read_page
from laufzettel.engine.forms.tests.example import ADDRESS, ANSWERS, DOG, ENVIRONMENT, messages


def test_page_is_read_with_german_notation(form: FormDefinition) -> None:
    raw = {
        "halter.familienname": [" Beispiel "],
        "halter.anschrift.strasse": ["Weg"],
        "halter.anschrift.hausnummer": ["1"],
        "halter.anschrift.plz": ["D-55116"],
        "halter.anschrift.ort": ["Mainz"],
        "halter.telefon": [""],
    }

    given = read_page(form, "halter", raw, {"hunde": [DOG]})

    assert {"familienname": "Beispiel", "anschrift": ADDRESS, "telefon": None} == {
        key: value
        for key, value in given.answers["halter"].items()
        if key in ("familienname", "anschrift", "telefon")  # type: ignore[attr-defined]
    }
    assert [DOG] == given.answers["hunde"]


def test_items_of_a_repeated_group_are_read_by_their_number(form: FormDefinition) -> None:
    raw = {
        "hunde.0.rasse": ["pudel"],
        "hunde.0.gefaehrlich": ["ja"],
        "hunde.0.seit": ["1.2.26"],
        "hunde.1.rasse": ["dogge"],
        "hunde.1.seit.tag": ["3"],
        "hunde.1.seit.monat": ["4"],
        "hunde.1.seit.jahr": ["2026"],
    }

    dogs = read_page(form, "hunde", raw, {}, today=date(2026, 5, 4)).answers["hunde"]

    assert [("pudel", True, date(2026, 2, 1)), ("dogge", None, date(2026, 4, 3))] == [
        (dog["rasse"], dog["gefaehrlich"], dog["seit"])
        for dog in dogs  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(
    "raw",
    [{"hunde.99.rasse": ["pudel"]}, {"hunde.anzahl": ["999"]}, {"hunde.1000000000.rasse": ["x"]}, {"hunde.²": ["x"]}],
)
def test_huge_or_odd_item_numbers_do_no_harm(form: FormDefinition, raw: dict[str, list[str]]) -> None:
    dogs = read_page(form, "hunde", raw, {}).answers["hunde"]

    assert len(dogs) <= 3  # type: ignore[arg-type]


def test_number_of_items_can_be_said_so_that_one_is_removed(form: FormDefinition) -> None:
    given = read_page(form, "hunde", {"hunde.anzahl": ["1"], "hunde.0.rasse": ["dogge"]}, {"hunde": [DOG, DOG]})

    assert ["dogge"] == [dog["rasse"] for dog in given.answers["hunde"]]  # type: ignore[attr-defined]


def test_text_that_cannot_be_read_comes_back_into_its_field(form: FormDefinition) -> None:
    raw = {"hunde.0.rasse": ["pudel"], "hunde.0.gefaehrlich": ["nein"], "hunde.0.seit": ["gestern"]}
    given = read_page(form, "hunde", raw, ANSWERS)

    state = evaluate(form, {}, environment=ENVIRONMENT, page_input=given)

    field = state.pages[1].groups[0].items[0].fields[3]
    assert ("gestern", None) == (field.entered, field.value)
    assert ["Geben Sie ein Datum mit Tag, Monat und Jahr ein, zum Beispiel 21.11.2026."] == list(
        messages(state).values()
    )


def test_fields_not_sent_and_files_keep_their_answer(form: FormDefinition) -> None:
    before = {"hunde": [{**DOG, "gefaehrlich": True, "erlaubnis": ["a1"]}]}

    dog = read_page(form, "hunde", {"hunde.0.rasse": ["dogge"], "hunde.0.erlaubnis": ["fremd"]}, before).answers[
        "hunde"
    ][0]  # type: ignore[index]

    assert ("dogge", True, ["a1"]) == (dog["rasse"], dog["gefaehrlich"], dog["erlaubnis"])


def test_unknown_page_is_an_error(form: FormDefinition) -> None:
    with pytest.raises(FormError):
        read_page(form, "gibtsnicht", {}, {})


def test_account_fills_only_empty_fields(form: FormDefinition) -> None:
    account = {"family_name": "Konto", "address": ADDRESS}

    filled = prefill(form, {"halter": {"familienname": "Getippt"}}, account)

    assert {"halter": {"familienname": "Getippt", "anschrift": ADDRESS}} == filled
    assert {} == prefill(form, {}, None)
