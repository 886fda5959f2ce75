"""Begin again with earlier answers: what still fits is taken, the rest is named."""

import copy
from typing import Any

from laufzettel.engine.forms import FormDefinition, carry_over, dump_answers, parse_form
from laufzettel.engine.forms.tests.example import ADDRESS, ANSWERS, DOG, ENVIRONMENT, RAW

FILE = "3f2b8c1e-7a4d-4b5e-9c6f-1a2b3c4d5e6f"


def changed(change: Any) -> FormDefinition:
    raw = copy.deepcopy(RAW)
    change(raw)
    return parse_form(raw, names=ENVIRONMENT)


def test_all_answers_of_an_unchanged_form_are_taken(form: FormDefinition) -> None:
    carried = carry_over(form, form, ANSWERS)

    assert (ANSWERS, ()) == (dump_answers(carried.answers), carried.left_out)


def test_files_have_to_be_handed_in_anew(form: FormDefinition) -> None:
    answers = {"hunde": [{**DOG, "gefaehrlich": True, "erlaubnis": [FILE]}]}

    carried = carry_over(form, form, answers)

    assert ("Erlaubnis",) == carried.left_out
    assert "erlaubnis" not in carried.answers["hunde"][0]


def test_field_that_is_gone_or_of_another_type_is_named(form: FormDefinition) -> None:
    def gone(raw: dict[str, Any]) -> None:
        raw["pages"][0]["groups"][0]["fields"] = raw["pages"][0]["groups"][0]["fields"][1:]
        raw["checks"], raw["declarations"], raw["pages"] = [], [], raw["pages"][:2]

    carried = carry_over(changed(gone), form, ANSWERS)

    assert ("Familienname",) == carried.left_out
    assert {"anschrift": ADDRESS} == dump_answers(carried.answers)["halter"]


def test_items_beyond_the_limit_of_today_are_named(form: FormDefinition) -> None:
    def fewer(raw: dict[str, Any]) -> None:
        raw["pages"][1]["groups"][0]["repeat"]["max"] = 1

    carried = carry_over(changed(fewer), form, {"hunde": [DOG, DOG]})

    assert (1, ("Hund",)) == (len(carried.answers["hunde"]), carried.left_out)


def test_group_that_was_repeated_and_is_not_any_more_is_asked_anew(form: FormDefinition) -> None:
    def single(raw: dict[str, Any]) -> None:
        del raw["pages"][1]["groups"][0]["repeat"]
        raw["pages"][1]["checks"], raw["declarations"], raw["computed"] = [], [], []
        raw["pages"] = raw["pages"][:2]

    carried = carry_over(changed(single), form, {"hunde": [DOG]})

    assert ({}, ("Rasse", "Gefährlich?", "Seit")) == (carried.answers, carried.left_out)
