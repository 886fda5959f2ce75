"""What people type is read tolerantly, and what cannot be read is answered with how to put it right."""

import contextlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laufzettel.engine.forms import german
from laufzettel.engine.forms.german import Unreadable

TODAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    "text",
    ["1.2.1990", "01.02.1990", "01021990", "1.2.90", "010290", "1990-02-01", "1/2/1990", "1 2 1990", "1. Februar 1990"],
)
def test_date_is_read_in_every_usual_form(text: str) -> None:
    assert date(1990, 2, 1) == german.read_date(text, today=TODAY)


@pytest.mark.parametrize(("text", "year"), [("1.1.26", 2026), ("1.1.36", 2036), ("1.1.37", 1937), ("1.1.00", 2000)])
def test_year_of_two_digits_is_at_most_ten_years_ahead(text: str, year: int) -> None:
    assert year == german.read_date(text, today=TODAY).year


@pytest.mark.parametrize(
    "text", ["31.2.2026", "32.1.2026", "morgen", "1.2", "1.2.199", "2026", "1.1.0001", "1.1.9999", "٣.٤.٢٠٢٦x"]
)
def test_date_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        german.read_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,50", "1234.50"),
        ("1234,5", "1234.50"),
        ("1234.50", "1234.50"),
        ("1.234", "1234.00"),
        ("1.234.567,8", "1234567.80"),
        ("12 €", "12.00"),
        ("12,00 EUR", "12.00"),
        ("1 234,50", "1234.50"),
        ("12,", "12.00"),
        ("0,5", "0.50"),
    ],
)
def test_amount_is_read_with_german_and_international_signs(text: str, expected: str) -> None:
    assert Decimal(expected) == german.read_money(text)


@pytest.mark.parametrize(
    "text", ["12,345", "viel", "1,2,3", "1.23.456", "--1", "1e5", "NaN", "Infinity", "9" * 50, ","]
)
def test_amount_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        german.read_money(text)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_amount_written_the_german_way_is_read_back(amount: Decimal) -> None:
    text = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))

    assert amount == german.read_money(text)


@given(st.text(max_size=60))
def test_no_text_breaks_a_reader(text: str) -> None:
    readers: list[Callable[[str], object]] = [
        german.read_date,
        german.read_money,
        german.read_plate,
        german.read_phone,
        german.read_email,
        german.read_iban,
        german.read_name,
        german.read_postal_code,
        german.read_house_number,
        partial(german.read_number, decimals=1),
    ]
    for reader in readers:
        with contextlib.suppress(Unreadable):
            assert reader(text) is not None


@pytest.mark.parametrize("text", ["MZ-AB 123", "mz-ab123", "MZ AB 123", "mz ab 123", "MZ - AB - 123", "mz·ab 123"])
def test_plate_is_normalised(text: str) -> None:
    assert "MZ-AB 123" == german.read_plate(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("B-A 1", "B-A 1"), ("ba1", "B-A 1"), ("WÜ-X 12E", "WÜ-X 12E"), ("MZ AB 12 H", "MZ-AB 12H")]
)
def test_plate_of_special_forms_is_read(text: str, expected: str) -> None:
    assert expected == german.read_plate(text)


@pytest.mark.parametrize("text", ["MZAB123", "MZ-AB 0123", "MZ-AB", "123", "MZ-ABC 12", "MZZZ-A 1", "<script>"])
def test_plate_that_is_ambiguous_or_wrong_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="MZ-AB 123"):
        german.read_plate(text)


@pytest.mark.parametrize(
    "text", ["06131 12-3456", "+49 6131 123456", "0049 6131/123456", "+49 (0) 6131 123456", "(06131) 123456"]
)
def test_phone_number_is_normalised(text: str) -> None:
    assert "+496131123456" == german.read_phone(text)


@pytest.mark.parametrize("text", ["12345", "+0", "nein", "0" * 30])
def test_phone_number_without_area_code_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="Vorwahl"):
        german.read_phone(text)


def test_email_keeps_the_name_and_lowers_the_domain() -> None:
    assert "Erika.Muster+a@beispiel.de" == german.read_email("Erika.Muster+a@Beispiel.DE")


@pytest.mark.parametrize(
    "text", ["a", "a@b", "a@@b.de", "a b@c.de", "a@b..de", "a@b.de\nBcc: x@y.de", "a@.de", "x" * 255 + "@b.de"]
)
def test_email_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        german.read_email(text)


def test_iban_is_compact_and_checked() -> None:
    assert "DE02120300000000202051" == german.read_iban("de02 1203 0000 0000 2020 51")
    with pytest.raises(Unreadable, match="Prüfen Sie die Ziffern"):
        german.read_iban("DE03 1203 0000 0000 2020 51")


@pytest.mark.parametrize(
    "text", ["Erika", "Nguyễn", "Łukasz", "D'Arc", "von der Heide-Müller", "Şahin", "Ž. Đorđević", "O’Neill", "Ōno"]
)
def test_name_takes_the_letters_of_din_91379(text: str) -> None:
    assert text == german.read_name(f"  {text} ")


def test_name_is_composed_and_has_single_blanks() -> None:
    assert "Zoë de la" == german.read_name("Zoe\u0308  de\tla")


@pytest.mark.parametrize("text", ["<b>", "Иван", "a\u202eb", "{heute}", "😀", "---", "x" * 121, "R2D2"])
def test_name_with_other_signs_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        german.read_name(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("55116", "55116"), ("D-55116", "55116"), ("01067", "01067"), ("55 116", "55116")]
)
def test_postal_code_is_read(text: str, expected: str) -> None:
    assert expected == german.read_postal_code(text)


@pytest.mark.parametrize("text", ["5511", "551166", "00100", "abcde"])
def test_postal_code_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        german.read_postal_code(text)


def test_free_text_loses_control_characters_only_by_refusal() -> None:
    assert "a\nb" == german.read_text("a\r\nb", multiline=True, max_length=10)
    assert "a b" == german.read_text("a\r\nb", multiline=False, max_length=10)
    with pytest.raises(Unreadable):
        german.read_text("a\x00b", multiline=True, max_length=10)
    with pytest.raises(Unreadable, match="höchstens 10 Zeichen, jetzt sind es 11"):
        german.read_text("x" * 11, multiline=False, max_length=10)


def test_amount_of_thirty_digits_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match="zu lang"):
        german.read_money("1" + "0" * 26)
