"""The language by examples: each expression with the value the standard gives it."""

from __future__ import annotations

import pytest

from laufzettel.engine.rules import RuleError, compile
from laufzettel.engine.rules.formatting import show
from laufzettel.engine.rules.values import to_feel


def value(expression: str, **context: object) -> str:
    return show(to_feel(compile(expression).evaluate(context)))


ARITHMETIC = {
    "1 + 2 * 3": "7",
    "(1 + 2) * 3": "9",
    "0.1 + 0.2 = 0.3": "true",
    "10 / 4": "2.5",
    "1 / 3": "0.3333333333333333333333333333333333",
    "1 / 0": "null",
    "2 ** 10": "1024",
    "3 ** 4 ** 5": "3486784401",
    "-3 ** 2": "9",
    "0 ** 0": "1",
    "5 - - 3": "8",
    "1.2e3": "1200",
    ".5 + 1": "1.5",
    "1 + null": "null",
    '1 + "a"': "null",
    '"Hunde" + "steuer"': '"Hundesteuer"',
    "1e6000 * 1e6000": "null",
}
LOGIC = {
    "true and null": "null",
    "false and null": "false",
    'true or "x"': "true",
    'false or "x"': "null",
    "not(null)": "null",
    "if null then 1 else 2": "2",
    'if "foo" then 1 else 2': "2",
    "1 = null": "false",
    "null = null": "true",
    '1 = "1"': "null",
    '1 < "a"': "null",
    "[1, 2] = [1, 2]": "true",
    "{a: 1} = {a: 1.0}": "true",
    "3 between 1 and 5": "true",
    "null between 1 and 5": "null",
    "5 between 1 and 4 or true": "true",
    "some i in [1, 2] satisfies i > 1": "true",
    "every i in [1, null] satisfies i > 0": "null",
    "every x in [1, 2], y in [3, 4] satisfies x < y": "true",
}
LISTS = {
    "[1, 2, 3][2]": "2",
    "[1, 2, 3][-1]": "3",
    "[1, 2, 3][5]": "null",
    "100[1]": "100",
    "100[item > 99]": "[100]",
    "[{x: 1, y: 2}, {x: 2, y: 3}][x = 1]": "[{x: 1, y: 2}]",
    "[{x: 1}, {x: 2}].x": "[1, 2]",
    "[{item: 1}, {item: 2}][item = 1]": "[{item: 1}]",
    "[1, 2, 3, 4][even(item)]": "[2, 4]",
    "for i in 1..3, j in [10, 20] return i * j": "[10, 20, 20, 40, 30, 60]",
    "for i in [1, 2, 3], j in 1..i return j": "[1, 1, 2, 1, 2, 3]",
    "for i in 0..4 return if i = 0 then 1 else i * partial[-1]": "[1, 1, 2, 6, 24]",
    "for i in 3..1 return i": "[3, 2, 1]",
    'for d in @"2026-02-27"..@"2026-03-01" return d.day': "[27, 28, 1]",
    "for i in null return i": "null",
    "1 in [2, 3, 1]": "true",
    "5 in ([1..3], > 4)": "true",
    "5 in (< 10)": "true",
}
CONTEXTS = {
    "{a: 1, b: a + 1}.b": "2",
    '{"a b": 1, c: a b + 1}.c': "2",
    "{Zahl der Hunde: 2, x: Zahl der Hunde * 2}.x": "4",
    "{foo+bar: 1}.foo+bar": "1",
    "{a: 1, a: 2}": "null",
    "{a: 1}.b": "null",
    "{f: function(n) if n <= 1 then 1 else n * f(n - 1), x: f(20)}.x": "2432902008176640000",
    "(function(x, y) x - y)(y: 1, x: 5)": "4",
    "(function(x: number) x + 1)([4])": "5",
    '(function(x: number) x)("a")': "null",
    "(function(x) x)(1, 2)": "null",
    "(function(x, y) y = null)(x: 1)": "true",
    "(function(x) x)(z: 1)": "null",
}
TIME = {
    'date("2026-01-31") + duration("P1M")': "2026-02-28",
    '@"2026-03-31" - @"P1M"': "2026-02-28",
    '@"2026-05-04" - @"2026-05-01"': "P3D",
    '@"2026-01-01" - @"PT1H"': "2025-12-31",
    '@"10:30:00" + @"PT25H"': "11:30:00",
    '@"P1D" * 2': "P2D",
    '@"P1Y" / 2': "P6M",
    '@"P2D" / @"P1D"': "2",
    '@"P1Y" + @"P1D"': "null",
    '@"2026-03-28T12:00:00@Europe/Berlin" + @"P1D"': "2026-03-29T13:00:00@Europe/Berlin",
    '@"2026-07-01T10:00:00@Europe/Berlin".time offset': "PT2H",
    '@"2026-07-01T10:00:00@Europe/Berlin".timezone': '"Europe/Berlin"',
    'time("10:30:00Z") = time("10:30:00+00:00")': "true",
    'date and time("2018-12-08T00:00:00@Europe/Paris") = date and time("2018-12-07T23:00:00Z")': "true",
    '@"2026-01-01T10:00:00" < @"2026-01-01T11:00:00Z"': "true",
    '@"2026-01-01T10:00:00" = @"2026-01-01T10:00:00Z"': "false",
    '@"2026-01-02T10:00:00Z" - @"2026-01-01"': "P1DT10H",
    '@"2026-01-02T10:00:00" - @"2026-01-01"': "null",
    '@"2026-05-04".weekday': "1",
    'date("2026-02-29")': "null",
    'date("-2017-12-31").year': "-2017",
    'duration("P1Y2M3D")': "null",
    'years and months duration(@"2020-02-29", @"2026-02-28")': "P5Y11M",
    'years and months duration(@"2013-08-24", @"2011-12-22")': "-P1Y8M",
    'date and time("2026-01-01T24:00:00")': "2026-01-02T00:00:00",
}
TYPES = {
    "1 instance of number": "true",
    "null instance of Any": "false",
    "null instance of Null": "true",
    "[1, 2] instance of list<number>": "true",
    '[1, "a"] instance of list<number>': "false",
    "{a: 1, b: 2} instance of context<a: number>": "true",
    '{a: "x"} instance of context<a: number>': "false",
    "[1..2] instance of range<number>": "true",
    "(function(a: number) a) instance of function<number>->number": "true",
    "(function(a: number) a) instance of function<string>->number": "false",
    '@"P1D" instance of days and time duration': "true",
    '@"P1D" instance of years and months duration': "false",
}
RANGES = {
    "5 in (1..5]": "true",
    "5 in ]1..5[": "false",
    "5 in [1..null]": "null",
    "[1..10].start": "1",
    '[1.."a"]': "null",
    '[1..@"2024-01-01"]': "null",
    "(1..10].start included": "false",
    "(> 10).end": "null",
    "(= 10) = [10..10]": "true",
    'range("[18..21)")': "[18..21)",
    'range("[18..)")': "[18..null)",
    '20 in range("[18..)")': "true",
    'range("[..]")': "null",
    'range("[abs(1)..2]")': "null",
    'range("[2..1]")': "null",
    'range("[1..)") = (>= 1)': "true",
    "(< 10) = (null..10)": "false",
    "overlaps([1..5), [5..8])": "false",
    "meets([1..5], [5..10])": "true",
    "starts((1..5], [1..5])": "false",
    'before("a", 1)': "null",
}
COMMENTS_AND_STRINGS = {
    "1 // eins\n + /* zwei\n */ 2": "3",
    '"\\u00e4\\t\\"x\\""': '"ä\t\\"x\\""',
    'string length("\\U01F40E")': "1",
    'substring("\\uD83D\\uDC0Eab", 2)': '"ab"',
}
ALL = ARITHMETIC | LOGIC | LISTS | CONTEXTS | TIME | TYPES | RANGES | COMMENTS_AND_STRINGS


@pytest.mark.parametrize(("expression", "expected"), ALL.items(), ids=list(ALL))
def test_expression_has_the_value_of_the_standard(expression: str, expected: str) -> None:
    assert expected == value(expression)


def test_names_with_spaces_and_signs_are_found_when_they_are_known() -> None:
    expression = compile("Date-Time - Post-bureau Risk", names=["Date-Time", "Post-bureau Risk"])

    assert {"Date-Time", "Post-bureau Risk"} == expression.names
    assert 3 == expression.evaluate({"Date-Time": 5, "Post-bureau Risk": 2})


def test_unknown_words_that_stand_together_are_one_name() -> None:
    assert "7" == value("Years of Service + 2", **{"Years of Service": 5})


def test_a_context_value_may_have_the_name_of_a_function() -> None:
    assert "true" == value("count > 3 and count([1]) = 1", count=5)


@pytest.mark.parametrize(
    ("expression", "line", "column"),
    [("1 +", 1, 4), ("(1", 1, 3), ('"offen', 1, 1), ("if a then b", 1, 12), ("a ~ b", 1, 3), ("1 +\n* 2", 2, 1)],
)
def test_text_that_is_no_expression_is_refused_with_its_place(expression: str, line: int, column: int) -> None:
    with pytest.raises(RuleError) as refused:
        compile(expression)

    assert (line, column) == (refused.value.line, refused.value.column)


def test_expressions_are_compiled_once() -> None:
    assert compile("a + 1") is compile("a + 1")


def test_paths_name_what_is_read_from_outside() -> None:
    expression = compile("hund.seit <= heute and some x in hunde satisfies x.rasse = art")

    assert {"hund.seit", "heute", "hunde", "art"} == expression.paths
    assert {"hund", "heute", "hunde", "art"} == expression.names


@pytest.mark.parametrize("name", ["Größe in m²", "§ 5 Gebühr", "Temperatur in °C", "Preis in €", "Haupt-/Nebenwohnung"])
def test_names_of_offices_are_names(name: str) -> None:
    assert 3 == compile(f"{name} + 1", names=[name]).evaluate({name: 2})
