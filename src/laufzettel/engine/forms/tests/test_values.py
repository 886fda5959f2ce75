"""Each kind of answer: what stored JSON may hold, and what is answered when it is something else."""

from decimal import Decimal
from typing import Any

import pytest

from laufzettel.engine.forms import FieldDefinition, Unreadable, read_text_answer
from laufzettel.engine.forms.values import display_value, entered_value, load_value, missing_sentence


def field(kind: str, **given: Any) -> FieldDefinition:
    return FieldDefinition(group="g", key="f", type=kind, label="Feld?", **given)


@pytest.mark.parametrize(
    ("definition", "data", "expected"),
    [
        (field("money"), "12.50", Decimal("12.50")),
        (field("money"), 12, Decimal("12.00")),
        (field("money"), "1.234,5", Decimal("1234.50")),
        (field("number", decimals=1), "1.5", Decimal("1.5")),
        (field("number", min=Decimal(-5)), -3, Decimal(-3)),
        (field("boolean"), False, False),
        (field("multi_choice"), ["a", "b", "a"], ["a", "b"]),
        (field("address"), {"plz": "55116"}, {"strasse": None, "hausnummer": None, "plz": "55116", "ort": None}),
        (field("address"), {}, None),
        (field("info"), "x", None),
        (field("text"), "  a  b ", "a b"),
        (field("text"), "", None),
    ],
)
def test_stored_value_is_read(definition: FieldDefinition, data: object, expected: object) -> None:
    assert expected == load_value(definition, data)


@pytest.mark.parametrize(
    ("definition", "data"),
    [
        (field("money"), True),
        (field("money"), [1]),
        (field("money"), 1.5),
        (field("money"), "1e30"),
        (field("money"), "NaN"),
        (field("money"), "1.234"),
        (field("money"), "9" * 40),
        (field("money"), -1),
        (field("number"), "1.5"),
        (field("number", max=Decimal(10)), 11),
        (field("boolean"), "ja"),
        (field("date"), 5),
        (field("text"), 5),
        (field("text"), "x" * 13_000),
        (field("file", max_count=1), ["a", "b"]),
        (field("file"), ["../../etc/passwd"]),
        (field("file"), "a"),
        (field("address"), {"land": "DE"}),
        (field("address"), {"plz": 55116}),
        (field("address"), {"hausnummer": "Hinterhaus"}),
    ],
)
def test_stored_value_of_another_shape_is_refused(definition: FieldDefinition, data: object) -> None:
    with pytest.raises(Unreadable):
        load_value(definition, data)


@pytest.mark.parametrize(("text", "expected"), [("Ja", True), ("nein", False), ("true", True), ("0", False)])
def test_yes_and_no_are_read(text: str, expected: bool) -> None:
    assert expected is read_text_answer(field("boolean"), text)


def test_other_words_are_neither_yes_nor_no() -> None:
    with pytest.raises(Unreadable, match="Ja oder Nein"):
        read_text_answer(field("boolean"), "vielleicht")


@pytest.mark.parametrize(
    ("definition", "value", "display", "entered"),
    [
        (field("money"), Decimal("1234.50"), "1.234,50\N{NO-BREAK SPACE}€", "1.234,50"),
        (field("number", unit="cm"), Decimal("12.5"), "12,5 cm", "12,5"),
        (field("iban"), "DE02120300000000202051", "DE02 1203 0000 0000 2020 51", "DE02 1203 0000 0000 2020 51"),
        (field("file"), ["a"], "1 Datei", ["a"]),
        (field("file"), ["a", "b"], "2 Dateien", ["a", "b"]),
        (field("boolean"), True, "Ja", "ja"),
        (field("text"), None, "", ""),
    ],
)
def test_value_is_written_for_eyes_and_for_inputs(
    definition: FieldDefinition, value: object, display: str, entered: object
) -> None:
    assert (display, entered) == (display_value(definition, value, ()), entered_value(definition, value))


@pytest.mark.parametrize("kind", ["text", "date", "money", "number", "boolean", "choice", "multi_choice", "file"])
def test_missing_answer_names_the_question(kind: str) -> None:
    assert "„Feld“" in missing_sentence(field(kind))
