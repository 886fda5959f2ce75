"""German unless somebody chooses; who chose English gets English until they choose again."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.translation import get_language_bidi

from laufzettel.engine.forms.german import Unreadable, read_money
from laufzettel.kernel.dates import say_day
from laufzettel.kernel.language import reading
from laufzettel.kernel.money import say_amount

SOURCE = Path(__file__).resolve().parents[2]

GERMAN, ENGLISH = "Zum Inhalt springen", "Skip to content"


def test_a_stranger_reads_german_whatever_the_browser_prefers(citizen: Client, bicycle: str) -> None:
    page = citizen.get("/", headers={"accept-language": "en"})
    assert GERMAN in page.text
    assert '<html lang="de" dir="ltr">' in page.text
    assert page.headers["Content-Language"] == "de"
    assert "laufzettel_sitzung" not in citizen.cookies


def test_the_switch_is_on_every_page_and_keeps_what_was_searched(citizen: Client, bicycle: str) -> None:
    page = citizen.get("/leistungen/?suche=fahrrad")
    assert 'href="/leistungen/?suche=fahrrad&amp;sprache=en" lang="en" hreflang="en"' in page.text
    assert '<link rel="alternate" hreflang="en"' in page.text


def test_the_choice_is_kept_in_the_session_until_the_next(citizen: Client, bicycle: str) -> None:
    assert '<html lang="en" dir="ltr">' in citizen.get("/?sprache=en").text
    assert ENGLISH in citizen.get("/leistungen/").text
    assert GERMAN in citizen.get("/leistungen/?sprache=de").text
    assert GERMAN in citizen.get("/leistungen/").text


def test_an_unknown_language_changes_nothing(citizen: Client, bicycle: str) -> None:
    assert GERMAN in citizen.get("/?sprache=../../etc").text


def test_the_desk_speaks_german(citizen: Client, bicycle: str) -> None:
    citizen.get("/?sprache=en")
    assert GERMAN in citizen.get("/desk/anmelden/").text


def test_the_choice_outlives_signing_out(citizen: Client, bicycle: str) -> None:
    citizen.get("/?sprache=en")
    citizen.post("/abmelden/")
    assert ENGLISH in citizen.get("/").text


def test_a_language_from_right_to_left_turns_the_page(citizen: Client, bicycle: str) -> None:
    with translation.override("ar"):
        page = render_to_string("portal/help.html", {"LANGUAGE_CODE": "ar", "LANGUAGE_BIDI": get_language_bidi()})
    assert '<html lang="ar" dir="rtl">' in page


def test_own_styles_know_no_left_and_right() -> None:
    physical = re.compile(r"\b(?:margin|padding|border)-(?:left|right)\b|[;{](?:left|right)\s*:|:\s*(?:left|right)\b")
    styles = [path for path in SOURCE.glob("*/static/**/*.css") if "vendor" not in path.parts]
    assert styles
    assert [] == [(path.name, found) for path in styles for found in physical.findall(path.read_text())]


def test_amounts_and_days_are_written_the_way_of_the_reader() -> None:
    day, amount = date(2026, 11, 21), Decimal("1234.5")
    assert (say_day(day), say_amount(amount)) == ("21.11.2026", "1.234,50\N{NO-BREAK SPACE}€")
    with reading("en"):
        assert (say_day(day), say_amount(amount)) == ("21 November 2026", "€1,234.50")


def test_an_error_of_a_verb_is_said_in_the_language_of_the_reader(citizen: Client, bicycle: str) -> None:
    citizen.get("/?sprache=en")
    page = citizen.post("/status/", {"vorgangsnummer": "MZ-26-AAAA-AAAA", "zugangscode": "FALSCH"})
    assert "Reference number and access code do not fit together." in page.text


def test_a_number_that_two_languages_read_differently_is_asked_for_again() -> None:
    assert Decimal("1500.00") == read_money("1.500")
    assert Decimal("1234.50") == read_money("1,234.50")
    with reading("en"):
        assert Decimal("1500.50") == read_money("1500.50")
        with pytest.raises(Unreadable, match="without a thousands separator"):
            read_money("1,500")
