"""YAML from strangers."""

from datetime import date
from decimal import Decimal

import pytest

from laufzettel.packages.yaml_loader import MAX_BYTES, YamlRefused, load_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("-3", -3),
        ("1.50", Decimal("1.50")),
        ("2026-05-04", date(2026, 5, 4)),
        ('"2026-05-04"', "2026-05-04"),
        ("true", True),
        ("null", None),
        ("~", None),
        ('"no"', "no"),
        ("12:30", "12:30"),
        ("0049 6131", "0049 6131"),
        ("22.41.1", "22.41.1"),
    ],
)
def test_scalar_follows_the_core_schema_with_dates_and_decimals(text: str, expected: object) -> None:
    value = load_yaml(f"a: {text}".encode()).value["a"]

    assert expected == value
    assert type(expected) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: &x 1\nb: *x", 1, "Anker"),
        ("a: [1]\nb: *x", 2, "Anker"),
        ("a: 1\na: 2", 2, "zweimal"),
        ("a: 1\nb: no", 2, "mehrdeutig"),
        ("a: Ja", 1, "mehrdeutig"),
        ("a: 01234", 1, "Anführungszeichen"),
        ("a: 1e400", 1, "Anführungszeichen"),
        ("a: .inf", 1, "Anführungszeichen"),
        ("a: 0x1F", 1, "Anführungszeichen"),
        ("a: " + "9" * 40, 1, "zu lang"),
        ("a: !!python/object/apply:os.system [ls]", 1, "Typangaben"),
        ("a: 2026-02-30", 1, "gibt es nicht"),
        ("? [a]\n: b", 1, "Schlüssel"),
        ("1: a", 1, "Schlüssel"),
        ("a: 1\n---\nb: 2", 2, "mehr als ein Dokument"),
        ("a: {b", 2, "fehlerhaft"),
        ("[" * 40 + "]" * 40, 1, "verschachtelt"),
    ],
)
def test_yaml_that_is_dangerous_or_ambiguous_is_refused(text: str, line: int, says: str) -> None:
    with pytest.raises(YamlRefused) as refused:
        load_yaml(text.encode())

    assert line == refused.value.line
    assert says in refused.value.message


@pytest.mark.parametrize("content", [b"a: \xff\xfe", b"a: \x07", b"a: " + b"x" * MAX_BYTES, b"- 1\n" * 60_000])
def test_content_that_is_binary_or_too_large_is_refused(content: bytes) -> None:
    with pytest.raises(YamlRefused):
        load_yaml(content)


def test_positions_lead_to_the_line_and_column_of_a_part() -> None:
    document = load_yaml(b"a:\n  - b: 1\n    c: [x, y]\n")

    assert (3, 12) == document.position(("a", 0, "c", 1))
    assert (2, 5) == document.position(("a", 0, "b", "missing"))
