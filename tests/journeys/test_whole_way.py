"""From the form to the closed record file: what must be there at the end, and nothing twice."""

from datetime import timedelta

import pytest
from django.core import mail

from laufzettel.engine.documents import verify
from laufzettel.messaging import api as messaging
from laufzettel.notices import api as notices
from laufzettel.payments import api as payments
from laufzettel.platform import api as platform
from laufzettel.records import api as records
from tests.journeys.conftest import Outside, happy_story, offer
from tests.journeys.real_play import RealPlay

TOWN = "mainz"
SERVICES = ("hundesteuer-anmeldung", "bewohnerparkausweis-beantragen", "meldebescheinigung-beantragen")


def play(outside: Outside, key: str, *, runs_of_each_job: int = 1) -> RealPlay:
    """Tell a story to its end."""
    offer(TOWN, key)
    package, scenario = happy_story(key)
    told = RealPlay(
        town=TOWN,
        package=package,
        scenario=scenario,
        twins=outside.twins,
        payment_service=outside.payment_service,
        runs_of_each_job=runs_of_each_job,
    )
    told.run()
    told.finish()
    return told


def kinds(told: RealPlay) -> list[str]:
    """The course of a case, in order."""
    return [event.kind for event in platform.timeline(TOWN, told.subject)]


@pytest.mark.parametrize("key", SERVICES)
def test_record_file_is_complete_sealed_and_closed(outside: Outside, key: str) -> None:
    told = play(outside, key)

    record_file = records.get_record_file(TOWN, told.subject)
    documents = records.list_documents(TOWN, told.subject)
    (notice,) = notices.list_notices(TOWN, told.subject)
    pdf = notices.read_pdf(TOWN, told.subject, notice.id)
    has_paid = payments.claim_of(told.subject) is not None
    needed = {"submission", "data", "notice"} | ({"payment"} if has_paid else set())
    assert ("closed", True) == (told.case.state, record_file.is_closed)
    assert needed <= {document.kind for document in documents}
    assert verify(pdf=pdf, trust=platform.authority().trust).is_good
    assert records.verify_blobs(TOWN).ok
    assert platform.verify_audit(TOWN).ok


@pytest.mark.parametrize("key", SERVICES)
def test_nothing_happens_twice_when_every_job_runs_twice(outside: Outside, key: str) -> None:
    told = play(outside, key, runs_of_each_job=2)

    course = kinds(told)
    once = ("SubmissionReceived", "CaseOpened", "PaymentSettled", "NoticeIssued", "NoticeServed", "CaseClosed")
    assert [kind for kind in once if course.count(kind) > 1] == []
    assert 1 == len(notices.list_notices(TOWN, told.subject))
    assert len(messaging.messages_of(TOWN, told.subject)) >= len(mail.outbox)
    assert 1 >= len(outside.twins.systems["finance"].received)
    assert platform.verify_audit(TOWN).ok


def test_retention_starts_with_the_closing(outside: Outside) -> None:
    told = play(outside, SERVICES[0])

    record_file = records.get_record_file(TOWN, told.subject)

    assert record_file.closed_on is not None
    assert record_file.retention_ends_on is not None
    assert record_file.retention_ends_on > record_file.closed_on + timedelta(days=365)


def test_certificate_needs_no_person(outside: Outside) -> None:
    told = play(outside, "meldebescheinigung-beantragen")

    (decision,) = notices.list_decisions(TOWN, told.subject)
    actors = {event.actor_kind for event in platform.timeline(TOWN, told.subject)}

    assert (True, "Automatisch") == (decision.automatic, decision.decided_by_name)
    assert "§ 35a" in decision.legal_basis
    assert "clerk" not in actors


def test_permit_can_be_verified_by_anybody_without_saying_whose_it_is(outside: Outside) -> None:
    told = play(outside, "bewohnerparkausweis-beantragen")
    (notice,) = notices.list_notices(TOWN, told.subject)
    code = notice.verification_url.rstrip("/").rsplit("/", 1)[-1]

    public = notices.verify_public(code, today=told.now.date())

    assert public is not None
    assert (notice.valid_until, "Ausweis", notice.sealed_sha) == (
        public.valid_until,
        public.kind_label,
        public.sealed_sha,
    )
    for personal in (told.case.applicant_name, told.reference, told.case.file_reference):
        assert personal not in repr(public)
