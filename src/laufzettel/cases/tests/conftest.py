"""What the tests of `cases` share: a town, an invented service that uses every word, people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from laufzettel.automation.testing import Twins, automation_in_memory
from laufzettel.cases import api as cases
from laufzettel.cases.models import Task
from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue import queries as published_packages
from laufzettel.kernel.actor import Actor
from laufzettel.organisation import api as organisation
from laufzettel.payments import api as payments
from laufzettel.payments.providers.memory.provider import MemoryPayments
from laufzettel.payments.testing import payments_in_memory
from laufzettel.platform.testing import run_jobs
from laufzettel.submissions import api as submissions

ROOT = Path(__file__).resolve().parents[4]
PACKAGE = Path(__file__).parent / "packages" / "baumfaellung-beantragen"
TOWN = "musterstadt"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

CITIZEN = Actor(kind="guest", key="session-of-erika", municipality=TOWN, secret="only the browser of erika knows")
STRANGER = Actor(kind="guest", key="session-of-mallory", municipality=TOWN, secret="only the browser of mallory knows")
CLERK = Actor(kind="clerk", key="7", municipality=TOWN, units=frozenset({"buergeramt"}), name="Falk Sommer")
COLLEAGUE = Actor(kind="clerk", key="8", municipality=TOWN, units=frozenset({"buergeramt"}), name="Ida Winter")
OTHER_UNIT = Actor(kind="clerk", key="9", municipality=TOWN, units=frozenset({"steuern"}), name="Uwe Herbst")
OTHER_TOWN = Actor(kind="clerk", key="7", municipality="mainz", units=frozenset({"buergeramt"}), name="Eva Frühling")

ANSWERS: dict[str, Any] = {
    "person": {
        "vorname": "Erika",
        "familienname": "Beispiel",
        "anschrift": {"strasse": "Musterweg", "hausnummer": "1", "plz": "12345", "ort": "Musterstadt"},
        "email": "erika@example.org",
    },
    "baum": {"lage": "Hof hinter dem Haus", "baeume": "2", "gutachten": False},
}


@dataclass(frozen=True, kw_only=True)
class World:
    """The town with its twins of the outside."""

    ref: str
    twins: Twins
    payment_service: MemoryPayments


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Give a town that offers the invented service, with registers, systems and payments in memory."""
    published_packages._parsed.cache_clear()
    organisation.forget_offices()
    for town in (TOWN, "mainz"):
        organisation.load_municipality(folder=ROOT / "municipalities" / town, now=NOW)
    told = catalogue.publish(
        municipality=TOWN, folder=PACKAGE, overlay=None, actor=Actor.system(TOWN), now=NOW - timedelta(days=1)
    )
    with automation_in_memory() as twins, payments_in_memory() as payment_service:
        yield World(ref=told.ref, twins=twins, payment_service=payment_service)
    published_packages._parsed.cache_clear()
    organisation.forget_offices()


def fill_in(world: World, *, actor: Actor = CITIZEN, answers: dict[str, Any] | None = None, now: datetime = NOW) -> str:
    """Fill in an application through the real door and return the id of its draft."""
    draft = submissions.start_draft(
        actor=actor, service_key="baumfaellung-beantragen", package_ref=world.ref, level="none", now=now
    )
    submissions.save_page(
        actor=actor, draft_id=draft.id, page_key="baum", answers=answers or ANSWERS, version=1, now=now
    )
    return draft.id


def send(draft_id: str, *, actor: Actor = CITIZEN, now: datetime = NOW) -> str:
    """Submit a filled-in application and return its reference."""
    received = submissions.submit(actor=actor, draft_id=draft_id, declarations=("richtig",), version=2, now=now)
    return received.reference


def submit(world: World, *, actor: Actor = CITIZEN, answers: dict[str, Any] | None = None, now: datetime = NOW) -> str:
    """Fill in and submit an application and return its reference."""
    return send(fill_in(world, actor=actor, answers=answers, now=now), actor=actor, now=now)


def work(now: datetime = NOW) -> list[str]:
    """Let the worker do everything that waits."""
    return run_jobs(now)


def open_task(reference: str, step: str) -> Task:
    """Return the open task of a step."""
    return Task.objects.get(case__reference=reference, step=step, state=Task.State.OPEN)


def open_steps(reference: str) -> list[str]:
    """Return the steps that wait, by name."""
    tasks = Task.objects.filter(case__reference=reference, state=Task.State.OPEN)
    return sorted(tasks.values_list("step", flat=True))


def review(reference: str, *, complete: bool, actor: Actor = CLERK, now: datetime = LATER) -> None:
    """Complete the review."""
    task = open_task(reference, "pruefen")
    cases.complete_task(reference=reference, task_id=task.pk, values={"vollstaendig": complete}, actor=actor, now=now)


def pay(world: World, reference: str, *, now: datetime = LATER) -> None:
    """Pay what is due, as a citizen would."""
    claim = payments.claim_of(f"case:{reference}")
    assert claim is not None
    payments.begin(claim_id=claim.id, return_url="https://portal.example.org/", actor=Actor.system(TOWN), now=now)
    for transaction in world.payment_service.transactions():
        world.payment_service.finish(transaction.request_id, "paid")
    payments.refresh(claim_id=claim.id, now=now)


@pytest.fixture
def received(world: World) -> str:
    """Give the reference of an application whose register has been asked and that waits for the review."""
    reference = submit(world)
    work()
    return reference


@pytest.fixture
def to_decide(world: World, received: str) -> str:
    """Give the reference of an application that is complete and paid."""
    review(received, complete=True)
    pay(world, received)
    work(LATER)
    return received


def decide(
    reference: str,
    outcome: str,
    *,
    reasons: str = "",
    conditions: tuple[str, ...] = (),
    actor: Actor = CLERK,
    now: datetime = LATER,
) -> None:
    """Decide an application that waits for it."""
    cases.decide(
        reference=reference,
        task_id=open_task(reference, "entscheiden").pk,
        outcome=outcome,
        reasons=reasons,
        conditions=conditions,
        values={},
        actor=actor,
        now=now,
    )


@pytest.fixture
def staffed(world: World) -> None:
    """Give the treasury somebody who works there."""
    organisation.appoint_clerk(login_id=9, name="Uwe Herbst", units=("steuern",), actor=Actor.system(TOWN), now=LATER)
