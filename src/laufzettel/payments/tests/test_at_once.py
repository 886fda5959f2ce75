"""Everything at the same time: threads, and a control without guards that shows the fault (P-01, P-03, P-05, P-13)."""

import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

from laufzettel.kernel.errors import Refused
from laufzettel.payments import api as payments
from laufzettel.payments import models
from laufzettel.payments.actions.ask import ask
from laufzettel.payments.domain import AttemptState, PostingKind
from laufzettel.payments.events import PaymentRequested
from laufzettel.payments.providers.memory.provider import MemoryPayments
from laufzettel.payments.tests.conftest import BACK, CITIZEN, CLERK, NOW, TOWN, raise_claim
from laufzettel.platform import api as platform

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = 30
ONCE = "payment_booked_once"


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """Run functions in threads that start together; returns what they raised."""
    barrier, raised = Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            barrier.wait()
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def paid_at_the_service(service: MemoryPayments) -> str:
    claim = raise_claim(subject=f"case:{time.monotonic_ns()}")
    payments.begin(claim_id=claim.claim, return_url=BACK, actor=CITIZEN, now=NOW)
    attempt = payments.get_claim(claim.claim).attempts[-1].id
    service.finish(attempt, "paid")
    return attempt


def doubled() -> int:
    """Count the attempts with more than one payment in the ledger."""
    rows = models.Posting.objects.filter(kind=PostingKind.PAYMENT).values_list("attempt_id", flat=True)
    return len(rows) - len(set(rows))


def test_double_click_starts_one_attempt_with_one_address(claim: PaymentRequested, service: MemoryPayments) -> None:
    addresses: list[str] = []

    def click() -> None:
        addresses.append(payments.begin(claim_id=claim.claim, return_url=BACK, actor=CITIZEN, now=NOW))

    raised = at_once(*[click] * 6)

    assert ([], 1, 6, 1) == (raised, len(set(addresses)), len(addresses), len(service.transactions()))


def test_two_answers_at_the_same_time_book_once(town: None, service: MemoryPayments) -> None:
    for _ in range(PAIRS):
        attempt = paid_at_the_service(service)

        at_once(*[lambda attempt=attempt: ask(attempt_id=attempt, now=NOW)] * 2)  # type: ignore[misc]

    settled = models.Claim.objects.filter(settled_cents=3070).count()
    assert (0, PAIRS) == (doubled(), settled)


def test_twenty_answers_at_the_same_time_settle_once(claim: PaymentRequested, service: MemoryPayments) -> None:
    payments.begin(claim_id=claim.claim, return_url=BACK, actor=CITIZEN, now=NOW)
    attempt = payments.get_claim(claim.claim).attempts[-1].id
    service.finish(attempt, "paid")

    raised = at_once(*[lambda: ask(attempt_id=attempt, now=NOW)] * 20)

    told = [record.kind for record in platform.timeline(TOWN, claim.subject)].count("PaymentSettled")
    assert ([], 0, 1) == (raised, doubled(), told)


@pytest.fixture
def without_guard() -> Iterator[None]:
    """Take the unique index away for one test."""
    index = next(one for one in models.Posting._meta.constraints if one.name == ONCE)
    with connection.schema_editor() as editor:
        editor.remove_constraint(models.Posting, index)
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE payments_posting, payments_attempt, payments_refund, payments_claim CASCADE")
    with connection.schema_editor() as editor:
        editor.add_constraint(models.Posting, index)


def careless(attempt_id: str) -> None:
    """Do what a programmer without this test would do: read, check, work a little, write."""
    attempt = models.Attempt.objects.select_related("claim").get(pk=attempt_id)
    if attempt.state == AttemptState.PAID:
        return
    time.sleep(0.002)
    models.Posting.objects.create(
        claim=attempt.claim, attempt=attempt, kind=PostingKind.PAYMENT, debit="money", credit="claims", cents=3070,
        currency="EUR", provider=attempt.provider, transaction_id=attempt.transaction_id, at=NOW,
    )  # fmt: skip
    models.Attempt.objects.filter(pk=attempt_id).update(state=AttemptState.PAID)


def test_control_without_guards_books_twice(town: None, service: MemoryPayments, without_guard: None) -> None:
    """The negative control: the same race shows doubles as soon as lock, compare-and-set and index are missing."""
    for _ in range(PAIRS):
        attempt = paid_at_the_service(service)

        at_once(*[lambda attempt=attempt: careless(attempt)] * 2)  # type: ignore[misc]

    assert PAIRS / 2 <= doubled()


def test_three_refunds_of_sixty_percent_at_once_grant_one(claim: PaymentRequested, service: MemoryPayments) -> None:
    payments.begin(claim_id=claim.claim, return_url=BACK, actor=CITIZEN, now=NOW)
    service.finish(payments.get_claim(claim.claim).attempts[-1].id, "paid")
    payments.refresh(claim_id=claim.claim, now=NOW)

    def refund() -> None:
        payments.request_refund(
            claim_id=claim.claim, amount=Decimal("18.42"), reason="gleichzeitig", actor=CLERK, now=NOW
        )

    raised = at_once(refund, refund, refund)

    assert ([Refused, Refused], 1) == ([type(error) for error in raised], models.Refund.objects.count())
