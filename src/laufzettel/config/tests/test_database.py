"""Addresses of databases and mail servers become Django settings."""

import pytest

from laufzettel.config.database import database_from_url, mail_settings
from laufzettel.platform.environment import SettingError


def _place(url: str) -> dict[str, object]:
    found = database_from_url(url)
    return {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}


def test_database_on_a_server_is_read_with_its_options() -> None:
    found = _place("postgresql://amt:ge%40heim@db.example:6543/laufzettel?sslmode=verify-full")

    expected = {
        "NAME": "laufzettel",
        "USER": "amt",
        "PASSWORD": "ge@heim",
        "HOST": "db.example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "verify-full"},
    }
    assert expected == found


def test_database_behind_a_socket_is_read_with_its_folder() -> None:
    found = _place("postgresql://postgres@/laufzettel?host=/srv/laufzettel/var/postgres")

    expected = {
        "NAME": "laufzettel",
        "USER": "postgres",
        "PASSWORD": "",
        "HOST": "/srv/laufzettel/var/postgres",
        "PORT": "",
        "OPTIONS": {},
    }
    assert expected == found


def test_database_with_a_pool_keeps_no_connection_of_its_own() -> None:
    found = database_from_url("postgresql:///laufzettel", pool=8)

    assert (0, 8) == (found["CONN_MAX_AGE"], found["OPTIONS"]["pool"]["max_size"])


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite:///file", "laufzettel"])
def test_database_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="postgresql://"):
        database_from_url(url)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://post.example", 25, False, False),
        ("smtp+tls://amt:geheim@post.example", 587, True, False),
        ("smtps://amt:geheim@post.example:4650", 4650, False, True),
    ],
)
def test_mail_server_is_reached_as_its_address_says(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = mail_settings(url)

    assert ("post.example", port, tls, ssl) == tuple(
        found[key] for key in ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    )


def test_mail_server_of_another_kind_is_refused() -> None:
    with pytest.raises(SettingError, match="smtp://"):
        mail_settings("https://post.example")
