"""Search results, lists, offices and short addresses, as somebody without JavaScript sees them."""

import json
import re

import pytest
from django.test import Client

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue.models import MissedSearch
from laufzettel.submissions.tests.conftest import NOW, TOWNS

pytestmark = pytest.mark.usefixtures("bicycle")
LIVE = {"HX-Request": "true", "HX-Target": "treffer"}


@pytest.fixture
def long_list(bicycle: str) -> None:
    catalogue.load_service_list(municipality="mainz", path=TOWNS / "mainz" / "services.csv", now=NOW)


def _page(citizen: Client, address: str, **query: str) -> str:
    answer = citizen.get(address, query)
    assert 200 == answer.status_code
    return str(answer.content.decode())


def test_slip_is_corrected_and_the_page_says_so(citizen: Client) -> None:
    page = _page(citizen, "/leistungen/", suche="farhrad")

    assert "Meinten Sie" in page
    assert "/leistungen/fahrrad-registrieren/" in page


def test_hits_while_typing_come_alone_and_say_how_many(citizen: Client) -> None:
    part = citizen.get("/leistungen/", {"suche": "fahrr"}, headers=LIVE).content.decode()

    assert "<html" not in part
    assert 'hx-swap-oob="innerHTML:#zahl"' in part
    assert "1 Leistung gefunden" in part


def test_only_questions_that_were_sent_count_as_missed(citizen: Client) -> None:
    citizen.get("/leistungen/", {"suche": "einh"}, headers=LIVE)
    before = MissedSearch.objects.count()
    citizen.get("/leistungen/", {"suche": "einhorn"})

    assert (0, 1) == (before, MissedSearch.objects.count())


@pytest.mark.usefixtures("long_list")
def test_long_result_can_be_narrowed_down_and_a_short_one_need_not(citizen: Client) -> None:
    many = _page(citizen, "/leistungen/", suche="personalausweis führerschein baugenehmigung")
    fewer = _page(citizen, "/leistungen/", suche="personalausweis führerschein baugenehmigung", amt="bauaufsicht")
    few = _page(citizen, "/leistungen/", suche="hund")

    assert "Treffer eingrenzen" in many
    assert "Treffer eingrenzen" not in few
    assert many.count('href="/leistungen/') > fewer.count('href="/leistungen/')


@pytest.mark.usefixtures("long_list")
def test_all_services_stand_under_their_letter(citizen: Client) -> None:
    page = _page(citizen, "/leistungen/a-z/")

    assert page.index(">F</h2>") < page.index("Fahrrad registrieren") < page.index(">G</h2>")
    assert "noch nicht online" in page


@pytest.mark.usefixtures("long_list")
def test_service_that_is_not_online_names_its_office_with_hours(citizen: Client) -> None:
    page = _page(citizen, "/leistungen/einbuergerung/")

    assert "noch nicht online" in page
    assert "Bürgeramt" in page
    assert 'datetime="Mo-Fr 08:00-12:00"' in page


def test_office_tells_where_when_and_how_to_get_in(citizen: Client) -> None:
    page = _page(citizen, "/aemter/buergeramt/")

    for told in ("Beispielstraße 33", "Donnerstag: 14 bis 18 Uhr", "Eingang ohne Stufen", "Fahrrad registrieren"):
        assert told in page
    assert 'itemtype="https://schema.org/GovernmentOffice"' in page


def test_offices_of_another_town_do_not_exist_here(citizen: Client) -> None:
    assert 404 == citizen.get("/aemter/gibt-es-nicht/").status_code
    assert "Kämmerei" not in _page(citizen, "/aemter/")


def test_life_situation_shows_its_services(citizen: Client) -> None:
    assert "Fahrrad registrieren" in _page(citizen, "/lebenslagen/mobilitaet/")
    assert "/lebenslagen/mobilitaet/" in _page(citizen, "/lebenslagen/")
    assert 404 == citizen.get("/lebenslagen/weltraum/").status_code


def test_short_address_and_its_qr_code_lead_to_the_service(citizen: Client) -> None:
    page = _page(citizen, "/leistungen/fahrrad-registrieren/")
    short = re.search(r"http://mainz\.localhost(/k/[a-z]+/)", page)
    assert short

    assert "/leistungen/fahrrad-registrieren/" == citizen.get(short[1]).headers["Location"]
    assert citizen.get("/leistungen/fahrrad-registrieren/qr.svg").content.startswith(b"<svg")
    assert short[1] in _page(citizen, "/leistungen/fahrrad-registrieren/plakat/")
    assert 404 == citizen.get("/k/gibtesnicht/").status_code


def test_machines_read_what_the_service_is(citizen: Client) -> None:
    page = _page(citizen, "/leistungen/fahrrad-registrieren/")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found

    told = json.loads(found[1])
    assert ("GovernmentService", "Fahrrad registrieren") == (told["@type"], told["name"])
    assert ["Mo-Fr 08:00-12:00", "Th 14:00-18:00"] == told["serviceOperator"]["openingHours"]


def test_maps_for_machines_name_public_pages_only(citizen: Client) -> None:
    sitemap = _page(citizen, "/sitemap.xml")

    assert "<loc>http://mainz.localhost/leistungen/fahrrad-registrieren/</loc>" in sitemap
    assert "/meine/" not in sitemap
    assert "Disallow: /vorgang/" in _page(citizen, "/robots.txt")


def test_form_on_paper_is_a_document_that_can_be_sorted(citizen: Client) -> None:
    answer = citizen.get("/leistungen/fahrrad-registrieren/formular.pdf")

    assert "application/pdf" == answer.headers["Content-Type"]
    assert answer.content.startswith(b"%PDF")
    assert 404 == citizen.get("/leistungen/gibt-es-nicht/formular.pdf").status_code
