"""Forms: conditions, irrelevant answers, checks, computed values, evidence that may follow, look-ups."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from laufzettel.engine.forms import FormDefinition, FormState, evaluate, form_problems, load_answers, parse_form
from laufzettel.engine.forms.tests.example import ADDRESS, ANSWERS, DOG, ENVIRONMENT, messages
from laufzettel.engine.rules import RuleLimit


def test_complete_answers_have_no_problem(state_of: Callable[..., FormState], form: FormDefinition) -> None:
    state = state_of()

    assert ((), True, Decimal("60.00")) == (state.problems, state.complete, state.computed["steuer"])
    assert [] == list(form_problems(form, environment_names=ENVIRONMENT))


def test_empty_form_names_every_required_field_and_how_to_fill_it(state_of: Callable[..., FormState]) -> None:
    assert {
        "halter.familienname": "Füllen Sie das Feld „Familienname“ aus.",
        "halter.anschrift": "Füllen Sie das Feld „Anschrift“ aus.",
        "hunde": "Geben Sie „Hund“ an.",
    } == messages(state_of({}))


def test_missing_parts_of_an_address_are_named_one_by_one(state_of: Callable[..., FormState]) -> None:
    found = messages(state_of({**ANSWERS, "halter": {"familienname": "B", "anschrift": {"plz": "55116"}}}))

    assert ["halter.anschrift.strasse", "halter.anschrift.hausnummer", "halter.anschrift.ort"] == list(found)


def test_answer_that_became_irrelevant_is_dropped_and_named(state_of: Callable[..., FormState]) -> None:
    state = state_of({**ANSWERS, "hunde": [{**DOG, "erlaubnis": ["a1"]}], "ermaessigung": {"grund": "Alter"}})

    assert ("hunde.0.erlaubnis", "ermaessigung.grund") == state.removed
    assert "erlaubnis" not in state.answers["hunde"][0]  # type: ignore[index]
    assert "ermaessigung" not in state.answers


def test_evidence_that_may_follow_does_not_stop_the_submission(state_of: Callable[..., FormState]) -> None:
    state = state_of({**ANSWERS, "hunde": [{**DOG, "gefaehrlich": True}]})

    assert (True, ("hunde.0.erlaubnis",)) == (state.complete, state.missing_evidence)


def test_page_appears_when_a_computed_value_says_so(state_of: Callable[..., FormState]) -> None:
    one, two = state_of(), state_of({**ANSWERS, "hunde": [DOG, DOG]})

    assert (False, True) == (one.pages[2].visible, two.pages[2].visible)
    assert "Für Beispiel: 120" == two.pages[2].groups[0].items[0].fields[1].text


@pytest.mark.parametrize(
    ("dogs", "path", "says"),
    [
        ([{**DOG, "seit": "2026-05-05"}], "hunde.0.seit", "Das liegt in der Zukunft."),
        ([DOG, {**DOG, "ende": "2026-04-01"}], "hunde.1.ende", "Das Ende liegt vor dem Anfang."),
        ([{**DOG, "gefaehrlich": True}] * 2, "hunde.0.gefaehrlich", "Nur ein gefährlicher Hund."),
        ([{**DOG, "rasse": "wolf"}], "hunde.0.rasse", "Wählen Sie eine der angebotenen Antworten aus."),
        ([DOG] * 4, "hunde", "Höchstens 3 Einträge sind möglich."),
        ([{**DOG, "seit": {"jahr": 1}}], "hunde.0.seit", "Geben Sie ein Datum ein."),
        ([{**DOG, "gefaehrlich": "vielleicht"}], "hunde.0.gefaehrlich", "Wählen Sie Ja oder Nein aus."),
        (
            [{**DOG, "gefaehrlich": True, "erlaubnis": ["../x"]}],
            "hunde.0.erlaubnis",
            "Die Angabe hat nicht die richtige Form.",
        ),
        (["bello"], "hunde.0", "Die Angabe hat nicht die richtige Form."),
    ],
)
def test_broken_rule_or_shape_is_named_at_its_field(
    state_of: Callable[..., FormState], dogs: list[Any], path: str, says: str
) -> None:
    state = state_of({**ANSWERS, "hunde": dogs})

    assert says == messages(state)[path]
    assert path in [problem.path for problem in state.pages[1].problems]


def test_check_across_pages_stands_at_the_field_it_names(state_of: Callable[..., FormState]) -> None:
    state = state_of({**ANSWERS, "halter": {"familienname": "Gesperrt", "anschrift": ADDRESS}})

    assert ["halter.familienname"] == [problem.path for problem in state.pages[0].problems]


def test_answers_unknown_to_the_form_are_dropped(state_of: Callable[..., FormState]) -> None:
    state = state_of({**ANSWERS, "admin": {"recht": True}, "halter": {**ANSWERS["halter"], "rolle": "chef"}})

    assert {"admin", "halter.rolle"} == set(state.removed)
    assert {"halter", "hunde"} == set(state.answers)


def test_rule_beyond_its_limits_never_passes() -> None:
    bomb = "count(for a in 1..1000, b in 1..1000 return a) > 0"
    form = parse_form(
        {
            "pages": [
                {
                    "key": "p",
                    "title": "P",
                    "groups": [
                        {
                            "key": "g",
                            "title": "G",
                            "fields": [
                                {"key": "a", "type": "text", "label": "A", "checks": [{"rule": bomb, "say": "x"}]},
                                {"key": "b", "type": "text", "label": "B", "when": bomb},
                            ],
                        }
                    ],
                }
            ]
        }
    )

    state = evaluate(form, {"g": {"a": "x", "b": "y"}}, environment={})

    assert ["Diese Angabe konnte nicht geprüft werden. Bitte melden Sie uns das."] == list(messages(state).values())
    assert ("g.b",) == state.removed
    with pytest.raises(RuleLimit):
        form.groups["g"].fields[0].checks[0].rule.evaluate({})


def test_many_computed_values_that_use_each_other_stay_fast() -> None:
    computed = [{"key": "c0", "type": "number", "label": "C", "value": "1"}]
    for index in range(1, 60):
        terms = " + ".join(f"c{other}" for other in range(index))
        computed.append({"key": f"c{index}", "type": "number", "label": "C", "value": f"({terms}) / {index}"})
    fields = [{"key": "a", "type": "text", "label": "A", "when": "c59 = 1"}]
    form = parse_form(
        {
            "pages": [{"key": "p", "title": "P", "groups": [{"key": "g", "title": "G", "fields": fields}]}],
            "computed": computed,
        }
    )

    state = evaluate(form, {"g": {"a": "x"}}, environment={})

    assert (1, {"g": {"a": "x"}}) == (state.computed["c59"], state.answers)


def test_options_from_a_table_are_offered_and_checked(state_of: Callable[..., FormState]) -> None:
    state = state_of({**ANSWERS, "hunde": [DOG, DOG], "ermaessigung": {"arten": ["a"]}})

    field = state.pages[2].groups[0].items[0].fields[2]
    assert (("a", "Alter"), "Alter") == ((field.options[0].value, field.options[0].label), field.display)


def test_only_the_listed_options_of_a_table_are_offered(state_of: Callable[..., FormState]) -> None:
    guest = {**ANSWERS["halter"], "familienname": "Gast"}
    everyone = state_of({**ANSWERS, "hunde": [DOG, DOG]})
    one = state_of({**ANSWERS, "halter": guest, "hunde": [DOG, DOG], "ermaessigung": {"arten": ["a"]}})

    offered = [
        [item.value for item in state.pages[2].groups[0].items[0].fields[2].options] for state in (everyone, one)
    ]

    assert [["a", "b"], ["b"]] == offered
    assert ["ermaessigung.arten"] == [problem.path for problem in one.problems]


def test_declaration_names_what_was_answered(state_of: Callable[..., FormState]) -> None:
    state = state_of({**ANSWERS, "hunde": [{**DOG, "gefaehrlich": True}]})

    assert "Beispiel kennt die Gefahr" == state.declarations[1].label


def test_declarations_depend_on_answers(state_of: Callable[..., FormState]) -> None:
    dangerous = state_of({**ANSWERS, "hunde": [{**DOG, "gefaehrlich": True}]})

    assert [["richtig"], ["richtig", "gefahr"]] == [
        [item.key for item in state.declarations] for state in (state_of(), dangerous)
    ]


def looked_up(ergebnis: str, anfrage: object) -> dict[str, object]:
    return {"fahrzeug": {"ergebnis": ergebnis, "daten": None, "anfrage": anfrage}}


def test_look_up_is_wished_when_its_query_is_complete(state_of: Callable[..., FormState]) -> None:
    answers = {**ANSWERS, "halter": {**ANSWERS["halter"], "kennzeichen": "mz-ab 12"}}

    wish = state_of(answers).look_ups[0]

    assert ("fahrzeug", "vehicles", {"plate": "MZ-AB 12"}, False) == (
        wish.name,
        wish.register,
        wish.query,
        wish.answered,
    )
    assert () == state_of().look_ups


def test_answer_of_a_register_decides_what_is_asked_next(state_of: Callable[..., FormState]) -> None:
    answers = {**ANSWERS, "halter": {**ANSWERS["halter"], "kennzeichen": "MZ-AB 12"}}

    state = state_of(answers, auskunft=looked_up("nicht_gefunden", {"plate": "MZ-AB 12"}))

    assert (True, ["halter.schein"]) == (state.look_ups[0].answered, list(messages(state)))


def test_answer_to_another_question_counts_as_not_given(state_of: Callable[..., FormState]) -> None:
    answers = {**ANSWERS, "halter": {**ANSWERS["halter"], "kennzeichen": "MZ-AB 12"}}

    state = state_of(answers, auskunft=looked_up("nicht_gefunden", {"plate": "MZ-ZZ 99"}))

    assert (False, {}) == (state.look_ups[0].answered, messages(state))


def test_display_is_for_eyes_and_entered_for_inputs(state_of: Callable[..., FormState]) -> None:
    fields = state_of().pages[1].groups[0].items[0].fields

    assert ["Pudel", "Nein", "", "01.05.2026", ""] == [field.display for field in fields]
    assert ["pudel", "nein", "", "01.05.2026", ""] == [field.entered for field in fields]


def test_stored_answers_of_the_wrong_shape_are_left_out(form: FormDefinition) -> None:
    loaded = load_answers(form, {"halter": [1], "hunde": {"0": DOG}, "weg": 1})

    assert {"halter": {}, "hunde": []} == loaded
