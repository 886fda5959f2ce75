"""Decision models: boxed expressions, requirements, types, services, imports."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laufzettel.engine.rules import RuleError, check_model, compile, load_dmn
from laufzettel.engine.rules.tests.models import decision, definitions, input_data, literal, model, table

HUNDE = input_data("hunde", "Any")
STEUER = decision(
    "steuer", literal("if count(hunde) = 1 then 186 else 186 + 272 * (count(hunde) - 1)"), needs=("i_hunde",)
)


def boxed(logic: str, *extra: str, needs: tuple[str, ...] = (), kind: str = "Any", **inputs: object) -> object:
    return model(*extra, decision("d", logic, needs=needs, kind=kind)).evaluate("d", inputs).value


def test_a_decision_uses_input_data_and_other_decisions() -> None:
    loaded = model(HUNDE, STEUER, decision("text", literal('string(steuer) + " EUR"'), needs=("d_steuer",)))

    assert "458 EUR" == loaded.evaluate("text", {"hunde": [{}, {}]}).value
    assert ("hunde",) == loaded.decisions["text"].inputs


def test_a_decision_does_not_see_what_it_does_not_require() -> None:
    loaded = model(HUNDE, decision("d", literal("hunde")))

    result = loaded.evaluate("d", {"hunde": [1]})

    assert result.value is None
    assert "„hunde“ ist nicht bekannt." in [one.reason for one in result.explanation.diagnoses]


def test_decisions_become_functions_for_forms() -> None:
    functions = model(HUNDE, STEUER).functions()

    assert Decimal(458) == compile("steuer(hunde)").evaluate({**functions, "hunde": [{}, {}]})
    assert Decimal(186) == compile("steuer(hunde: [1])").evaluate(functions)
    assert compile("steuer()").evaluate(functions) is None


def test_context_entries_see_the_ones_before_and_a_last_entry_without_name_is_the_result() -> None:
    first = f'<contextEntry><variable name="der Betrag"/>{literal("2 + 3")}</contextEntry>'
    second = f'<contextEntry><variable name="b" typeRef="number"/>{literal("der Betrag * 2")}</contextEntry>'
    last = f"<contextEntry>{literal('b + 1')}</contextEntry>"

    assert {"der Betrag": 5, "b": 10} == boxed(f"<context>{first}{second}</context>")
    assert 11 == boxed(f"<context>{first}{second}{last}</context>")


def test_list_and_relation() -> None:
    columns = '<column name="art"/><column name="satz" typeRef="number"/>'
    text = literal('"x"')
    rows = f"<row>{literal('1')}{literal('2')}</row><row>{literal('3')}{text}</row>"

    assert [1, "x"] == boxed(f"<list>{literal('1')}{text}</list>")
    assert [{"art": 1, "satz": 2}, {"art": 3, "satz": None}] == boxed(f"<relation>{columns}{rows}</relation>")


@pytest.mark.parametrize(("condition", "expected"), [("true", 1), ("false", 2), ("null", 2)])
def test_boxed_conditional(condition: str, expected: int) -> None:
    logic = f"<if>{literal(condition)}</if><then>{literal('1')}</then><else>{literal('2')}</else>"

    assert expected == boxed(f"<conditional>{logic}</conditional>")


def test_boxed_filter_reads_entries_and_item() -> None:
    people = literal('[{name: "a", alter: 17}, {name: "b", alter: 18}]')

    assert [{"name": "b", "alter": 18}] == boxed(
        f"<filter><in>{people}</in><match>{literal('alter >= 18')}</match></filter>"
    )
    assert [2, 3] == boxed(f"<filter><in>{literal('[1,2,3]')}</in><match>{literal('item > 1')}</match></filter>")


def test_boxed_iterators() -> None:
    numbers = f"<in>{literal('[1, 2, 3]')}</in>"
    total = literal("x + (if partial = [] then 0 else partial[-1])")

    assert [3, 2, 1] == boxed(
        f'<for iteratorVariable="x"><in>{literal("3..1")}</in><return>{literal("x")}</return></for>'
    )
    assert [1, 3, 6] == boxed(f'<for iteratorVariable="x">{numbers}<return>{total}</return></for>')
    assert boxed(f'<some iteratorVariable="x">{numbers}<satisfies>{literal("x > 2")}</satisfies></some>') is True
    assert boxed(f'<every iteratorVariable="x">{numbers}<satisfies>{literal("x > 2")}</satisfies></every>') is False


BKM = (
    '<businessKnowledgeModel name="rate" id="b_rate"><variable name="rate"/><encapsulatedLogic>'
    '<formalParameter name="betrag" typeRef="number"/><formalParameter name="monate" typeRef="number"/>'
    f"{literal('betrag / monate')}</encapsulatedLogic></businessKnowledgeModel>"
)
FACTORIAL = (
    '<businessKnowledgeModel name="fak" id="b_fak"><variable name="fak"/><encapsulatedLogic>'
    f'<formalParameter name="n" typeRef="number"/>{literal("if n <= 1 then 1 else n * fak(n - 1)")}'
    "</encapsulatedLogic></businessKnowledgeModel>"
)


def test_knowledge_models_are_called_and_invoked() -> None:
    bindings = "".join(
        f'<binding><parameter name="{name}"/>{literal(text)}</binding>'
        for name, text in (("monate", "12"), ("betrag", "120"))
    )

    assert 10 == boxed(literal("rate(120, 12)"), BKM, needs=("b_rate",))
    assert 10 == boxed(f"<invocation>{literal('rate')}{bindings}</invocation>", BKM, needs=("b_rate",))
    assert boxed(literal('rate("x", 12)'), BKM, needs=("b_rate",)) is None
    assert 120 == boxed(literal("fak(5)"), FACTORIAL, needs=("b_fak",))


def test_functions_of_other_languages_run_only_when_they_are_known_and_harmless() -> None:
    cosine = 'function(x) external {java: {class: "java.lang.Math", method signature: "cos(double)"}}'
    runtime = 'function(x) external {java: {class: "java.lang.Runtime", method signature: "exec(java.lang.String)"}}'

    assert 1 == boxed(literal(f"({cosine})(0)"))
    assert boxed(literal(f'({runtime})("ls")')) is None


def test_values_are_converted_to_the_declared_type_or_null() -> None:
    assert "a" == boxed(literal('["a"]'), kind="string")
    assert boxed(literal("[1, 2]"), kind="number") is None
    assert boxed(literal('"a"'), kind="number") is None


ITEM = (
    '<itemDefinition name="tArt"><typeRef>string</typeRef>'
    '<allowedValues><text>"Pudel", "Dackel"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="tHund"><itemComponent name="art"><typeRef>tArt</typeRef></itemComponent>'
    '<itemComponent name="alter in Jahren"><typeRef>number</typeRef><allowedValues><text>[0..30]</text></allowedValues>'
    '</itemComponent></itemDefinition><itemDefinition name="tHunde" isCollection="true"><typeRef>tHund</typeRef>'
    "<typeConstraint><text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>"
)
GOOD = {"art": "Pudel", "alter in Jahren": 3}


@pytest.mark.parametrize(
    ("hunde", "expected"),
    [
        ([GOOD], [Decimal(3)]),
        ([GOOD, {"art": "Wolf", "alter in Jahren": 3}], None),
        ([{"art": "Pudel", "alter in Jahren": 31}], None),
        ([GOOD, GOOD, GOOD], None),
    ],
)
def test_item_definitions_check_their_values(hunde: object, expected: object) -> None:
    logic = literal("hunde.alter in Jahren")

    assert expected == boxed(logic, ITEM, input_data("hunde", "tHunde"), needs=("i_hunde",), hunde=hunde)


def test_instance_of_knows_own_types() -> None:
    assert boxed(literal('{art: "Pudel", alter in Jahren: 3} instance of tHund'), ITEM) is True
    assert boxed(literal('{art: "Wolf", alter in Jahren: 3} instance of tHund'), ITEM) is False


SERVICE = (
    '<decisionService name="dienst" id="s_dienst"><variable name="dienst"/><outputDecision href="#d_steuer"/>'
    '<inputData href="#i_hunde"/></decisionService>'
)


def test_services_are_evaluated_and_called() -> None:
    loaded = model(HUNDE, STEUER, SERVICE, decision("d", literal("dienst([1, 2])"), needs=("s_dienst",)))

    assert 186 == loaded.evaluate_service("dienst", {"hunde": [1]}).value
    assert 458 == loaded.evaluate("d", {}).value


def test_imported_models_are_used_under_their_name() -> None:
    other = definitions(HUNDE, STEUER, ITEM, name="satzung", namespace="urn:test:satzung")
    entry = '<import namespace="urn:test:satzung" name="die Satzung" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    logic = decision("d", literal("die Satzung.steuer + 1"), needs=("urn:test:satzung#d_steuer",), kind="number")
    typed = input_data("art", "die Satzung.tArt")
    echo = decision("e", literal("art"), needs=("i_art",))
    loaded = model(entry, logic, typed, echo, imports={"satzung.dmn": other})

    assert 187 == loaded.evaluate("d", {"hunde": [1]}).value
    assert 187 == loaded.evaluate("d", {"die Satzung": {"hunde": [1]}}).value
    assert "Pudel" == loaded.evaluate("e", {"art": "Pudel"}).value
    assert loaded.evaluate("e", {"art": "Wolf"}).value is None


def test_the_same_imported_input_may_differ_by_the_way_to_it() -> None:
    kind = "https://www.omg.org/spec/DMN/20230324/MODEL/"
    base = definitions(input_data("name"), decision("gruss", literal("name"), needs=("i_name",)), namespace="urn:a")
    entry = f'<import namespace="urn:a" name="A" importType="{kind}"/>'
    over = [
        definitions(entry, decision("g", literal('A.gruss + "!"'), needs=("urn:a#d_gruss",)), namespace=f"urn:{key}")
        for key in ("b", "c")
    ]
    entries = '<import namespace="urn:b" name="B"/><import namespace="urn:c" name="C"/>'
    top = decision("d", literal("B.g + C.g"), needs=("urn:b#d_g", "urn:c#d_g"))
    loaded = model(entries, top, imports={"a": base, "b": over[0], "c": over[1]})

    assert "x!y!" == loaded.evaluate("d", {"B": {"A": {"name": "x"}}, "C": {"A": {"name": "y"}}}).value
    assert "x!y!" == loaded.evaluate("d", {"B.A.name": "x", "C.A.name": "y"}).value


def test_a_decision_without_logic_is_null() -> None:
    assert boxed("") is None


def test_a_text_that_cannot_be_read_is_null_and_listed_as_problem() -> None:
    loaded = model(decision("d", literal("1 +")))

    assert loaded.evaluate("d", {}).value is None
    assert ["d: Hier endet der Ausdruck zu früh."] == [problem.message for problem in loaded.problems]


@pytest.mark.parametrize(
    "content",
    [
        b"<html/>",
        b"kein XML",
        b'<!DOCTYPE a [<!ENTITY b "c">]><definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/">&b;</definitions>',
        definitions(decision("a", literal("b"), needs=("d_b",)), decision("b", literal("a"), needs=("d_a",))),
        definitions(decision("a", literal("1"), needs=("d_fehlt",))),
        definitions('<import namespace="urn:fehlt" name="x"/>'),
    ],
    ids=["other xml", "no xml", "doctype", "circle", "dangling reference", "missing import"],
)
def test_models_we_do_not_accept_are_refused(content: bytes) -> None:
    with pytest.raises(RuleError):
        load_dmn(content)


def test_unknown_decisions_are_refused() -> None:
    with pytest.raises(RuleError, match="gibt es in diesem Modell nicht"):
        model(STEUER, HUNDE).evaluate("gebuehr", {})


def test_the_same_file_is_read_once() -> None:
    content = definitions(HUNDE, STEUER)

    assert load_dmn(content) is load_dmn(bytes(content))


def test_a_table_without_rules_is_null() -> None:
    assert boxed(table((), ())) is None


WHOLE = definitions(
    HUNDE, STEUER, SERVICE, BKM, ITEM, decision("t", table(("hunde",), (("> 1", "2"),)), needs=("i_hunde",))
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 40), st.binary(max_size=8))
def test_no_damaged_file_raises_anything_but_rule_errors(start: int, length: int, instead: bytes) -> None:
    damaged = WHOLE[:start] + instead + WHOLE[start + length :]

    told = []
    try:
        loaded = load_dmn(damaged)
        told = check_model(loaded)
        for name in loaded.decisions:
            loaded.evaluate(name, {"hunde": [1]})
    except RuleError as error:
        told = [error]

    assert all(one.line >= 1 and one.message for one in told)
