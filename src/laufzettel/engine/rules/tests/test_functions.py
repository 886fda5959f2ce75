"""Built-in functions where the standard has corners; plain examples stand in the functions themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from laufzettel.engine.rules import compile, reference
from laufzettel.engine.rules.formatting import show
from laufzettel.engine.rules.values import to_feel

EXAMPLES = {
    'substring("foobar", 0)': "null",
    'substring("foobar", -2, 1)': '"a"',
    'substring("foobar", 3, 100)': '"obar"',
    'substring("foobar", 7)': "null",
    'substring before("foobar", "xyz")': '""',
    'substring after("foobar", "")': '"foobar"',
    'replace("abracadabra", "a.*?a", "*")': '"*c*bra"',
    'replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")': '"[1=ab][2=]cd"',
    'replace("a", "a", "$")': "null",
    'replace("abc", ".*?", "x")': "null",
    'matches("hello world", "hello\\\\ sworld", "x")': "true",
    'matches("foobar", "^fo*b", "q")': "false",
    'matches("\\u212a", "k", "i")': "true",
    'matches("abab", "^(ab)\\\\1$")': "true",
    'matches("foo", "^[a-z-[aeiou]]+$")': "false",
    'matches("a", "b", "z")': "null",
    'matches("a\\nb", "a$", "m")': "true",
    'split("a;b;c;;", ";")': '["a", "b", "c", "", ""]',
    'string join(["a", null, "b"], "-")': '"a-b"',
    'string join(["a", 1], "-")': "null",
    'contains(["foobar"], "ob")': "true",
    "list contains([1, null], null)": "true",
    "min([])": "null",
    "min(1, null)": "null",
    'max(1, "a")': "null",
    "sum([])": "null",
    'sum(["a"])': "null",
    "mean(null)": "null",
    "max(c: [1, 5, 2])": "5",
    "all([])": "true",
    "all([true, null])": "null",
    "any([false, null])": "null",
    "any(false, true)": "true",
    "sublist([1, 2, 3], -2, 1)": "[2]",
    "sublist([1, 2, 3], 4)": "null",
    "insert before([1, 3], 3, 9)": "null",
    "remove([1, 2, 3], -1)": "[1, 2]",
    "append(null, 1)": "null",
    "append([1], [2])": "[1, [2]]",
    "count(null)": "null",
    "count(1)": "1",
    "union([1, 2], [2, 3], 3)": "[1, 2, 3]",
    "median([])": "null",
    "mode([])": "[]",
    "mode([6, 1, 9, 6, 1])": "[1, 6]",
    "stddev([1])": "null",
    "sort(list: [3, 1, 2], precedes: function(x, y) x > y)": "[3, 2, 1]",
    'sort([3, "a"], function(x, y) x > y)': "null",
    "list replace([1, 2, 3], 2, 9)": "[1, 9, 3]",
    "decimal(2.5, 0)": "2",
    "round half up(-5.5, 0)": "-6",
    "round half down(5.5, 0)": "5",
    "round up(1.121, 2)": "1.13",
    "round half up(2.675, 2)": "2.68",
    "modulo(-12, 5)": "3",
    "modulo(12, -5)": "-3",
    "modulo(10.1, 4.5)": "1.1",
    "modulo(1, 0)": "null",
    "sqrt(-1)": "null",
    "log(0)": "null",
    "abs([-1])": "1",
    'abs(@"-P1D")': "P1D",
    'is(time("23:00:50z"), time("23:00:50"))': "false",
    'is(time("23:00:50z"), time("23:00:50+00:00"))': "true",
    "week of year(date(2003, 12, 29))": "1",
    "day of year(date(2019, 9, 17))": "260",
    'number("1.000.000,01", ".")': "null",
    'number("1,000.5", ",", ".")': "1000.5",
    'number("1,5", ",", ",")': "null",
    'context put({x: 1, y: {a: 0}}, ["y", "a"], 2)': "{x: 1, y: {a: 2}}",
    'context([{key: "a", value: 1}, {key: "a", value: 2}])': "null",
    'get value({a: {b: 1}}, ["a", "b"])': "1",
    'string([1, "a", {b: null}])': '"[1, \\"a\\", {b: null}]"',
    "string(null)": "null",
    "time(25, 0, 0)": "null",
    'time(12, 59, 1.3, @"-PT1H")': "12:59:01.3-01:00",
    'is(@"2026-07-01T10:00:00+02:00", @"2026-07-01T10:00:00@Europe/Berlin")': "false",
    "is(value1: 1)": "false",
    "abs(m: 1)": "null",
    'substring(string: "abc", length: 1)': "null",
    "foo(1)": "null",
    "abs()": "null",
    "abs(n: 1, m: 2)": "null",
}


@pytest.mark.parametrize(("expression", "expected"), EXAMPLES.items(), ids=list(EXAMPLES))
def test_function_has_the_value_of_the_standard(expression: str, expected: str) -> None:
    assert expected == show(to_feel(compile(expression).evaluate({})))


def test_every_example_of_the_reference_comes_out_as_written() -> None:
    assert [] == reference.failures()


def test_the_reference_has_an_entry_with_an_example_for_every_function() -> None:
    page = reference.markdown()

    for entry in reference.entries():
        assert f"### {entry.name}\n" in page
        assert entry.example.startswith(entry.name.split()[0]) or entry.name in entry.example
        assert len(entry.description) >= 10


def test_now_answers_the_moment_that_was_passed_in() -> None:
    moment = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)

    assert moment == compile("now()").evaluate({}, now=moment)
    assert compile("today()").evaluate({}) is None


def test_the_page_in_the_documentation_is_the_generated_one() -> None:
    page = Path(__file__).resolve().parents[5] / "docs" / "reference" / "feel.md"

    assert reference.markdown() == page.read_text(encoding="utf-8")
