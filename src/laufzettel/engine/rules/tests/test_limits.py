"""Nothing runs away: endless or explosive expressions end with RuleLimit, broken ones with RuleError."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laufzettel.engine.rules import RuleError, RuleLimit, check_expression, compile, compile_unary
from laufzettel.engine.rules.builtins import BUILTINS

GROWING = "{a: [1,1,1,1,1,1,1,1,1,1]" + "".join(
    f", {name}: [{','.join(before * 10)}]" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)
EXPLOSIVE = [
    "for i in 1..1000000000 return i",
    "for a in 1..1000, b in 1..1000, c in 1..1000 return a",
    "every a in 1..100000000 satisfies a > 0",
    "{f: function(n) f(n + 1), x: f(1)}.x",
    "(function(f) f(f))(function(f) f(f))",
    "every x in 1..1000000 satisfies x ** 0.3 > 0",
    GROWING + "}",
    GROWING + ", z: flatten(h)}.z",
    GROWING + ", z: string(h)}.z",
    '{a: "xxxxxxxxxxxxxxxx", b: a+a+a+a+a+a+a+a, c: b+b+b+b+b+b+b+b, d: c+c+c+c+c+c+c+c, e: d+d+d+d+d+d+d+d, '
    "f: e+e+e+e+e+e+e+e, g: f+f+f+f+f+f+f+f+f}",
    'matches("' + "a" * 15_000 + '", "(a*)*b(a*)*c(a*)*d")',
    "union(for i in 1..20000 return i, [])",
    "sort(for i in 1..30000 return -i, function(a, b) a < b)",
]
SHARED = "{a: [1, 1], " + ", ".join(
    f"{name}: [{before}, {before}]"
    for before, name in zip("abcdefghijklmnopqrstuvw", "bcdefghijklmnopqrstuvwx", strict=True)
)
EXPLOSIVE += [
    SHARED + ", z: x instance of " + "list<" * 24 + "number" + ">" * 24 + "}.z",
    "{a: for i in 1..9000 return 1, b: for i in 1..9000 return a, z: b instance of list<list<number>>}.z",
    "{a: for i in 1..9000 return 1, b: for i in 1..9000 return a, f: function(x: list<list<number>>) 1, z: f(b)}.z",
]
TOO_DEEP = ["(" * 5000 + "1" + ")" * 5000, "-" * 5000 + "1", "[" * 300 + "]" * 300, "1+" * 5000 + "1", "1" * 30_000]
TOO_DEEP += ["(" * 20 + "1" + "+1" * 200 + ("+1" * 200 + ")") * 20]


@contextmanager
def at_most(*, seconds: float) -> Iterator[None]:
    """Processor time of the block; the garbage of other tests does not count."""
    gc.collect()
    gc.disable()
    begin = time.process_time()
    try:
        yield
    finally:
        used = time.process_time() - begin
        gc.enable()
        assert used < seconds


@pytest.mark.parametrize("expression", EXPLOSIVE, ids=range(len(EXPLOSIVE)))
def test_explosive_expression_ends_soon_with_a_clear_error(expression: str) -> None:
    compiled = compile(expression)

    with pytest.raises(RuleLimit), at_most(seconds=0.1):
        compiled.evaluate({})


@pytest.mark.parametrize("expression", TOO_DEEP, ids=range(len(TOO_DEEP)))
def test_text_that_is_too_long_or_deep_is_refused_at_once(expression: str) -> None:
    with pytest.raises(RuleError), at_most(seconds=0.1):
        compile(expression)


def test_a_pattern_that_runs_away_elsewhere_has_an_answer() -> None:
    text = "a" * 40 + "!"

    assert compile(f'matches("{text}", "^(a+)+$")').evaluate({}) is False
    assert compile(f'matches("{text}", "^(a|a)*$")').evaluate({}) is False


def test_no_python_object_is_reached_by_a_rule() -> None:
    class Secret:
        key = "geheim"

    value, diagnoses = compile("thing.key").explain({"thing": Secret()})

    assert value is None
    assert "Secret" in diagnoses[0].reason
    assert compile("x.__class__").evaluate({"x": "a"}) is None


def test_numbers_that_are_none_become_null() -> None:
    assert compile("x + 1").evaluate({"x": Decimal("NaN")}) is None
    assert compile("x < 1").evaluate({"x": Decimal("sNaN")}) is None
    assert compile("x").evaluate({"x": Decimal("Infinity")}) is None
    assert compile("x").evaluate({"x": float("nan")}) is None


PIECES = (
    "if | then | else |for | in | return |some | satisfies |function(|(|)|[|]|{|}|..|,|:|.|+|-|*|**|/|<|<=|=|!=| and |"
    ' or |@|"a"|"2026-01-01"|"(a+)+"|1|0|1e6000|null|true|x|liste|item|?| instance of |number|list<|>|@"P1D"|a: |'
    '@"2026-01-01T10:00:00@Europe/Berlin"| between |//|/*|ä'
)
WORDS = st.sampled_from([*BUILTINS, *PIECES.split("|")])
CONTEXT = {
    "x": 3,
    "liste": [1, "a", None, {"a": date(2026, 1, 1)}],
    "a": {"b": datetime(2026, 1, 1, tzinfo=UTC)},
}


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=25).map("".join), st.text(max_size=60)))
def test_no_text_raises_anything_but_rule_errors(text: str) -> None:
    try:
        compile(text).explain(CONTEXT)
        compile_unary(text).matches(3, CONTEXT)
    except RuleError:
        pass
    assert isinstance(check_expression(text, types={}), list)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(max_size=5) | st.dates()
    | st.datetimes(timezones=st.just(UTC)) | st.times() | st.timedeltas(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(BUILTINS)), st.lists(VALUES, max_size=4))
def test_no_argument_makes_a_function_raise_anything_but_rule_errors(name: str, values: list[object]) -> None:
    given_values = {f"v{place}": value for place, value in enumerate(values)}

    try:
        compile(f"{name}({', '.join(given_values)})").evaluate(given_values)
    except RuleError:
        pass

    assert name in BUILTINS


@settings(max_examples=200, deadline=None)
@given(VALUES, VALUES, st.sampled_from(["+", "-", "*", "/", "**", "=", "<", ">=", "in", "and"]))
def test_no_value_makes_an_operator_raise_anything_but_rule_errors(left: object, right: object, sign: str) -> None:
    try:
        compile(f"links {sign} rechts").evaluate({"links": left, "rechts": right})
    except RuleError:
        pass

    assert compile(f"links {sign} rechts").names == {"links", "rechts"}
