"""F-01, F-03: the web is killed at random, the database is stopped hard, while people submit; nothing told is lost."""

import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest

from laufzettel.console import embedded
from tests import live
from tests.faults import evidence
from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen

pytestmark = [pytest.mark.faults, pytest.mark.slow]

KILLS, RESTARTS, PEOPLE = 20, 3, 4
READY_S, RECOVERED_S = 5, 10


@pytest.fixture(scope="module")
def database() -> Iterator[Path]:
    """Give a database server of our own that keeps what it has promised."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        # The server runs as somebody else, who must get there.
        Path(place).chmod(0o755)
        folder = Path(place) / "pg"
        embedded.ensure_database(folder)
        yield folder
        embedded._run(folder, "pg_ctl", "-D", str(folder), "-m", "immediate", "-w", "stop")


@pytest.fixture(scope="module")
def demo(root: Path, database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.LiveDemo]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAUFZETTEL_LIVE_SERVER", embedded.ensure_database(database))
        demo = live.build(root, tmp_path_factory.mktemp("stops"), database="stops", LAUFZETTEL_WORKER_SILENCE="5")
        try:
            demo.start()
            yield demo
        finally:
            demo.stop()
            live.drop(demo)


def _submit_while(demo: live.LiveDemo, trouble: Callable[[], None]) -> list[str]:
    """Let people submit one application after the other until the trouble is over; return what they were told."""
    is_over = threading.Event()

    def person(_: int) -> list[str]:
        told = []
        while not is_over.is_set() or not told:
            citizen = Citizen(browser=Browser(demo.url, patience_s=60))
            citizen.apply(stories.DOG, stories.dog())
            told.append(citizen.reference)
        return told

    with ThreadPoolExecutor(PEOPLE) as people:
        waiting = [people.submit(person, number) for number in range(PEOPLE)]
        try:
            trouble()
        finally:
            is_over.set()
        return [reference for one in waiting for reference in one.result()]


def _lost_or_torn(demo: live.LiveDemo, told: list[str]) -> list[str]:
    rows = demo.query(
        """
        SELECT s.reference, s.document ->> 'reference', d.state, c.reference,
               (SELECT count(*) FROM platform_event e WHERE e.subject = s.subject AND e.kind = 'SubmissionReceived')
          FROM submissions_submission s
          LEFT JOIN submissions_draft d ON d.id = s.draft_id
          LEFT JOIN cases_case c ON c.submission_id = s.id::text
        """
    )
    torn = [f"torn: {row}" for row in rows if row != (row[0], row[0], "submitted", row[0], 1)]
    return torn + [f"lost: {one}" for one in sorted(set(told) - {str(row[0]) for row in rows})]


def _seconds_until_ready(demo: live.LiveDemo) -> float:
    began = time.monotonic()
    while not live.is_answering(f"{demo.url}/status/"):
        assert time.monotonic() - began < 60 * live.SLOWNESS
        time.sleep(0.1)
    return time.monotonic() - began


def test_web_killed_at_random_loses_nothing_it_has_told(demo: live.LiveDemo) -> None:
    chance = random.Random(1)

    def kill_again_and_again() -> None:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.2, 1.5))
            demo.kill("web")

    told = _submit_while(demo, kill_again_and_again)

    assert _seconds_until_ready(demo) < READY_S * live.SLOWNESS
    assert len(told) >= PEOPLE
    assert [] == _lost_or_torn(demo, told)
    assert evidence.audit_is_intact(demo)


@pytest.mark.parametrize("how", ["immediate", "fast"])
def test_database_restarted_while_submitting_loses_nothing(demo: live.LiveDemo, database: Path, how: str) -> None:
    seen: set[int] = set()
    recovered: list[float] = []

    def restart_again_and_again() -> None:
        for _ in range(RESTARTS):
            time.sleep(1)
            _pg_ctl(database, "stop", how)
            for _ in range(5):
                seen.add(httpx.get(f"{demo.url}/leistungen/", timeout=30 * live.SLOWNESS).status_code)
            _pg_ctl(database, "start", how)
            recovered.append(_seconds_until_ready(demo))

    web = {process.pid for process in demo.programs("web")}
    told = _submit_while(demo, restart_again_and_again)

    assert {503} == seen
    assert max(recovered) < RECOVERED_S * live.SLOWNESS
    assert web == {process.pid for process in demo.programs("web")}
    assert [] == _lost_or_torn(demo, told)
    assert evidence.audit_is_intact(demo)


def _pg_ctl(folder: Path, what: str, how: str) -> None:
    mode = ("-m", how) if what == "stop" else ("-l", str(folder / "log.again"))
    embedded._run(folder, "pg_ctl", "-D", str(folder), *mode, "-w", what)


def test_control_what_was_told_before_the_commit_is_found_missing(demo: live.LiveDemo, database: Path) -> None:
    citizen = Citizen(browser=Browser(demo.url, patience_s=60))
    citizen.apply(stories.DOG, stories.dog())
    careless = psycopg.connect(demo.database_url)
    careless.execute(
        "INSERT INTO submissions_submission SELECT gen_random_uuid(), municipality, 'case:MZ-26-LOST', 'MZ-26-LOST',"
        " gen_random_uuid(), owner_kind, owner_key, service_key, package_ref, level, document, hash, received_at,"
        " code_salt, code_hash FROM submissions_submission WHERE reference = %s",
        (citizen.reference,),
    )
    told = ["MZ-26-LOST", citizen.reference]
    _pg_ctl(database, "stop", "immediate")
    _pg_ctl(database, "start", "immediate")
    careless.close()

    assert ["lost: MZ-26-LOST"] == _lost_or_torn(demo, told)
