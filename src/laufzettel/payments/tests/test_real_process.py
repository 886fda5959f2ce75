"""Real processes: a payment service that hangs or is killed, and our own death between any two steps (P-10, P-11)."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connection

from laufzettel.payments import api as payments
from laufzettel.payments import models
from laufzettel.payments.actions.ask import ask
from laufzettel.payments.conf import conf
from laufzettel.payments.domain import PostingKind
from laufzettel.payments.provider import NoAnswer
from laufzettel.payments.providers.xbezahldienste.client import Client, Connection
from laufzettel.payments.providers.xbezahldienste.provider import XBezahldienste
from laufzettel.payments.registry import payment_provider
from laufzettel.payments.tests.conftest import BACK, CITIZEN, NOW, TOWN, raise_claim
from laufzettel.payments.tests.provider_contract import order

pytestmark = [pytest.mark.faults, pytest.mark.slow]
HOST = "127.0.0.1"

CHILD = """
import sys
from datetime import datetime
import django
django.setup()
from laufzettel.kernel.actor import Actor
from laufzettel.payments import api as payments
what, claim, town, back, now = sys.argv[1:]
now = datetime.fromisoformat(now)
if what == "begin":
    actor = Actor(kind="account", key="a-1", municipality=town)
    payments.begin(claim_id=claim, return_url=back, actor=actor, now=now)
else:
    payments.refresh(claim_id=claim, now=now)
"""


@dataclass
class LiveService:
    """The payment simulator as a process of its own."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "laufzettel_simulators.payment", "--port", str(self.port)]
        self.process = subprocess.Popen([*command, "--state", str(self.folder)], stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                httpx.get(f"{self.url}/bereit", timeout=5)
                return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("the simulator did not start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def switch(self, **positions: str) -> None:
        httpx.post(f"{self.url}/steuerung", data=positions, timeout=20)

    def pay(self, address: str) -> None:
        answer = httpx.post(address, data={"wahl": "CREDITCARD"}, timeout=20)
        assert 303 == answer.status_code

    def count(self) -> int:
        return httpx.get(f"{self.url}/steuerung", timeout=20).text.count('href="/bezahlen/')


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveService]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    service = LiveService(folder=tmp_path / "service", port=port)
    service.start()
    yield service
    service.kill()


@pytest.fixture
def connected(live: LiveService, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveService]:
    monkeypatch.setenv("LAUFZETTEL_PAYMENT_URL", live.url)
    conf.cache_clear()
    payment_provider.cache_clear()
    yield live
    monkeypatch.undo()
    conf.cache_clear()
    payment_provider.cache_clear()


def provider_of(live: LiveService, *, timeout_s: float) -> XBezahldienste:
    login = Connection(
        url=live.url, authentication="basic", client_id="laufzettel", client_secret="demo-zahlung", timeout_s=timeout_s
    )
    return XBezahldienste(client=Client(login), originator="laufzettel", end_points={})


def test_hanging_service_costs_no_more_than_the_limit(live: LiveService) -> None:
    live.switch(mode="slow", seconds="5")
    start = time.monotonic()

    with pytest.raises(NoAnswer):
        provider_of(live, timeout_s=0.3).hand_over(order())

    assert time.monotonic() - start < 4


def test_killed_service_remembers_what_it_has_promised(live: LiveService) -> None:
    provider, wanted = provider_of(live, timeout_s=5), order()
    before = provider.hand_over(wanted)
    live.pay(before.redirect_url)

    live.kill()
    live.start()

    after = provider.ask(municipality=wanted.municipality, transaction_id=before.transaction_id)
    assert ("paid", before.reference) == (after.state, after.reference)


# --- our own death ---------------------------------------------------------------------------------------------------

BEGIN = (
    "action:payments.start_attempt:before-commit",
    "action:payments.start_attempt:after-commit",
    "payments:attempt-started",
    "payments:asked",
    "action:payments.take_signals:before-commit",
    "action:payments.take_signals:after-commit",
    "action:payments.plan_question:before-commit",
    "action:payments.plan_question:after-commit",
)
REFRESH = BEGIN[3:]


def die(what: str, claim_id: str, *, at: str, folder: Path) -> int:
    """Let another process do something to a claim and kill itself at a point; returns how it ended."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {
        **os.environ,
        "DATABASE_URL": database.geturl(),
        "DJANGO_SETTINGS_MODULE": "laufzettel.config.settings",
        "LAUFZETTEL_CRASH_AT": at,
        "LAUFZETTEL_CRASH_MARK": str(folder / "mark"),
    }
    command = [sys.executable, "-c", CHILD, what, claim_id, TOWN, BACK, NOW.isoformat()]
    return subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False).returncode


def restart(claim_id: str) -> None:
    """Do what the worker does within a minute after a restart."""
    for attempt_id in models.Attempt.objects.filter(claim_id=claim_id).values_list("pk", flat=True):
        ask(attempt_id=attempt_id, now=NOW + timedelta(seconds=60))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", BEGIN)
def test_death_while_beginning_leads_to_one_payment(
    town: None, connected: LiveService, tmp_path: Path, point: str
) -> None:
    claim = raise_claim()

    died = die("begin", claim.claim, at=point, folder=tmp_path)
    restart(claim.claim)
    connected.pay(payments.begin(claim_id=claim.claim, return_url=BACK, actor=CITIZEN, now=NOW))

    state = payments.refresh(claim_id=claim.claim, now=NOW).state
    assert (-9, "settled", 1, 1) == (died, state, connected.count(), payments_booked())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", REFRESH)
def test_death_while_looking_after_payment_books_once(
    town: None, connected: LiveService, tmp_path: Path, point: str
) -> None:
    claim = raise_claim()
    connected.pay(payments.begin(claim_id=claim.claim, return_url=BACK, actor=CITIZEN, now=NOW))

    died = die("refresh", claim.claim, at=point, folder=tmp_path)
    restart(claim.claim)

    assert (-9, "settled", 1) == (died, payments.get_claim(claim.claim).state, payments_booked())


def payments_booked() -> int:
    return models.Posting.objects.filter(kind=PostingKind.PAYMENT).count()
