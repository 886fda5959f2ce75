"""Registers and specialist systems, seen from a form and from a process."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from laufzettel.automation import api as automation
from laufzettel.automation import domain, models
from laufzettel.automation.actions.hand_over import deliver
from laufzettel.automation.actions.order_look_up import ask_register
from laufzettel.automation.testing import Twins, automation_in_memory
from laufzettel.kernel.actor import Actor
from laufzettel.platform import api as platform
from laufzettel.platform.testing import run_jobs

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
TOWN, SUBJECT = "musterstadt", "case:MU-26-7F3K-9QXM"
SYSTEM = Actor.system(TOWN)


@pytest.fixture
def twins() -> Iterator[Twins]:
    """Give registers and systems in memory."""
    with automation_in_memory() as made:
        made.registers["vehicles"].put({"plate": "MZ-LZ 100"}, {"familienname": "Beispiel"})
        yield made


def look_up(plate: str = "MZ-LZ 100", *, later: int = 0, timeout_s: float = 2) -> str:
    answer = automation.look_up(
        register="vehicles",
        municipality=TOWN,
        query={"plate": plate},
        timeout_s=timeout_s,
        now=NOW + timedelta(seconds=later),
    )
    return answer.state


def told(kind: str) -> list[dict[str, object]]:
    return [record.payload for record in platform.timeline(TOWN, SUBJECT) if record.kind == kind]


# --- while somebody waits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("plate", "state"), [("MZ-LZ 100", "found"), ("XX-YY 1", "not_found")])
def test_register_answers_at_once(twins: Twins, plate: str, state: str) -> None:
    assert state == look_up(plate)


def test_silent_register_is_unavailable_and_raises_nothing(twins: Twins) -> None:
    twins.registers["vehicles"].mode = "down"

    assert "unavailable" == look_up()


def test_unknown_register_is_unavailable(twins: Twins) -> None:
    answer = automation.look_up(register="fische", municipality=TOWN, query={}, now=NOW)

    assert "unavailable" == answer.state


def test_slow_register_never_takes_longer_than_the_limit(twins: Twins) -> None:
    twins.registers["vehicles"].delay_s = 0.5
    start = time.monotonic()

    state = look_up(timeout_s=0.05)

    assert ("unavailable", True) == (state, time.monotonic() - start < 0.4)


def test_register_that_failed_three_times_is_left_alone_for_a_while(twins: Twins) -> None:
    register = twins.registers["vehicles"]
    register.mode = "down"
    for _ in range(5):
        look_up()
    register.mode = "normal"

    states = (look_up(later=19), look_up(later=21), look_up(later=22))

    assert (("unavailable", "found", "found"), 5) == (states, register.asked)


# --- in a process --------------------------------------------------------------------------------------------------


def order() -> None:
    automation.order_look_up(
        subject=SUBJECT,
        municipality=TOWN,
        step="halterabfrage-1",
        register="vehicles",
        query={"plate": "MZ-LZ 100", "tag": date(2026, 11, 21)},
        actor=SYSTEM,
        now=NOW,
    )


def test_ordered_look_up_is_answered_by_a_job(twins: Twins) -> None:
    twins.registers["vehicles"].put({"plate": "MZ-LZ 100", "tag": "2026-11-21"}, {"familienname": "Beispiel"})
    order()

    run_jobs()

    (event,) = told("LookUpAnswered")
    answer = automation.get_answer(int(str(event["answer_id"])))
    assert ("found", {"familienname": "Beispiel"}) == (event["state"], answer.data)


def test_ordering_twice_asks_once(twins: Twins) -> None:
    order()
    order()

    run_jobs()

    assert 1 == len(told("LookUpAnswered")) == twins.registers["vehicles"].asked


def test_silent_register_is_asked_three_times_then_given_up(twins: Twins) -> None:
    twins.registers["vehicles"].mode = "down"
    order()

    for minutes in range(5):
        run_jobs(platform.now() + timedelta(minutes=minutes))

    assert ["unavailable"] == [event["state"] for event in told("LookUpAnswered")]
    assert 3 == twins.registers["vehicles"].asked


def test_answered_look_up_is_not_asked_again(twins: Twins) -> None:
    order()
    run_jobs()

    ask_register(look_up_id=models.LookUp.objects.get().pk)

    assert 1 == len(told("LookUpAnswered"))


def start() -> None:
    automation.hand_over(
        subject=SUBJECT,
        municipality=TOWN,
        step="uebergabe-1",
        system="finance",
        data={"betrag": Decimal("186.00"), "ab": date(2026, 11, 1), "hunde": [{"rasse": "mischling"}]},
        actor=SYSTEM,
        now=NOW,
    )


def test_acknowledged_hand_over_ends_with_the_reference_of_the_other_side(twins: Twins) -> None:
    start()

    run_jobs()

    (event,) = told("HandOverEnded")
    assert ("acknowledged", "TWIN-000001") == (event["state"], event["external_reference"])
    assert [{"betrag": "186.00", "ab": "2026-11-01", "hunde": [{"rasse": "mischling"}]}] == list(
        twins.systems["finance"].received.values()
    )


def test_refused_hand_over_ends_with_the_reason(twins: Twins) -> None:
    twins.systems["finance"].mode = "refuse"
    start()

    run_jobs()

    (kept,) = models.HandOver.objects.values_list("reason", flat=True)
    assert "Das Sachkonto ist gesperrt." == kept
    assert ["by_system"] == [event["reason"] for event in told("HandOverEnded")]


def test_outage_delays_the_hand_over_and_says_so_once(twins: Twins) -> None:
    twins.systems["finance"].mode = "down"
    start()
    for _ in range(4):
        deliver(hand_over_id=models.HandOver.objects.get().pk)
    during = automation.list_hand_overs(TOWN, SUBJECT)[0]
    twins.systems["finance"].mode = "normal"

    deliver(hand_over_id=during.id)

    assert ("waiting", 4, 1, ["acknowledged"]) == (
        during.state,
        during.tries,
        len(told("HandOverDelayed")),
        [event["state"] for event in told("HandOverEnded")],
    )


def test_lost_answer_and_second_start_hand_over_once(twins: Twins) -> None:
    twins.systems["finance"].mode = "lost"
    start()
    run_jobs()
    twins.systems["finance"].mode = "normal"
    start()

    run_jobs(platform.now() + timedelta(minutes=1))

    assert (1, 1) == (len(twins.systems["finance"].received), len(told("HandOverEnded")))


def test_silence_is_never_given_up_on_when_handing_over() -> None:
    waits = [domain.wait_before_hand_over(tries=tries) for tries in (1, 6, 7, 1000)]

    assert [timedelta(seconds=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=1)] == waits
