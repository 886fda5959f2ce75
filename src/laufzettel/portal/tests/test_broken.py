"""What people see when something breaks where no view and no middleware can catch it."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client


def _press(monkeypatch: pytest.MonkeyPatch, error: Exception) -> int:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(SessionStore, "save", fail)
    client = Client(raise_request_exception=False, headers={"host": "mainz.localhost"})
    return client.post("/leistungen/fahrrad-registrieren/entwurf/").status_code


def test_database_that_goes_away_while_the_session_is_kept_is_called_down(
    bicycle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 503 == _press(monkeypatch, OperationalError("terminating connection"))


def test_every_other_error_stays_an_error(bicycle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 500 == _press(monkeypatch, RuntimeError("bug"))


def test_address_of_a_button_opened_like_a_page_is_explained(bicycle: str) -> None:
    answer = Client(headers={"host": "mainz.localhost"}).get("/leistungen/fahrrad-registrieren/entwurf/")

    assert (405, "POST") == (answer.status_code, answer.headers["Allow"])
    assert "führt nur eine Schaltfläche" in answer.content.decode()
