"""Decision tables: cells, hit policies, explanation, speed."""

from __future__ import annotations

import timeit
from decimal import Decimal

import pytest

from laufzettel.engine.rules import DecisionModel, compile, compile_unary
from laufzettel.engine.rules.tests.models import decision, input_data, literal, model, table

ROWS = (("> 1", "10"), ("> 2", "20"), ("> 2", "20"), ("> 5", "5"))


def one_input(policy: str, rows: tuple[tuple[str, ...], ...] = ROWS, **more: object) -> DecisionModel:
    logic = table(("x",), rows, policy=policy, **more)  # type: ignore[arg-type]
    return model(input_data("x"), decision("d", logic, needs=("i_x",)))


@pytest.mark.parametrize(
    ("policy", "aggregation", "x", "expected"),
    [
        ("UNIQUE", "", 2, 10),
        ("UNIQUE", "", 3, None),
        ("UNIQUE", "", 0, None),
        ("FIRST", "", 3, 10),
        ("ANY", "", 2, 10),
        ("ANY", "", 3, None),
        ("PRIORITY", "", 9, 5),
        ("OUTPUT ORDER", "", 9, [5, 10, 20, 20]),
        ("RULE ORDER", "", 9, [10, 20, 20, 5]),
        ("RULE ORDER", "", 0, None),
        ("COLLECT", "", 9, [10, 20, 20, 5]),
        ("COLLECT", "", 0, []),
        ("COLLECT", "SUM", 9, 55),
        ("COLLECT", "MIN", 9, 5),
        ("COLLECT", "MAX", 9, 20),
        ("COLLECT", "COUNT", 9, 4),
        ("COLLECT", "COUNT", 0, 0),
        ("COLLECT", "SUM", 0, None),
    ],
)
def test_hit_policy(policy: str, aggregation: str, x: int, expected: object) -> None:
    loaded = one_input(policy, aggregation=aggregation, values=("5, 10, 20",))

    assert expected == loaded.evaluate("d", {"x": x}).value


def test_any_accepts_rules_that_say_the_same() -> None:
    assert 20 == one_input("ANY", ROWS[1:3]).evaluate("d", {"x": 3}).value


def test_the_default_answers_when_no_rule_hits() -> None:
    assert 99 == one_input("UNIQUE", default="99").evaluate("d", {"x": 0}).value


def test_several_outputs_become_a_context() -> None:
    loaded = one_input("UNIQUE", (("-", "1", '"a"'),), outputs=("satz", "grund"))

    assert {"satz": 1, "grund": "a"} == loaded.evaluate("d", {"x": 0}).value


CELLS = [
    ("-", None, True), ("", 1, True), ("10", 10, True), ("10", "10", False), ('"a", "b"', "b", True),
    ("not(1, 2)", 3, True), ("not(1, 2)", 2, False), ("not(null)", None, False), ("< 18, >= 65", 70, True),
    ("[18..65)", 65, False), ("(18..65]", 65, True), ("null", None, True), ("< 5", None, False), ("true", False, False),
    ("false", False, True), ("? > 3", 4, True), ("even(?)", 4, True), ("[1, 2, 3]", 2, True), ("[1, 2]", [1, 2], True),
    ("y", 7, True), ("> y", 8, True), ("y + 1", 8, True), ("!= 7", 8, True), ("= 7", 7, True),
    ('contains(?, "a")', "xay", True), ('date("2026-01-01")', "2026", False), ("not(true)", True, False),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value", "expected"), CELLS)
def test_cell(cell: str, value: object, expected: bool) -> None:
    assert expected is compile_unary(cell).matches(value, {"y": 7})


TAX = one_input("FIRST", (('"Pitbull"', "600"), ('"Pudel"', "186"), ("-", "200")), default="0")


def test_the_explanation_tells_which_rule_hit_and_which_cell_said_no() -> None:
    explained = TAX.evaluate("d", {"x": "Pudel"}).explanation.decisions[0]

    trace = explained.tables[0]
    assert {"x": "Pudel"} == dict(trace.inputs)
    assert [False, True, False] == [rule.hit for rule in trace.rules]
    assert 'x: "Pudel" erfüllt nicht „"Pitbull"“' == str(trace.rules[0].doubt)
    assert {"d": Decimal(186)} == dict(trace.rules[1].outputs)


def test_the_explanation_has_rows_for_people() -> None:
    rows = TAX.evaluate("d", {"x": "Pudel"}).explanation.rows()

    assert ("d", 'Regel 2: x = "Pudel"', "186") == rows[0]


def test_an_expression_that_calls_a_decision_tells_its_rules() -> None:
    value, explanation = compile("d(art) + 1").trace({**TAX.functions(), "art": "Pudel"})

    assert 187 == value
    assert [("d", 'Regel 2: x = "Pudel"', "186")] == explanation.rows()


def test_the_table_of_a_function_belongs_to_the_function() -> None:
    function = (
        '<businessKnowledgeModel name="satz" id="b_satz"><variable name="satz"/><encapsulatedLogic>'
        '<formalParameter name="art"/>'
        + table(("art",), (('"a"', "1"), ("-", "2")), policy="FIRST")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    loaded = model(function, decision("d", literal('satz("b") * 10'), needs=("b_satz",)))

    explained = loaded.evaluate("d", {}).explanation.decisions
    assert [("satz", 2, 1), ("d", 20, 0)] == [(one.name, one.value, len(one.tables)) for one in explained]


def test_a_broken_hit_policy_is_told() -> None:
    explanation = one_input("UNIQUE").evaluate("d", {"x": 3}).explanation

    reasons = [diagnosis.reason for diagnosis in explanation.diagnoses]
    assert ["Tabelle „d“: Es darf nur eine Regel zutreffen, es treffen zu: 1, 2, 3."] == reasons


def long_table(size: int) -> DecisionModel:
    rows = tuple((f"[{place * 10}..{place * 10 + 9}]", str(place)) for place in range(size))
    return one_input("UNIQUE", rows)


@pytest.mark.parametrize("x", [0, 9, 10, 4999, 5000, 9999, 10_000, -1, Decimal("9.5"), "a", None])
def test_a_long_table_answers_like_its_rules_one_by_one(x: object) -> None:
    loaded = long_table(1000)
    inside = isinstance(x, int) and 0 <= x < 10_000

    assert (x // 10 if inside else None) == loaded.evaluate("d", {"x": x}).value


def test_a_table_with_fixed_values_finds_them() -> None:
    rows = tuple((f'"art{place}", "rasse{place}"', str(place)) for place in range(1000))
    loaded = one_input("UNIQUE", rows)

    assert [7, 999, None] == [loaded.evaluate("d", {"x": x}).value for x in ("rasse7", "art999", "fehlt")]


def test_the_time_of_a_table_grows_slower_than_its_rules() -> None:
    short, long = long_table(100), long_table(1000)
    for loaded in (short, long):
        loaded.evaluate("d", {"x": 1})

    times = [
        min(timeit.repeat(lambda loaded=loaded: loaded.evaluate("d", {"x": 555}), number=50, repeat=3))
        for loaded in (short, long)
    ]

    assert times[1] < times[0] * 5
