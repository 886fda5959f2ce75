"""Leichte Sprache: offered where a package has it, in German whatever the session reads, and nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue import queries as published_packages
from laufzettel.kernel.actor import Actor
from laufzettel.submissions.tests.conftest import NOW, published

SERVICES = Path(__file__).resolve().parents[4] / "services"
EASY, PAGE = "/leistungen/hundesteuer-anmeldung/leichte-sprache/", "/leistungen/hundesteuer-anmeldung/"


@pytest.fixture(autouse=True)
def dog_tax(db: None) -> Iterator[None]:
    """Publish a service with and one without a text in Leichte Sprache."""
    for _ in published():
        actor = Actor.system("mainz")
        catalogue.publish(
            municipality="mainz", folder=SERVICES / "hundesteuer-anmeldung", overlay=None, actor=actor, now=NOW
        )
        published_packages._parsed.cache_clear()
        yield


def test_the_switch_leads_to_the_page_and_the_page_leads_back(citizen: Client) -> None:
    assert f'href="{EASY}" lang="de-simple"' in citizen.get(PAGE).text
    page = citizen.get(EASY).text
    assert f'href="{PAGE}?sprache=en"' in page
    assert f'href="{EASY}" lang="de-simple" hreflang="de-simple" aria-current="true"' in page


def test_the_page_has_short_sentences_amounts_and_says_that_nobody_checked_it(citizen: Client) -> None:
    page = citizen.get(EASY).text
    assert "Haben Sie einen Hund?<br>Dann müssen Sie den Hund bei der Stadt anmelden." in page
    assert "60,00\N{NO-BREAK SPACE}€ in einem Jahr" in page
    assert "Noch nicht geprüft" in page


def test_the_page_is_german_also_for_somebody_who_reads_english(citizen: Client) -> None:
    citizen.get("/?sprache=en")
    assert '<html lang="de" dir="ltr">' in citizen.get(EASY).text
    assert "Skip to content" in citizen.get(PAGE).text


def test_a_service_without_such_a_text_does_not_offer_it(citizen: Client) -> None:
    assert "Leichte Sprache" not in citizen.get("/leistungen/fahrrad-registrieren/").text
    assert citizen.get("/leistungen/fahrrad-registrieren/leichte-sprache/").status_code == 404


def test_the_portal_is_explained_with_the_services_that_have_a_text(citizen: Client) -> None:
    assert 'href="/leichte-sprache/" lang="de-simple"' in citizen.get("/").text
    page = citizen.get("/leichte-sprache/").text
    assert EASY in page
    assert "fahrrad-registrieren/leichte-sprache" not in page
