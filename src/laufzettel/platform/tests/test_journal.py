"""Verbs, events, chains and reactions of the platform."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Forbidden
from laufzettel.kernel.event import Event
from laufzettel.platform import api as platform
from laufzettel.platform import journal, models
from laufzettel.platform.audit import verify_audit
from laufzettel.platform.testing import run_jobs

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
CLERK = Actor(kind="clerk", key="7", municipality="mainz")
GUEST = Actor(kind="guest", key="g", municipality="mainz")


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit."""

    watts: int


@dataclass(frozen=True, kw_only=True)
class ShadowFell(Event):
    """The answer to a lamp."""


@platform.action("lamp.light", by=("clerk",))
def light_lamp(*, subject: str, watts: int, actor: Actor, now: datetime) -> LampLit:
    """Light a lamp."""
    return LampLit(subject=subject, municipality=actor.municipality, watts=watts)


@platform.action("shadow.fall", by=("system",))
def let_shadow_fall(*, subject: str, actor: Actor, now: datetime) -> ShadowFell:
    """Let the shadow of a lamp fall."""
    return ShadowFell(subject=subject, municipality=actor.municipality)


seen: list[int] = []


def fall_after(event: LampLit, *, now: datetime) -> None:
    """React with another verb."""
    let_shadow_fall(subject=event.subject, actor=Actor.system(event.municipality), now=now)


def remember(event: LampLit, *, now: datetime) -> None:
    """React and fail on very bright lamps."""
    if event.watts > 1000:
        raise RuntimeError("blinded")
    seen.append(event.watts)


@pytest.fixture
def wired() -> Iterator[None]:
    """Wire reactions for one test."""
    seen.clear()
    yield
    journal._reactions.pop("LampLit", None)


def kinds(subject: str) -> list[str]:
    """Return the kinds of events of a subject in order."""
    return [record.kind for record in platform.timeline("mainz", subject)]


@pytest.mark.django_db
def test_verb_tells_its_event_into_the_chain_of_its_subject() -> None:
    light_lamp(subject="lamp:1", watts=40, actor=CLERK, now=NOW)
    light_lamp(subject="lamp:1", watts=60, actor=CLERK, now=NOW)

    first, second = platform.timeline("mainz", "lamp:1")
    assert (1, "", 2, first.hash) == (first.number, first.previous, second.number, second.previous)


@pytest.mark.django_db
def test_verb_of_clerks_is_refused_to_a_guest() -> None:
    with pytest.raises(Forbidden):
        light_lamp(subject="lamp:1", watts=40, actor=GUEST, now=NOW)

    assert [] == kinds("lamp:1")


@pytest.mark.django_db
def test_reaction_at_once_runs_under_the_permission_of_the_verb_that_caused_it(wired: None) -> None:
    platform.on(LampLit, fall_after, when="at_once")

    light_lamp(subject="lamp:1", watts=40, actor=CLERK, now=NOW)

    assert ["LampLit", "ShadowFell"] == kinds("lamp:1")


@pytest.mark.django_db
def test_reaction_later_runs_once_even_when_its_job_runs_twice(wired: None) -> None:
    platform.on(LampLit, remember, when="later")
    light_lamp(subject="lamp:1", watts=40, actor=CLERK, now=NOW)
    run_jobs()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'platform.react'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'todo' WHERE task_name = 'platform.react'")

    run_jobs()

    assert [40] == seen


@pytest.mark.django_db
def test_reaction_that_fails_leaves_no_trace_of_being_done(wired: None) -> None:
    platform.on(LampLit, remember, when="later")
    light_lamp(subject="lamp:1", watts=2000, actor=CLERK, now=NOW)

    with pytest.raises(RuntimeError, match="blinded"):
        run_jobs()

    assert 0 == models.ReactionDone.objects.count()


@pytest.mark.django_db
def test_verb_that_fails_tells_nothing_and_leaves_no_job(wired: None) -> None:
    def refuse(event: LampLit, *, now: datetime) -> None:
        raise RuntimeError("no")

    platform.on(LampLit, remember, when="later")
    platform.on(LampLit, refuse, when="at_once")

    with pytest.raises(RuntimeError, match="no"):
        light_lamp(subject="lamp:1", watts=40, actor=CLERK, now=NOW)

    assert ([], []) == (kinds("lamp:1"), run_jobs())


@pytest.mark.django_db(transaction=True)
def test_verbs_at_the_same_time_form_one_unbroken_chain() -> None:
    barrier = Barrier(8)

    def light() -> None:
        barrier.wait()
        for _ in range(5):
            light_lamp(subject="lamp:1", watts=40, actor=CLERK, now=NOW)
        connection.close()

    threads = [Thread(target=light) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(range(1, 41)) == [record.number for record in platform.timeline("mainz", "lamp:1")]


@pytest.mark.django_db
def test_row_of_the_audit_trail_cannot_be_changed() -> None:
    light_lamp(subject="lamp:1", watts=40, actor=CLERK, now=NOW)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        models.Event.objects.update(actor_key="8")


def _tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE platform_event SET payload = '{\"watts\": 1}' WHERE number = 2", "Ereignis 2 wurde verändert"),
        ("DELETE FROM platform_event WHERE number = 2", "Ereignis 2 fehlt"),
        ("UPDATE platform_event SET previous = repeat('0', 64) WHERE number = 3", "schließt nicht"),
    ],
    ids=["edited", "deleted", "relinked"],
)
def test_tampering_is_found_and_the_first_broken_row_named(sql: str, says: str) -> None:
    for watts in (40, 60, 75):
        light_lamp(subject="lamp:1", watts=watts, actor=CLERK, now=NOW)
    untouched = verify_audit("mainz")

    _tamper(sql)

    report = verify_audit("mainz")
    assert (True, False) == (untouched.ok, report.ok)
    assert "lamp:1" in report.problems[0]
    assert says in report.problems[0]
