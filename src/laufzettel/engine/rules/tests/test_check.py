"""Static checks: what an author is told before a rule runs."""

from __future__ import annotations

import pytest

from laufzettel.engine.rules import check_expression, check_model, load_dmn
from laufzettel.engine.rules.tests.models import decision, definitions, input_data, literal, model, table
from laufzettel.engine.rules.types import BOOLEAN, DATE, NUMBER, STRING, ContextType, FunctionType, ListType

DOG = ContextType((("rasse", STRING), ("seit", DATE)))
TYPES = {
    "heute": DATE,
    "hund": DOG,
    "hunde": ListType(DOG),
    "anzahl": NUMBER,
    "gefaehrlich": BOOLEAN,
    "steuer": FunctionType((ListType(DOG),), NUMBER),
}

MISTAKES = {
    "heute - 14": (7, 'Datum - Zahl geht nicht. Schreiben Sie die Zahl als Dauer, zum Beispiel duration("P14D").'),
    'anzahl > "a"': (8, "Zahl und Text lassen sich nicht vergleichen; das Ergebnis ist immer null."),
    "hund.siet": (5, "Gruppe von Angaben hat keinen Eintrag „siet“. Meinen Sie „seit“?"),
    "gefahrlich": (1, "Den Namen „gefahrlich“ gibt es hier nicht. Meinen Sie „gefaehrlich“?"),
    "hunde[rasse = 1]": (13, "Text und Zahl lassen sich nicht vergleichen; das Ergebnis ist immer null."),
    "steuer(hunde, 1)": (1, "Die Funktion erwartet 1 Angaben, bekommt aber 2."),
    "steuer(hunde) + rasse": (17, "Den Namen „rasse“ gibt es hier nicht."),
    "gefaehrlich and anzahl": (17, "Hier muss eine Bedingung stehen (wahr oder falsch), nicht „Zahl“."),
    "substring(anzahl, 1)": (11, "substring braucht hier Text, bekommt aber Zahl."),
    "abs()": (1, "abs gibt es nicht mit 0 Angaben."),
    'anzahl in ("a", 5)': (12, "Der Wert ist „Zahl“, geprüft wird auf „Text“: Das trifft nie zu."),
    "if 1 = 1 then 2 else 3": (6, "Diese Bedingung hat immer denselben Wert. Der Zweig „else“ wird nie genommen."),
    "anzahl > 5 and anzahl < 3": (23, "„anzahl“ kann nicht beides zugleich erfüllen; das trifft nie zu."),
    '@"P1D" + @"P1M"': (
        8, "Tage und Monate lassen sich nicht miteinander verrechnen, weil Monate verschieden lang sind.",
    ),
    "anzahl <": (9, "Hier endet der Ausdruck zu früh."),
}  # fmt: skip


@pytest.mark.parametrize(("expression", "expected"), MISTAKES.items(), ids=list(MISTAKES))
def test_a_mistake_is_told_with_its_place(expression: str, expected: tuple[int, str]) -> None:
    problems = check_expression(expression, types=TYPES)

    assert [expected] == [(problem.column, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "expression",
    [
        "hund.seit <= heute and gefaehrlich",
        'count(hunde[rasse = "Pudel"]) > 1',
        "for h in hunde return h.rasse",
        "some h in hunde satisfies h.seit > heute",
        'heute + duration("P14D") > hund.seit',
        "if gefaehrlich then steuer(hunde) else null",
        "sum(for i in 1..anzahl return i * 2)",
        "hunde[1].rasse",
        "anzahl > 3 and anzahl <= 5",
        "hund = null",
        "{d: hund, seit: if d.seit = null then heute else d.seit}.seit",
        "for h in hunde return if h.seit = null then heute else h.seit",
    ],
)
def test_a_sound_expression_has_no_problem(expression: str) -> None:
    assert [] == check_expression(expression, types=TYPES)


def test_the_wanted_type_is_checked() -> None:
    problems = check_expression("anzahl + 1", types=TYPES, expected=BOOLEAN)

    assert ["Das Ergebnis ist „Zahl“, gebraucht wird „Ja/Nein-Wert“."] == [problem.message for problem in problems]


def told(policy: str, rows: tuple[tuple[str, ...], ...], kind: str = "number", **more: str) -> list[tuple[str, str]]:
    logic = table(("x", "y")[: len(rows[0]) - 1], rows, policy=policy, **more)  # type: ignore[arg-type]
    inputs = input_data("x", kind), input_data("y", "boolean")
    loaded = model(*inputs, decision("t", logic, needs=("i_x", "i_y")))
    return [(problem.message.removeprefix("Tabelle „t“: "), problem.severity) for problem in check_model(loaded)]


def test_a_gap_is_told_with_an_example() -> None:
    problems = told("UNIQUE", (("< 10", "1"), ("> 10", "2")))

    assert [("Für x = 10 gilt keine Regel.", "warning")] == problems


def test_a_gap_between_two_columns_is_found() -> None:
    problems = told("UNIQUE", (("< 10", "-", "1"), (">= 10", "true", "2")))

    assert [("Für x = 10, y = false gilt keine Regel.", "warning")] == problems


def test_column_that_rarely_asks_is_read_as_well() -> None:
    problems = told("UNIQUE", (("-", "true", "1"), ("-", "false", "2"), ("> 10", "-", "3")))

    assert ["error"] * len(problems) == [severity for _, severity in problems]
    assert problems


def test_an_overlap_is_told_with_an_example() -> None:
    problems = told("UNIQUE", (("<= 10", "1"), (">= 10", "2")))

    assert [("Für x = 10 gelten die Regeln 1 und 2 zugleich.", "error")] == problems


def test_any_minds_only_rules_that_disagree() -> None:
    assert [] == told("ANY", (("<= 10", "1"), (">= 10", "1")))
    assert 1 == len(told("ANY", (("<= 10", "1"), (">= 10", "2"))))


def test_a_rule_behind_a_wider_one_is_never_reached() -> None:
    problems = told("FIRST", (("> 5", "1"), ("-", "2"), ("> 7", "3")))

    message = "Regel 3 kommt nie zum Zug, weil frühere Regeln alles abdecken oder sie nie zutrifft."
    assert [(message, "warning")] == problems


def test_a_rule_with_an_empty_range_never_hits() -> None:
    problems = told("UNIQUE", (("[5..3]", "1"), ("-", "2")))

    assert [("Regel 1 trifft nie zu.", "warning")] == problems


def test_texts_without_a_rule_for_others_leave_a_gap() -> None:
    problems = told("UNIQUE", (('"Pudel"', "1"), ('"Dackel"', "2")), "string")

    assert [("Für x = ein anderer Wert gilt keine Regel.", "warning")] == problems


def test_a_default_fills_the_gaps() -> None:
    assert [] == told("UNIQUE", (("< 10", "1"),), default="0")


def test_a_cell_of_the_wrong_type_is_told() -> None:
    problems = told("UNIQUE", (('"a"', "1"), ("-", "2")), default="0")

    assert any("geprüft wird auf „Text“" in message for message, _ in problems)


def test_cells_that_depend_on_other_values_raise_no_false_alarm() -> None:
    messages = [message for message, _ in told("UNIQUE", (("> sqrt(y)", "1"), ("<= sqrt(y)", "2")))]

    assert not any("keine Regel" in message or "zugleich" in message for message in messages)


def test_the_texts_of_a_model_are_checked_with_line_and_owner() -> None:
    loaded = model(input_data("seit", "date"), decision("frist", literal("seit + 14"), needs=("i_seit",)))

    problems = check_model(loaded)

    assert 1 == len(problems)
    assert problems[0].message.startswith("frist: Datum + Zahl geht nicht.")


@pytest.mark.parametrize(
    ("text", "place"),
    [("seit + 14", "+ 14"), ('if 1 < 2 and "a" = "a" then seit + 14 else seit', "+ 14"), ("1 +\n  nope", "nope")],
)
def test_a_problem_stands_at_its_line_and_column_of_the_file(text: str, place: str) -> None:
    content = definitions(input_data("seit", "date"), "\n", decision("frist", literal(text), needs=("i_seit",)))

    problem = next(one for one in check_model(load_dmn(content)) if one.severity == "error")

    lines = content.decode().split("\n")
    assert place == lines[problem.line - 1][problem.column - 1 :][: len(place)]
