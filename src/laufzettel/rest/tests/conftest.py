import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.levels import Level
from laufzettel.machines import api as machines
from laufzettel.submissions.tests.conftest import ANSWERS, NOW, published

SERVICE = "fahrrad-registrieren"
SUBMIT = f"/api/v1/services/{SERVICE}/submissions"
APPLICATION: dict[str, Any] = {"answers": ANSWERS, "declarations": ["richtig"]}


@pytest.fixture
def bicycle(db: None) -> Iterator[str]:
    """Publish the bicycle service for both towns and give its reference."""
    yield from published()


def client_of(town: str = "mainz", services: tuple[str, ...] = (SERVICE,), level: Level = "none") -> machines.Secret:
    """Give a new machine client."""
    actor = Actor.system(town)
    return machines.add_client(actor=actor, name=f"Portal {level} {services}", services=services, level=level, now=NOW)


def token_of(made: machines.Secret, host: str = "mainz.localhost") -> str:
    """Get a token as a program does."""
    asked = {"grant_type": "client_credentials", "client_id": made.client_id, "client_secret": made.secret}
    answer = Client(headers={"host": host}).post(
        "/api/v1/token", "&".join(f"{key}={value}" for key, value in asked.items()),
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert 200 == answer.status_code, answer.content
    return str(answer.json()["access_token"])


def program(token: str, host: str = "mainz.localhost", **headers: str) -> Client:
    """Give a program that carries a token and no cookies."""
    return Client(headers={"host": host, "authorization": f"Bearer {token}", **headers}, enforce_csrf_checks=True)


@pytest.fixture
def caller(bicycle: str) -> Client:
    """Give a program that may hand in for the bicycle service."""
    return program(token_of(client_of()))


def send(caller: Client, body: Any, address: str = SUBMIT, **headers: str) -> Any:
    """Hand in a body as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return caller.post(address, content, content_type="application/json", headers=headers)
