"""Finding a service and getting ready."""

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("bicycle")


def test_start_page_shows_what_works_online(citizen: Client) -> None:
    page = citizen.get("/").content.decode()

    assert "Was möchten Sie erledigen?" in page
    assert "/leistungen/fahrrad-registrieren/" in page


@pytest.mark.parametrize("query", ["fahrrad", "Fahrräder", "FAHRRAEDER"])
def test_search_finds_a_service_however_it_is_typed(citizen: Client, query: str) -> None:
    page = citizen.get("/leistungen/", {"suche": query}).content.decode()

    assert "/leistungen/fahrrad-registrieren/" in page


def test_search_without_a_hit_says_where_help_is(citizen: Client) -> None:
    page = citizen.get("/leistungen/", {"suche": "xyzzyx"}).content.decode()

    assert "0 Leistungen gefunden" in page
    assert "tel:115" in page


def test_search_shows_what_was_typed_harmlessly(citizen: Client) -> None:
    page = citizen.get("/leistungen/", {"suche": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page


def test_service_page_names_needs_costs_office_and_law(citizen: Client) -> None:
    page = citizen.get("/leistungen/fahrrad-registrieren/").content.decode()

    for heading in ("Das brauchen Sie", "Kosten", "Zuständig", "Rechtsgrundlagen", "Beispielwert"):
        assert heading in page


def test_unknown_service_is_not_found(citizen: Client) -> None:
    assert 404 == citizen.get("/leistungen/gibt-es-nicht/").status_code


def test_ways_to_continue_name_the_day_of_deletion(citizen: Client) -> None:
    page = citizen.get("/leistungen/fahrrad-registrieren/beginnen/").content.decode()

    assert "Ohne Anmeldung beginnen" in page
    assert "automatisch" in page


@pytest.mark.parametrize(
    "address", ["/hilfe/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/anmelden/", "/status/", "/meine/"]
)
def test_page_that_a_public_website_owes_is_there(citizen: Client, address: str) -> None:
    assert 200 == citizen.get(address).status_code


def test_every_page_carries_the_strict_policy(citizen: Client) -> None:
    policy = citizen.get("/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
