"""German unless somebody chooses; who chose English gets English until they choose again."""

from django.test import Client

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
