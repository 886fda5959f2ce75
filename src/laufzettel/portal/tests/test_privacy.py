"""Each service says what it does with data."""

from django.test import Client


def test_page_of_a_service_is_made_from_its_package(bicycle: str, citizen: Client) -> None:
    page = citizen.get("/datenschutz/fahrrad-registrieren/").text

    assert all(part in page for part in ("Wozu wir Ihre Daten brauchen", "Welche Daten wir erheben", "Artikel 77"))
    assert "Datenschutzbeauftragte" in page
    assert "/datenschutz/fahrrad-registrieren/" in citizen.get("/leistungen/fahrrad-registrieren/").text
    assert "/datenschutz/fahrrad-registrieren/" in citizen.get("/datenschutz/").text


def test_unknown_service_has_no_privacy_page(bicycle: str, citizen: Client) -> None:
    assert 404 == citizen.get("/datenschutz/gibt-es-nicht/").status_code
