"""Texts with placeholders."""

from datetime import date
from decimal import Decimal

import pytest

from laufzettel.engine.rules import RuleError
from laufzettel.engine.texts import format_value, read_template

CONTEXT = {
    "name": "Erika {heute}",
    "betrag": Decimal("12.50"),
    "heute": date(2026, 5, 4),
    "leer": None,
    "liste": ["a", "b"],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guten Tag", "Guten Tag"),
        ("Guten Tag {name}!", "Guten Tag Erika {heute}!"),
        ("{betrag} am {heute}", "12,5 am 04.05.2026"),
        ("{{kein}} Platz", "{kein} Platz"),
        ('{if betrag > 10 then "viel" else "wenig"}', "viel"),
        ('{ {a: "}"}.a }', "}"),
        ('{"Anf\\"ührung}"}', 'Anf"ührung}'),
        ("{liste}{leer}.", "a, b."),
    ],
)
def test_placeholders_are_replaced_once_and_values_never_read_again(text: str, expected: str) -> None:
    assert expected == read_template(text).fill(CONTEXT).text


def test_placeholder_without_value_is_reported() -> None:
    assert ("leer", "leer.x") == read_template("{leer}{leer.x}").fill(CONTEXT).empty


@pytest.mark.parametrize("text", ["{offen", "zu}", "{}", "{1 +}", '{"offen}', "{a}" * 100])
def test_text_with_wrong_braces_or_expressions_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        read_template(text)


def test_unknown_name_is_refused_with_a_proposal() -> None:
    with pytest.raises(RuleError, match="Meinten Sie „betrag“"):
        read_template("{betrga}", names=["betrag", "heute"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "ja"),
        (False, "nein"),
        (3, "3"),
        (Decimal("1234.50"), "1234,5"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 1, 2), "02.01.2026"),
        (["a", None, 1], "a, 1"),
        ({"strasse": "Weg", "hausnummer": "1a", "plz": "55116", "ort": "Mainz"}, "Weg 1a, 55116 Mainz"),
    ],
)
def test_values_are_written_the_german_way(value: object, expected: str) -> None:
    assert expected == format_value(value)
