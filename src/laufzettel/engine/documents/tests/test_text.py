"""What may be printed, and the small pictures that carry an address."""

import pytest

from laufzettel.engine.documents import qr_svg
from laufzettel.engine.documents.coverage import _characters, covered, printable
from laufzettel.engine.documents.qr import codes_in


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Einfach", "Einfach"),
        ("Größe", "Größe"),
        ("Zeile 1\r\nZeile 2\rZeile 3", "Zeile 1\nZeile 2\nZeile 3"),
        ("😀", "�"),
        ("\x00\x1b[31m", "[31m"),
        ("a\u202eb", "ab"),
        ("u\u0308", "ü"),
        ("Fuß\u00adgänger", "Fuß\u00adgänger"),
    ],
)
def test_printable_text(given: str, expected: str) -> None:
    assert expected == printable(given)


def test_latin_letters_of_german_registers_are_covered() -> None:
    # DIN 91379 (letters of names in registers), a choice from its Latin part, and Greek and Cyrillic
    letters = "ÄÖÜäöüßẞÀÁÂÃĀĂĄǍȀÇĆĈĊČĎĐÉÊËĒĔĖĘĚĞĢĤĦÍÎÏĨĪĮİıĴĶĹĻĽĿŁÑŃŅŇŊÓÔÕŌŎŐŒŔŖŘŚŜŞŠȘŢŤŦȚŨŪŬŮŰŲŴŶŸŹŻŽƏƠƯǪḜẀẂẄẌẼỲΑΩЯя"

    assert set() == set(letters) - covered()


def test_private_characters_are_not_covered() -> None:
    assert not [character for character in covered() if "\ue000" <= character <= "\uf8ff"]


def test_file_that_is_no_font_is_an_error() -> None:
    with pytest.raises(ValueError, match="font without"):
        _characters(b"\0" * 64)


def test_qr_code_is_a_picture_without_script() -> None:
    svg = qr_svg(text="https://laufzettel.example/pruefen/7F3K")

    assert svg.startswith(b"<svg")
    assert b"script" not in svg


def test_qr_codes_are_made_for_addresses_and_payloads_only() -> None:
    data = {
        "verify_url": "https://a.example/",
        "name": "https://b.example/",
        "extra": {"giro_qr": "BCD\n002", "leer_url": "", "zahl_url": 7},
        "case": {"fremd_url": "https://c.example/"},
    }

    assert {"https://a.example/", "BCD\n002"} == set(codes_in(data))
