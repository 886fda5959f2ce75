"""The final submit beside a bare Django view with one INSERT: requests a second, statements, server time."""

import subprocess
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from benchmarks import _ground as ground

if TYPE_CHECKING:
    from benchmarks._clients import Shot
    from benchmarks._inside import Took

SERVICE, TOWN = "hundesteuer-anmeldung", "mainz"
CLIENTS, ROUNDS = 8, 3
WARM, SUBMITS, INSERTS, ALONE = 24, 240, 2400, 60
LEAST_RATIO, MOST_STATEMENTS, MOST_MS = 0.25, 30, 60.0
ANSWERS: dict[str, Any] = {
    "halter": {
        "vorname": "Erika",
        "familienname": "Beispiel",
        "geburtsdatum": "1984-03-12",
        "anschrift": {"strasse": "Musterweg", "hausnummer": "1", "plz": "55116", "ort": "Mainz"},
        "email": "erika@beispiel.example",
    },
    "haushalt": {"hat_hunde": False},
    "hunde": [
        {
            "name": "Bello",
            "rasse": "labrador",
            "gefaehrlich": False,
            "herkunft": "aufgenommen",
            "chip": "276098106123456",
            "verguenstigung": "keine",
        }
    ],
    "zahlung": {"lastschrift": False},
}


def main() -> int:
    """Print the table; always 0."""
    return ground.run_apart("submit")


def measure() -> None:
    """Measure in the process and the database made for it."""
    from benchmarks import _inside as inside
    from benchmarks._town import publish

    ref = publish(TOWN, SERVICE)
    from benchmarks._wsgi import application

    drafts = _prepare(ref, WARM + ALONE + ROUNDS * SUBMITS + CLIENTS * 4)
    alone, drafts = drafts[: WARM + ALONE], drafts[WARM + ALONE :]
    answers = [
        inside.expect(
            inside.request(application, path, _fields(), session=session, counts_statements=number < WARM), "302"
        )
        for number, (path, session) in enumerate(alone)
    ]
    statements = answers[WARM - 1].statements
    ours, bare = _over_http(drafts)
    took = min(
        (inside.median(answers[WARM:][part * 20 : part * 20 + 20]) for part in range(ROUNDS)), key=lambda one: one.wall
    )
    ground.show("submit", _figures(ours, bare, len(statements), took))


def _figures(ours: list[float], bare: list[float], statements: int, took: "Took") -> list[ground.Figure]:
    ratio = max(ours) / max(bare)
    rounds = ", ".join(f"{one / two:.2f}" for one, two in zip(ours, bare, strict=True))
    return [
        ground.Figure(
            what=f"final submit over HTTP, {CLIENTS} clients, best of {ROUNDS}",
            measured=f"{max(ours):.0f}/s",
            baseline=f"bare INSERT {max(bare):.0f}/s",
            ratio=f"{ratio:.2f} (rounds {rounds})",
            aim=f"at least {LEAST_RATIO}",
            is_met=ratio >= LEAST_RATIO,
        ),
        ground.Figure(
            what="SQL statements of one submit",
            measured=str(statements),
            baseline="1",
            aim=f"at most {MOST_STATEMENTS}",
            is_met=statements <= MOST_STATEMENTS,
        ),
        ground.Figure(
            what="server time of one submit, median",
            measured=str(took),
            aim=f"at most {MOST_MS:.0f} ms",
            is_met=took.wall <= MOST_MS,
        ),
    ]


def _fields() -> dict[str, str]:
    return {"fassung": "2", "erklaerung.richtig": "ja"}


def _prepare(ref: str, number: int) -> list[tuple[str, str]]:
    """Store so many filled drafts, each of another guest; return its address and the session with its secret."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from laufzettel.kernel.actor import Actor
    from laufzettel.kernel.dates import local_date
    from laufzettel.submissions import vault
    from laufzettel.submissions.domain import sealing
    from laufzettel.submissions.models import Draft

    now, store = datetime.now(UTC), SessionStore()
    since = (now - timedelta(days=3)).date().isoformat()
    answers = {**ANSWERS, "hunde": [{**dog, "seit": since} for dog in ANSWERS["hunde"]]}
    ids: list[tuple[UUID, str, str]] = [(uuid4(), str(uuid4()), uuid4().hex) for _ in range(number)]

    def filled(draft: UUID, guest: str, secret: str) -> Draft:
        key = sealing.new_key()
        row = Draft(
            id=draft, municipality=TOWN, owner_kind="guest", owner_key=guest, service_key=SERVICE, package_ref=ref,
            level="none", version=2, typed_version=2, created_at=now, changed_at=now,
            expires_on=now.date() + timedelta(days=30),
            sealed=vault.seal_contents(vault.Contents(answers=answers), key=key, draft_id=str(draft)),
        )  # fmt: skip
        row.wrapped_key = vault.wrap_for(row, Actor(kind="guest", key=guest, municipality=TOWN, secret=secret), key)
        return row

    Draft.objects.bulk_create(filled(draft, guest, f"secret-of-{key}") for draft, guest, key in ids)
    today = local_date(now).isoformat()
    Session.objects.bulk_create(
        Session(
            session_key=key,
            session_data=store.encode({"gast": guest, "gast_tag": today}),
            expire_date=now + timedelta(days=1),
        )
        for _, guest, key in ids
    )
    return [(f"/antrag/{draft}/pruefen/", f"{key}.secret-of-{key}") for draft, _, key in ids]


def _over_http(drafts: list[tuple[str, str]]) -> tuple[list[float], list[float]]:
    """Return the rates of submits and of bare inserts, round by round in turns, at the same server."""
    from benchmarks import _clients as clients
    from benchmarks import _inside as inside

    port = _free_port()

    def submits(part: list[tuple[str, str]]) -> list[bytes]:
        fields = {**_fields(), "csrfmiddlewaretoken": inside.PROTECTION}
        return [clients.post(path, fields, cookies=inside.cookies(key), port=port) for path, key in part]

    insert = clients.post("/bare/", _fields() | {"text": "x" * 400}, cookies={}, port=port)
    server = subprocess.Popen(_server(port), cwd=ground.HOME)
    ours, bare = [], []
    try:
        _wait(f"http://{clients.HOST}:{port}/gesund/")
        clients.fire([insert] * CLIENTS * 20 + submits(drafts[-CLIENTS * 4 :]), port=port, clients=CLIENTS)
        for number in range(ROUNDS):
            part = submits(drafts[number * SUBMITS : (number + 1) * SUBMITS])
            bare.append(_rate(clients.fire([insert] * INSERTS, port=port, clients=CLIENTS), "201"))
            ours.append(_rate(clients.fire(part, port=port, clients=CLIENTS), "302"))
    finally:
        server.terminate()
        server.wait(timeout=20)
    return ours, bare


def _rate(shot: "Shot", status: str) -> float:
    if set(shot.statuses) != {status}:
        raise RuntimeError(f"{shot} instead of {status}")
    return shot.rate


def _server(port: int) -> tuple[str, ...]:
    """Give the command of the product's web program, with the bare view beside it."""
    from dataclasses import replace

    from laufzettel.console import demo
    from laufzettel.console.conf import read_conf

    program = demo.web(replace(read_conf(), host="127.0.0.1"), demo.Ports.beside(port), environment={})
    return (*program.command[:-1], "benchmarks._wsgi:application")


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str) -> None:
    last_moment = time.monotonic() + 30
    while time.monotonic() < last_moment:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")


if __name__ == "__main__":
    measure()
