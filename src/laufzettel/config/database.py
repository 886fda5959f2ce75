"""Translate addresses of databases and mail servers into what Django expects."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from laufzettel.platform.environment import SettingError


def database_from_url(url: str, *, pool: int = 0) -> dict[str, Any]:
    """Translate `postgresql://user:password@host:port/name?option=value` into a Django database.

    `pool` is the most connections one process keeps open, 0 for none. A `host` among the options (a socket
    folder) wins over the one in the address. Raises `SettingError` for another kind of database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError("DATABASE_URL: nur postgresql:// wird verstanden / only postgresql:// is understood")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "CONN_MAX_AGE": 0 if pool else 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail_settings(url: str) -> dict[str, Any]:
    """Translate `smtp://`, `smtp+tls://` or `smtps://` with user, password, host and port into Django settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        raise SettingError("LAUFZETTEL_MAIL_URL: smtp://, smtp+tls:// oder/or smtps://")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
