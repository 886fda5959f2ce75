"""Whole journeys through the real services, as people go them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from laufzettel.kernel.dates import local_date
from tests.journeys.http_driver import Browser, Citizen, Clerk, Page, wait_for

ROOT = Path(__file__).resolve().parents[2]
PERSON = {"vorname": "Erika", "familienname": "Beispiel", "geburtsdatum": "1984-03-12", "email": "erika@example.org"}
HOME = {"strasse": "Musterweg", "hausnummer": "1", "plz": "55116", "ort": "Mainz"}
BERLIN = ZoneInfo("Europe/Berlin")


def today() -> str:
    """Today in Germany as ISO text."""
    return local_date(datetime.now(UTC)).isoformat()


def dog(**changes: object) -> dict[str, Any]:
    """Answers of somebody with one dog; `changes` go into the dog."""
    hund = {
        "name": "Bello", "rasse": "labrador", "gefaehrlich": False, "herkunft": "aufgenommen", "seit": today(),
        "verguenstigung": "keine", **changes,
    }  # fmt: skip
    return {
        "halter": {**PERSON, "anschrift": HOME},
        "haushalt": {"hat_hunde": False},
        "hunde": [hund],
        "zahlung": {"lastschrift": False},
    }


def parking(*, plate: str = "MZ-LZ 100") -> dict[str, Any]:
    """Answers of somebody who wants to park near home."""
    return {
        "wohnung": {"anschrift": HOME},
        "person": PERSON,
        "fahrzeug": {"kennzeichen": plate, "halterart": "ich", "laenge": 4200, "breite": 1800},
        "zeitraum": {"hat_ausweis": False, "ab": today()},
    }


def certificate() -> dict[str, Any]:
    """Answers of somebody whose bank asks where they live."""
    return {"person": {**PERSON, "anschrift": HOME}, "bescheinigung": {"zweck": "bank", "umfang": "einfach"}}


DOG, PARKING = "hundesteuer-anmeldung", "bewohnerparkausweis-beantragen"


def demo_clerk(name: str, *, town: str = "mainz") -> Mapping[str, Any]:
    """The demo login of a clerk whose address begins with a name."""
    people = yaml.safe_load((ROOT / "municipalities" / town / "demo.yaml").read_text("utf-8"))
    return next(one for one in people if one["email"].startswith(name))


def log_in(url: str, name: str, *, town: str = "mainz", host: str = "", patience_s: float = 0) -> Clerk:
    """Give a signed-in clerk."""
    person = demo_clerk(name, town=town)
    clerk = Clerk(browser=Browser(url, host=host, patience_s=patience_s))
    clerk.log_in(email=person["email"], totp_secret=person["totp_secret"], password=person["password"])
    return clerk


class Clerks:
    """The clerks of an installation, each signed in once: a code of the second factor counts once, then one waits."""

    def __init__(self, url: str, *, patience_s: float = 0) -> None:
        self._url = url
        self._patience_s = patience_s
        self._signed_in: dict[str, Clerk] = {}

    def window(self, name: str) -> Clerk:
        """Give another window of the clerk whose address begins with a name."""
        if name not in self._signed_in:
            self._signed_in[name] = log_in(self._url, name, patience_s=self._patience_s)
        browser = Browser(self._url, patience_s=self._patience_s)
        browser.client.cookies.update(self._signed_in[name].browser.client.cookies)
        return Clerk(browser=browser)


def register_dog(citizen: Citizen, clerk: Clerk, *, seconds: float = 60) -> None:
    """Register a dog, have it assessed, open the notice."""
    if not citizen.reference:
        citizen.apply(DOG, dog())
    finish(citizen, clerk, outcome="festsetzen", seconds=seconds)


def park(citizen: Citizen, clerk: Clerk, *, seconds: float = 60, **words: str) -> None:
    """Apply for a parking permit, pay, have it granted, open it."""
    citizen.apply(PARKING, parking())
    pay_until_paid(citizen, seconds=seconds, **words)
    finish(citizen, clerk, outcome="erteilen", seconds=seconds)


def pay_until_paid(
    citizen: Citizen, *, seconds: float = 60, done: str = "Bezahlt:", again: str = "noch einmal versuchen"
) -> Page:
    """Pay, and press again only when the town itself says (`again`) that the payment did not come about."""

    def paid() -> Page | None:
        page = citizen.browser.get(f"/vorgang/{citizen.reference}/bezahlt/")
        if again in page.text:
            citizen.pay()
        return page if done in page.text else None

    citizen.pay()
    page: Page = wait_for(paid, seconds=seconds)
    return page


def finish(citizen: Citizen, clerk: Clerk, *, outcome: str, seconds: float = 60) -> None:
    """Work on whatever waits at the town hall until the notice is there, then open it."""

    def step() -> bool:
        for task in clerk.open_tasks(citizen.reference):
            page = clerk.browser.get(task)
            if page.path.endswith("/entscheiden/"):
                clerk.decide(task, outcome=outcome)
            elif "fehlt" in page.form("/aufgabe/").names:
                clerk.complete(task, fehlt="nichts")
        return bool(citizen.matter().links("/schreiben/"))

    wait_for(step, seconds=seconds)
    citizen.open_notice()


CERTIFICATE = "meldebescheinigung-beantragen"


def get_certificate(citizen: Citizen, *, seconds: float = 60, **words: str) -> None:
    """Apply for a certificate of registration with an account that is signed in, pay, open it."""
    citizen.apply(CERTIFICATE, certificate())
    pay_until_paid(citizen, seconds=seconds, **words)
    wait_for(lambda: citizen.matter().links("/schreiben/"), seconds=seconds)
    citizen.open_notice()
