"""A production installation refuses unsafe settings, in the real processes."""

import os
import subprocess
import sys
from functools import cache

import pytest

SAFE = {
    "LAUFZETTEL_MODE": "production",
    "LAUFZETTEL_SECRET_KEY": "x1" * 30,
    "LAUFZETTEL_BASE_URL": "https://portal.example",
    "DATABASE_URL": "postgresql:///nowhere",
    "LAUFZETTEL_SEAL_KEY": "/etc/laufzettel/seal.pem",
    "LAUFZETTEL_SEAL_CERTIFICATE": "/etc/laufzettel/seal.crt",
    "LAUFZETTEL_TIME_STAMP_URL": "https://stamps.example",
    "LAUFZETTEL_TRUST": "/etc/laufzettel/root.pem",
}
PROGRAMS = {
    "web": ("-c", "import laufzettel.config.wsgi"),
    "worker": ("-m", "django", "procrastinate", "--help"),
}


@cache
def _secrets() -> dict[str, str]:
    """Give every secret that has a public default another value."""
    code = (
        "from laufzettel.console.settings_list import read_all_settings as read;"
        "import os; os.environ['DATABASE_URL'] = 'postgresql:///nowhere';"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'laufzettel.config.settings';"
        "print(*[s.name + ('=' if s.default.startswith('{') else '') for s in read() if s.is_secret and s.default])"
    )
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    return {name.rstrip("="): "{}" if name.endswith("=") else f"own-{'y' * 50}" for name in names}


def _start(program: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("LAUFZETTEL_", "DATABASE_"))}
    environment = {**plain, "DJANGO_SETTINGS_MODULE": "laufzettel.config.settings", **settings}
    command = [sys.executable, *PROGRAMS[program]]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("program", PROGRAMS)
def test_safe_production_starts(program: str) -> None:
    result = _start(program, {**_secrets(), **SAFE})

    assert 0 == result.returncode, result.stderr[-3000:]


@pytest.mark.parametrize(
    ("unsafe", "reason"),
    [
        (
            {"LAUFZETTEL_SECRET_KEY": None},
            "LAUFZETTEL_SECRET_KEY ist noch das Demo-Geheimnis / is still the demo secret",
        ),
        ({"LAUFZETTEL_SECRET_KEY": "short"}, "LAUFZETTEL_SECRET_KEY ist kürzer als 50 Zeichen / is shorter"),
        ({"LAUFZETTEL_DEBUG": "1"}, "LAUFZETTEL_DEBUG ist eingeschaltet / is switched on"),
        ({"LAUFZETTEL_BASE_URL": "http://portal.example"}, "LAUFZETTEL_BASE_URL beginnt nicht mit https://"),
        ({"DATABASE_URL": None}, "DATABASE_URL fehlt / is missing"),
        ({"LAUFZETTEL_SEAL_KEY": None}, "LAUFZETTEL_SEAL_KEY fehlt, das Demo-Siegel gilt nichts"),
        ({"LAUFZETTEL_SEAL_CERTIFICATE": None}, "LAUFZETTEL_SEAL_CERTIFICATE"),
        ({"LAUFZETTEL_TIME_STAMP_URL": None}, "LAUFZETTEL_TIME_STAMP_URL"),
        ({"LAUFZETTEL_TRUST": None}, "LAUFZETTEL_TRUST"),
        ({"LAUFZETTEL_DRAFT_KEY": None}, "LAUFZETTEL_DRAFT_KEY ist noch das Demo-Geheimnis"),
        ({"LAUFZETTEL_DRAFT_KEY": "short"}, "LAUFZETTEL_DRAFT_KEY ist kürzer als 43 Zeichen / is shorter"),
        ({"LAUFZETTEL_IDENTITY_CLIENT_SECRET": None}, "LAUFZETTEL_IDENTITY_CLIENT_SECRET ist noch das Demo-Geheimnis"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_unsafe_production_is_refused_with_the_reason(unsafe: dict[str, str | None], reason: str) -> None:
    settings = {key: value for key, value in {**_secrets(), **SAFE, **unsafe}.items() if value is not None}

    result = _start("web", settings)

    assert 0 != result.returncode
    assert reason in result.stderr


def test_unsafe_worker_is_refused_too() -> None:
    result = _start("worker", {**_secrets(), **SAFE, "LAUFZETTEL_DEBUG": "1"})

    assert 0 != result.returncode
    assert "LAUFZETTEL_DEBUG ist eingeschaltet / is switched on" in result.stderr
