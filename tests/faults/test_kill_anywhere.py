"""F-02: web and worker are killed hard at every boundary of the journey; nothing is lost, nothing doubled.

Several journeys run at once, and each armed point kills once. By default that is every fourth point, in the order of
the journey; `LAUFZETTEL_FAULTS=all` takes them all (some minutes).
"""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import live
from tests.faults import evidence, killing
from tests.journeys import stories
from tests.journeys.http_driver import Browser, Citizen, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.slow]

JOURNEYS = 4
TAKES_ALL = os.environ.get("LAUFZETTEL_FAULTS") == "all"
# While many points around paying kill one after the other, one and the same press must be repeated that long.
PATIENCE_S = 240 if TAKES_ALL else 120
# Here a mail may have left although nobody could write that down; it goes out again under the same Message-ID.
MAY_DOUBLE_MAIL = ("messaging:notify:delivered", "action:messaging.record_delivery:before-commit")


class Town:
    """An installation with its clerks signed in and the points that one journey of each kind passes."""

    def __init__(self, demo: live.LiveDemo) -> None:
        self.demo = demo
        self.armed = demo.folder / "armed"
        self.clerks = stories.Clerks(demo.url, patience_s=PATIENCE_S)
        self.journey(0)
        self.journey(1)
        self.points = killing.points_passed(demo.folder / "points")[:: 1 if TAKES_ALL else 4]

    def journey(self, number: int, *, seconds: float = PATIENCE_S) -> str:
        """Go one journey and return its reference; everybody presses again when a page does not come."""
        citizen = Citizen(browser=Browser(self.demo.url, patience_s=PATIENCE_S))
        clerk = self.clerks.window("boris" if number % 2 else "anke")
        (stories.register_dog if number % 2 else stories.park)(citizen, clerk, seconds=seconds)
        self.wait_until_quiet(citizen.reference, seconds=seconds)
        return citizen.reference

    def wait_until_quiet(self, reference: str, *, seconds: float) -> None:
        """Wait until the file is closed, everybody was told, and the copy lies in the file."""
        told = "SELECT count(*) FROM messaging_message WHERE subject = 'case:' || %s AND notified_at IS NULL"
        finished = "SELECT is_finished FROM cases_case WHERE reference = %s"
        copied = (
            "SELECT count(*) FROM submissions_copy c JOIN submissions_submission s ON s.id = c.submission_id"
            " WHERE s.reference = %s"
        )
        wait_for(
            lambda: (
                self.demo.query(told, reference)[0][0] == 0
                and self.demo.query(finished, reference)[0][0]
                and self.demo.query(copied, reference)[0][0] > 0
            ),
            seconds=seconds,
        )


@pytest.fixture(scope="module")
def town(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("kill")
    demo = live.build(
        root,
        folder,
        database="kill",
        LAUFZETTEL_CRASH_FOLDER=str(folder / "armed"),
        LAUFZETTEL_CRASH_LOG=str(folder / "points"),
        LAUFZETTEL_WORKER_SILENCE="5",
        LAUFZETTEL_NOTIFICATION_CLAIM="10",
    )
    try:
        demo.start()
        yield Town(demo)
    finally:
        demo.stop()
        live.drop(demo)


def _wrongs(town: Town, references: list[str]) -> list[str]:
    found = [
        f"{reference}: {wrong}"
        for number, reference in enumerate(references)
        for wrong in evidence.wrongs(town.demo, reference, paid=number % 2 == 0)
    ]
    doubled = sum(count - 1 for count in evidence.mails(town.demo).values())
    messages = town.demo.query("SELECT count(*) FROM messaging_message WHERE notified_at IS NOT NULL")[0][0]
    if doubled > len(MAY_DOUBLE_MAIL) or len(evidence.mails(town.demo)) != messages:
        found.append(f"mails: {evidence.mails(town.demo)} for {messages} messages")
    return found


def test_points_kill_once_each_and_every_journey_ends_right(town: Town) -> None:
    with killing.spare_workers(town.demo, count=2), ThreadPoolExecutor(JOURNEYS) as people:
        killing.arm(town.armed, town.points)
        references = list(people.map(town.journey, range(JOURNEYS)))
        while killing.armed(town.armed) and len(references) < 3 * JOURNEYS:
            # Some points are passed only when two things meet; further journeys give them their chance.
            references += people.map(town.journey, range(len(references), len(references) + 2))

    assert [] == killing.armed(town.armed)
    assert [] == _wrongs(town, references)
    dogs = [reference for number, reference in enumerate(references) if number % 2]
    assert Counter(dogs) == Counter(key for key in _handed_over(town) if key in dogs)
    assert evidence.audit_is_intact(town.demo)


def _handed_over(town: Town) -> list[str]:
    rows = town.demo.query("SELECT subject FROM automation_handover WHERE state = 'acknowledged'")
    assert len(rows) == len(evidence.handed_over(town.demo))
    return [str(subject).removeprefix("case:") for (subject,) in rows]


def test_control_what_happens_twice_or_not_at_all_is_found(town: Town) -> None:
    reference = town.journey(0)
    town.demo.query(
        "INSERT INTO payments_posting (kind, debit, credit, cents, currency, provider, transaction_id, reason, at,"
        " attempt_id, claim_id) SELECT kind, debit, credit, p.cents, p.currency, p.provider, 'once more', p.reason, at,"
        " p.attempt_id, claim_id FROM payments_posting p JOIN payments_claim c ON c.id = p.claim_id"
        " WHERE c.subject = 'case:' || %s AND kind = 'payment' RETURNING 1",
        reference,
    )

    found = evidence.wrongs(town.demo, reference, paid=True)

    assert ["payments booked"] == [one.partition(":")[0] for one in found]
    assert "submission: 0" in evidence.wrongs(town.demo, "MZ-26-NEVE-RWAS", paid=False)


def test_control_a_job_of_a_killed_worker_is_lost_when_nobody_takes_it_over(town: Town) -> None:
    citizen = Citizen(browser=Browser(town.demo.url, patience_s=PATIENCE_S))
    start = "job:submissions.make_copy:start"
    killing.arm(town.armed, [start])
    citizen.apply(stories.DOG, stories.dog())
    wait_for(lambda: start not in killing.armed(town.armed))

    # Without the others' care: the job still belongs to the dead.
    left = town.demo.query("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name LIKE '%%copy'")
    copied = "SELECT count(*) FROM submissions_copy c JOIN submissions_submission s ON s.id = c.submission_id"
    before = town.demo.query(f"{copied} WHERE s.reference = %s", citizen.reference)[0][0]

    assert ((1,), 0) == (left[0], before)
    wait_for(lambda: town.demo.query(f"{copied} WHERE s.reference = %s", citizen.reference) == [(1,)])
