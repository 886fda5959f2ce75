"""Serving through the real doors: the clock ticks, somebody opens, somebody does not."""

from datetime import date, timedelta

import pytest

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Refused
from laufzettel.messaging import api as messaging
from laufzettel.notices import api as notices
from laufzettel.notices.jobs import watch_serving
from laufzettel.notices.models import Notice
from laufzettel.notices.tests.conftest import CITIZEN, CLERK, HOLDER, NOW, SUBJECT, TOWN, issue
from laufzettel.platform import api as platform
from laufzettel.platform.testing import clock_at, run_jobs
from laufzettel.records import api as records


def watch_after(days: int) -> None:
    with clock_at(NOW + timedelta(days=days)):
        watch_serving()
    run_jobs(NOW + timedelta(days=days))


def state() -> str:
    return Notice.objects.get().state


def test_mailbox_of_an_account_is_served_on_the_fourth_day(town: None) -> None:
    issue(HOLDER)

    watch_after(3)
    before = state()
    watch_after(4)

    notice = Notice.objects.get()
    assert ("sealed", "served") == (before, notice.state)
    assert (date(2026, 11, 25), "user-account", date(2026, 12, 28)) == (
        notice.served_on,
        notice.serving_rule,
        notice.appeal_ends_on,
    )


def test_guest_is_served_on_the_day_after_opening(town: None) -> None:
    notice_id = issue()
    watch_after(6)
    assert "sealed" == state()

    notices.mark_retrieved(notice_id=notice_id, actor=CITIZEN, now=NOW + timedelta(days=6))
    watch_after(7)

    assert ("served", date(2026, 11, 28)) == (state(), Notice.objects.get().served_on)


def test_reading_the_message_counts_as_opening(town: None) -> None:
    issue(HOLDER)
    (message,) = messaging.mailbox("a-1", TOWN)
    reader = Actor(kind="account", key="a-1", municipality=TOWN)

    messaging.mark_read(message_id=message.id, actor=reader, now=NOW)
    run_jobs(NOW)

    assert Notice.objects.get().retrieved_at is not None
    assert "NoticeRetrieved" in [event.kind for event in platform.timeline(TOWN, SUBJECT)]


def test_first_opening_counts(town: None) -> None:
    notice_id = issue()
    notices.mark_retrieved(notice_id=notice_id, actor=CITIZEN, now=NOW)

    again = notices.mark_retrieved(notice_id=notice_id, actor=CITIZEN, now=NOW + timedelta(days=2))

    assert again is None
    assert NOW == Notice.objects.get().retrieved_at


def test_proof_of_serving_is_filed_once(town: None) -> None:
    issue(HOLDER)
    watch_after(4)
    watch_after(5)

    (proof,) = [document for document in records.list_documents(TOWN, SUBJECT) if document.kind == "delivery"]
    text = platform.read_blob(proof.blob).decode()

    assert "Gilt am Mittwoch, 25.11.2026 als bekannt gegeben" in text
    assert Notice.objects.get().sealed_blob in text
    assert 1 == [event.kind for event in platform.timeline(TOWN, SUBJECT)].count("NoticeServed")


def test_nobody_opens_for_ten_days_and_provision_ends(town: None) -> None:
    issue()

    watch_after(10)
    before = state()
    watch_after(11)

    assert ("sealed", "not_retrieved") == (before, state())
    assert notices.has_unserved(TOWN, SUBJECT)


@pytest.mark.parametrize(
    ("days", "ends_as", "served_on"), [(10, "served", date(2026, 12, 2)), (11, "not_retrieved", None)]
)
def test_guest_who_opens_too_late_is_not_served(town: None, days: int, ends_as: str, served_on: date | None) -> None:
    notice_id = issue()
    opened_at = NOW + timedelta(days=days)

    # Opened before the watchdog comes round, which may be away for a while.
    notices.mark_retrieved(notice_id=notice_id, actor=CITIZEN, now=opened_at)
    watch_after(days + 1)
    watch_after(days + 5)

    notice = Notice.objects.get()
    assert (ends_as, served_on, opened_at) == (notice.state, notice.served_on, notice.retrieved_at)


def test_notice_opened_too_late_is_served_by_post(town: None) -> None:
    notice_id = issue()
    notices.mark_retrieved(notice_id=notice_id, actor=CITIZEN, now=NOW + timedelta(days=11))
    watch_after(11)
    posted_at = NOW + timedelta(days=12)

    notices.mark_posted(municipality=TOWN, notice_id=notice_id, posted_on=posted_at.date(), actor=CLERK, now=posted_at)
    watch_after(16)

    assert ("served", posted_at.date() + timedelta(days=4)) == (state(), Notice.objects.get().served_on)


def test_posted_notice_is_served_four_days_later(town: None) -> None:
    notice_id = issue()
    watch_after(11)
    posted_on = (NOW + timedelta(days=12)).date()

    notices.mark_posted(
        municipality=TOWN, notice_id=notice_id, posted_on=posted_on, actor=CLERK, now=NOW + timedelta(days=12)
    )
    watch_after(16)

    assert ("served", posted_on + timedelta(days=4)) == (state(), Notice.objects.get().served_on)
    assert not notices.has_unserved(TOWN, SUBJECT)


def test_day_of_posting_is_recorded_only_once(town: None) -> None:
    notice_id = issue()
    today = NOW.date()
    notices.mark_posted(municipality=TOWN, notice_id=notice_id, posted_on=today, actor=CLERK, now=NOW)

    with pytest.raises(Refused, match="schon festgehalten"):
        notices.mark_posted(municipality=TOWN, notice_id=notice_id, posted_on=today, actor=CLERK, now=NOW)


def test_posting_does_not_move_the_day_of_a_notice_that_was_opened_in_time(town: None) -> None:
    notice_id = issue()
    notices.mark_retrieved(notice_id=notice_id, actor=CITIZEN, now=NOW)
    later = NOW + timedelta(days=1)

    with pytest.raises(Refused, match="schon abgerufen"):
        notices.mark_posted(municipality=TOWN, notice_id=notice_id, posted_on=later.date(), actor=CLERK, now=later)


@pytest.mark.parametrize("days", [-1, 1], ids=["before the notice", "tomorrow"])
def test_day_of_posting_must_fit(town: None, days: int) -> None:
    notice_id = issue()

    with pytest.raises(Refused):
        notices.mark_posted(
            municipality=TOWN,
            notice_id=notice_id,
            posted_on=(NOW + timedelta(days=days)).date(),
            actor=CLERK,
            now=NOW,
        )


def test_certificate_is_handed_over_not_served(town: None) -> None:
    notice_id = issue(kind="certificate", layout="certificate")
    watch_after(30)

    assert ("sealed", None) == (state(), notices.get_notice(TOWN, SUBJECT, notice_id).serving)
    assert not notices.has_unserved(TOWN, SUBJECT)


def test_tax_notice_follows_the_law_of_taxes(town: None) -> None:
    notice_id = issue(law="tax")

    serving = notices.get_notice(TOWN, SUBJECT, notice_id).serving

    assert serving is not None
    assert ("tax-own-portal", date(2026, 11, 25)) == (serving.rule, serving.served_on)
