"""What the tests of the desk share: clerks who really sign in, and the invented service of `cases`."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client

from laufzettel.accounts import api as accounts
from laufzettel.cases import api as cases
from laufzettel.cases.tests.conftest import World, open_task, pay, submit, work, world
from laufzettel.kernel.actor import Actor
from laufzettel.organisation import api as organisation

__all__ = ["world"]

TOWN, HOST = "musterstadt", "musterstadt.localhost"
PASSWORD = "Laufzettel-Demo-2026"
SECRET = "LAUFZETTELDEMOSOMMER234567FALK22"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A clerk with a browser."""

    client: Client
    actor: Actor
    login_id: int


def now() -> datetime:
    return datetime.now(UTC)


def browser(host: str = HOST) -> Client:
    return Client(headers={"host": host})


def hire(email: str, name: str, *, units: tuple[str, ...], town: str = TOWN, secret: str = SECRET) -> Desk:
    """Give somebody a login with second factor and appoint them."""
    system = Actor.system(town)
    login_id = accounts.ensure_login(email=email, password=PASSWORD, totp_secret=secret, actor=system, now=now())
    organisation.appoint_clerk(login_id=login_id, name=name, units=units, email=email, actor=system, now=now())
    clerk = organisation.clerk_of_login(login_id)
    assert clerk is not None
    host = HOST if town == TOWN else "127.0.0.1"
    return Desk(client=browser(host), actor=organisation.actor_of_clerk(clerk), login_id=login_id)


def sign_in(desk: Desk, email: str, secret: str = SECRET) -> Desk:
    desk.client.post("/desk/anmelden/", {"email": email, "passwort": PASSWORD})
    answer = desk.client.post("/desk/anmelden/code/", {"code": accounts.totp_code(secret, now=now())})
    assert 302 == answer.status_code
    return desk


@pytest.fixture
def falk(world: World) -> Desk:
    """Give a signed-in clerk of the unit that works on the service."""
    email = "falk.sommer@musterstadt.example"
    return sign_in(hire(email, "Falk Sommer", units=("buergeramt",)), email)


@pytest.fixture
def ida(world: World) -> Desk:
    """Give a colleague in the same unit."""
    email = "ida.winter@musterstadt.example"
    return sign_in(hire(email, "Ida Winter", units=("buergeramt",)), email)


@pytest.fixture
def uwe(world: World) -> Desk:
    """Give a clerk of another unit of the town."""
    email = "uwe.herbst@musterstadt.example"
    return sign_in(hire(email, "Uwe Herbst", units=("steuern",)), email)


@pytest.fixture
def eva(world: World) -> Desk:
    """Give a clerk of the same unit in another town."""
    email = "eva@mainz.example"
    return sign_in(hire(email, "Eva Frühling", units=("buergeramt",), town="mainz"), email)


@pytest.fixture
def arrived(world: World) -> str:
    """Give the reference of an application that waits for its review."""
    reference = submit(world, now=now())
    work(now())
    return reference


@pytest.fixture
def to_decide(world: World, falk: Desk, arrived: str) -> str:
    """Give the reference of an application that is checked and paid and waits for the decision."""
    values = {"vollstaendig": True}
    task = open_task(arrived, "pruefen")
    cases.complete_task(reference=arrived, task_id=task.pk, values=values, actor=falk.actor, now=now())
    pay(world, arrived, now=now())
    work(now())
    return arrived
