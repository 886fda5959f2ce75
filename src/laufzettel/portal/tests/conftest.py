from collections.abc import Iterator

import pytest
from django.test import Client

from laufzettel.organisation import api as organisation
from laufzettel.submissions.tests.conftest import NOW, TOWNS, published


@pytest.fixture
def bicycle(db: None) -> Iterator[str]:
    """Publish the bicycle service for both towns."""
    yield from published()


@pytest.fixture
def town(db: None) -> None:
    """Load a town without any services."""
    organisation.forget_offices()
    organisation.load_municipality(folder=TOWNS / "mainz", now=NOW)


@pytest.fixture
def citizen() -> Client:
    """Give a browser without JavaScript that nobody used before."""
    return Client(headers={"host": "mainz.localhost"})


@pytest.fixture
def stranger() -> Client:
    """Give somebody else's browser."""
    return Client(headers={"host": "mainz.localhost"})


def begin(browser: Client) -> str:
    """Start a draft as a guest and return its address."""
    answer = browser.post("/leistungen/fahrrad-registrieren/entwurf/")
    return str(answer.headers["Location"]).partition("frage/")[0]


PERSON = {
    "fassung": "1",
    "person.name": "Erika Beispiel",
    "person.geburtsdatum.tag": "4",
    "person.geburtsdatum.monat": "5",
    "person.geburtsdatum.jahr": "1990",
    "weiter": "1",
}
BICYCLE = {
    "fassung": "2",
    "raeder.anzahl": "1",
    "raeder.0.marke": "Hollandrad",
    "raeder.0.wert": "500,00",
    "raeder.0.gestohlen": "nein",
    "weiter": "1",
}


def filled(browser: Client) -> str:
    """Fill in both pages and return the address of the draft."""
    address = begin(browser)
    browser.post(f"{address}frage/person/", PERSON)
    browser.post(f"{address}frage/raeder/", BICYCLE)
    return address


def sent(browser: Client) -> str:
    """Send a whole application and return its reference."""
    address = filled(browser)
    answer = browser.post(f"{address}pruefen/", {"fassung": "3", "erklaerung.richtig": "ja"})
    return str(answer.headers["Location"]).split("/")[2]
