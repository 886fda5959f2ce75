"""The baseline: a bare Django view that does one INSERT, in the same server and on the same database."""

import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# What `django-admin startproject` puts in.
_STANDARD = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_TABLE = """
    CREATE TABLE IF NOT EXISTS bench_bare (
        id uuid PRIMARY KEY, kind text NOT NULL, body jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX IF NOT EXISTS bench_bare_kind ON bench_bare (kind, at);
"""


def create_table() -> None:
    """Create the table of the bare view."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """Store what was sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_bare (id, kind, body) VALUES (%s, %s, %s)",
            [uuid4(), "bare", json.dumps(request.POST.dict())],
        )
    return HttpResponse(status=201)


def application_beside(product: Wsgi) -> Wsgi:
    """Answer `/bare/` with Django's standard middleware and everything else with the product."""
    usual = settings.MIDDLEWARE
    try:
        settings.MIDDLEWARE = _STANDARD
        bare = WSGIHandler()
    finally:
        settings.MIDDLEWARE = usual

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        chosen = bare if environ["PATH_INFO"] == "/bare/" else product
        return chosen(environ, start_response)

    return answer
