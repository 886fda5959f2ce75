"""F-10: the worker's clock runs an hour or a day before or behind the web's; no timer fires early, none twice."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import live
from tests.faults import evidence
from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.slow]

HOUR, DAY = 3600, 24 * 3600
EXPIRED = "SELECT expired_at IS NOT NULL FROM payments_claim WHERE subject = 'case:' || %s"


@pytest.fixture(scope="module")
def demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.LiveDemo]:
    demo = live.build(root, tmp_path_factory.mktemp("clocks"), database="clocks")
    try:
        demo.start()
        yield demo
    finally:
        demo.stop()
        live.drop(demo)


@pytest.fixture(scope="module")
def clerks(demo: live.LiveDemo) -> stories.Clerks:
    return stories.Clerks(demo.url)


@contextmanager
def worker_with_clock(demo: live.LiveDemo, *, offset: int) -> Iterator[None]:
    """Let a worker with another clock do the work; the worker of the group stands still meanwhile."""
    usual = demo.programs("worker")[0]
    environment = {**usual.environ(), "LAUFZETTEL_CLOCK_OFFSET": str(offset)}
    usual.suspend()
    with (demo.folder / "log").open("ab") as log:
        process = subprocess.Popen(usual.cmdline(), env=environment, cwd=demo.root, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20 * live.SLOWNESS)
        usual.resume()


@pytest.mark.parametrize("offset", [-DAY, -HOUR, HOUR, DAY])
def test_worker_with_another_clock_does_everything_once_and_nothing_early(
    demo: live.LiveDemo, clerks: stories.Clerks, offset: int
) -> None:
    dog, car, unpaid = (Citizen(browser=Browser(demo.url)) for _ in range(3))

    with worker_with_clock(demo, offset=offset):
        unpaid.apply(stories.PARKING, stories.parking())
        with ThreadPoolExecutor(2) as people:
            going = (
                people.submit(stories.register_dog, dog, clerks.window("boris")),
                people.submit(stories.park, car, clerks.window("anke")),
            )
            for one in going:
                one.result()
        handed_over = "SELECT state FROM automation_handover WHERE subject = 'case:' || %s"
        wait_for(lambda: demo.query(handed_over, dog.reference) == [("acknowledged",)])

    assert [] == evidence.wrongs(demo, dog.reference, paid=False) + evidence.wrongs(demo, car.reference, paid=True)
    assert False is demo.query(EXPIRED, unpaid.reference)[0][0]
    assert evidence.audit_is_intact(demo)


def test_deadlines_fire_once_when_their_day_is_over(demo: live.LiveDemo) -> None:
    unpaid = Citizen(browser=Browser(demo.url))
    unpaid.apply(stories.PARKING, stories.parking())
    demo.query("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = 'payments.expire' RETURNING 1")

    with worker_with_clock(demo, offset=DAY):
        wait_for(
            lambda: (
                demo.query(
                    "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'payments.expire' AND status = 'todo'"
                    " AND scheduled_at <= now()"
                )
                == [(0,)]
            )
        )
    early = demo.query(EXPIRED, unpaid.reference)[0][0]
    with worker_with_clock(demo, offset=30 * DAY):
        demo.query("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = 'payments.expire' RETURNING 1")
        wait_for(lambda: demo.query(EXPIRED, unpaid.reference)[0][0])

    told = "SELECT count(*) FROM platform_event WHERE kind = 'PaymentExpired' AND subject = 'case:' || %s"
    assert (False, 1) == (early, demo.query(told, unpaid.reference)[0][0])
