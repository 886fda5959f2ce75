"""The inbox of a clerk in a town with 100,000 cases beside the same inbox in a town with 1,000."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks import _ground as ground
from laufzettel.kernel.dates import local_date

if TYPE_CHECKING:
    from laufzettel.cases.models import Case
    from laufzettel.kernel.actor import Actor

TOWN, SERVICE, UNITS = "mainz", "bewohnerparkausweis-beantragen", ("buergeramt", "steuern")
FEW, MANY = 1_000, 100_000
EMAIL, PASSWORD, SECRET = "bench@town.example", "Laufzettel-Bench-2026", "LAUFZETTELDEMOSOMMER234567FALK22"
ROUNDS, REQUESTS, WARM = 5, 15, 5
MOST = 1.5
# Of ten cases four are open; of the open ones every fourth waits for the applicant, every third is assigned.
_CASES = """
    INSERT INTO cases_case (
        municipality, reference, subject, submission_id, account_id, guest_key, applicant_name, service_key,
        service_title, package_ref, unit, state, waits_for, is_decided, has_news, is_finished, is_filed_away,
        process_state, results, decision, deadline_on, file_reference, opened_at, closed_at)
    SELECT municipality, reference || '-' || n, subject || '-' || n, submission_id || n, '', md5(n::text),
        'Erika Beispiel ' || n, 'dienst-' || n % 12, 'Dienst ' || n % 12, package_ref,
        (ARRAY['buergeramt', 'steuern', 'ordnung'])[1 + n % 3],
        CASE WHEN n % 10 < 4 THEN 'open' ELSE 'closed' END, CASE WHEN n % 10 < 4 THEN 'clerk' ELSE '' END,
        n % 10 >= 4, n % 7 = 0, n % 10 >= 4, n % 10 >= 4, process_state, results, decision,
        current_date - 20 + n % 45, '22.41-2026/' || n, now() - n % 900 * interval '1 day',
        CASE WHEN n % 10 < 4 THEN NULL ELSE now() END
    FROM (SELECT * FROM cases_case ORDER BY id LIMIT 1) AS first, generate_series(1, {number}) AS n
"""
_TASKS = """
    INSERT INTO cases_task (
        case_id, municipality, unit, service_key, engine_task, step, word, title, waits_for, state, assignee,
        assignee_name, due_on, awaits, proposed_by, opened_at, done_at, done_by)
    SELECT c.id, c.municipality, c.unit, c.service_key, 'schritt-' || k, 'schritt', 'review', 'Angaben prüfen',
        CASE WHEN c.id % 4 = 0 THEN 'applicant' ELSE 'clerk' END,
        CASE WHEN c.state = 'open' AND k = 3 THEN 'open' ELSE 'done' END,
        CASE WHEN c.id % 7 < 3 THEN (1 + c.id % 40)::text ELSE '' END, '', c.deadline_on, '', '', c.opened_at,
        CASE WHEN c.state = 'open' AND k = 3 THEN NULL ELSE c.opened_at END, ''
    FROM cases_case c, generate_series(1, 3) AS k WHERE c.file_reference LIKE '22.41-2026/%'
"""


def main() -> int:
    """Print the table; always 0."""
    return ground.run_apart("inbox")


def measure() -> None:
    """Fill two databases and let a process on each answer in turns, so that a busy moment hits both alike."""
    from benchmarks._town import publish

    publish(TOWN, SERVICE)
    few, many = os.environ["DATABASE_URL"], _copy(os.environ["DATABASE_URL"], "bench_many")
    towns = {FEW: _Town(few, FEW), MANY: _Town(many, MANY)}
    try:
        rounds = {number: [town.measure()] for number, town in towns.items()}
        for _ in range(ROUNDS):
            for number, town in towns.items():
                rounds[number].append(town.measure())
    finally:
        for town in towns.values():
            town.stop()
    best = {
        number: {what: min(one[what] for one in found[1:]) for what in found[0]} for number, found in rounds.items()
    }
    ground.show("inbox", [_figure(what, best[FEW][what], best[MANY][what]) for what in best[FEW]])


def _figure(what: str, few: float, many: float) -> ground.Figure:
    return ground.Figure(
        what=f"{what}, {MANY:,} cases, median",
        measured=f"{many:.1f} ms",
        baseline=f"{FEW:,} cases {few:.1f} ms",
        ratio=f"{many / few:.2f}",
        aim=f"at most {MOST}",
        is_met=many / few <= MOST,
    )


class _Town:
    """A process that answers from its own database: `measure()` has it measure once."""

    def __init__(self, url: str, number: int) -> None:
        command = [sys.executable, "-m", "benchmarks.inbox", str(number)]
        environment = {**os.environ, "DATABASE_URL": url}
        self._process = subprocess.Popen(
            command, cwd=ground.HOME, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def measure(self) -> dict[str, float]:
        """Return milliseconds by what was measured."""
        _pipe(self._process.stdin).write("go\n")
        _pipe(self._process.stdin).flush()
        line = _pipe(self._process.stdout).readline()
        if not line:
            raise RuntimeError("the measuring process ended")
        return dict(json.loads(line))

    def stop(self) -> None:
        """End the process."""
        _pipe(self._process.stdin).close()
        self._process.wait(timeout=20)


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("no pipe")
    return stream


def _copy(url: str, name: str) -> str:
    import psycopg
    from django.db import connections

    connections.close_all()
    source = urlsplit(url)
    with psycopg.connect(source._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source.path[1:]}"')
    return source._replace(path=f"/{name}").geturl()


def answer(number: int) -> None:
    """Fill the database of this process and measure at every line that comes in."""
    import django

    django.setup()
    from benchmarks import _inside as inside
    from benchmarks._wsgi import application
    from laufzettel.cases import api as cases

    _fill(number)
    session, actor = _clerk()
    today = local_date(datetime.now(UTC))

    def page() -> inside.Answer:
        return inside.expect(inside.request(application, "/desk/", session=session), "200")

    questions: dict[str, Callable[[], object]] = {
        "query of one page": lambda: len(cases.inbox(actor, cases.Filters(), today=today).rows),
        "counts of all views": lambda: cases.counts(actor, today=today),
        "whole page with counts": page,
    }
    for line in sys.stdin:
        if line.strip() != "go":
            break
        print(json.dumps({what: _middle(question) for what, question in questions.items()}), flush=True)


def _middle(question: Callable[[], object]) -> float:
    times = []
    for _ in range(WARM + REQUESTS):
        began = time.perf_counter()
        question()
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times[WARM:])[REQUESTS // 2]


def _fill(number: int) -> None:
    """Copy one case so many times, with other days, offices and services."""
    from django.db import connection

    _first_case().save()
    with connection.cursor() as cursor:
        cursor.execute(_CASES.replace("{number}", str(number)))
        cursor.execute(_TASKS)
        cursor.execute("VACUUM ANALYZE cases_case, cases_task")


def _first_case() -> "Case":
    from laufzettel.cases.models import Case

    state = {"tasks": {f"t{place}": {"state": 64, "spec": "pruefen", "data": {}} for place in range(12)}}
    return Case(
        municipality=TOWN, reference="MZ-26", subject="case:MZ-26", submission_id="s", service_key=SERVICE,
        service_title="Bewohnerparkausweis", package_ref="x", unit=UNITS[0], process_state=state,
        deadline_on=local_date(datetime.now(UTC)), opened_at=datetime.now(UTC),
    )  # fmt: skip


def _clerk() -> "tuple[str, Actor]":
    """Let a clerk sign in as a browser would; return session and actor."""
    from django.conf import settings
    from django.test import Client

    from laufzettel.accounts import api as accounts
    from laufzettel.kernel.actor import Actor
    from laufzettel.organisation import api as organisation

    now, system = datetime.now(UTC), Actor.system(TOWN)
    login_id = accounts.ensure_login(email=EMAIL, password=PASSWORD, totp_secret=SECRET, actor=system, now=now)
    organisation.appoint_clerk(login_id=login_id, name="Bench", units=UNITS, actor=system, now=now)
    clerk = organisation.clerk_of_login(login_id)
    browser = Client(headers={"host": "127.0.0.1"})
    browser.post("/desk/anmelden/", {"email": EMAIL, "passwort": PASSWORD})
    answer = browser.post("/desk/anmelden/code/", {"code": accounts.totp_code(SECRET, now=now)})
    if clerk is None or answer.status_code != 302:
        raise RuntimeError(f"the clerk could not sign in: {answer.status_code}")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value, organisation.actor_of_clerk(clerk)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        answer(int(sys.argv[1]))
    else:
        measure()
