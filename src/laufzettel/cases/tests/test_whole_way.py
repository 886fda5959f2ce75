"""The whole way of a case through the real doors: from submission to closed record file."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.core import mail

from laufzettel.cases import api as cases
from laufzettel.cases.actions.close_case import close_case
from laufzettel.cases.jobs import watch_days, watch_finished, watch_receipts
from laufzettel.cases.models import Case
from laufzettel.cases.tests.conftest import (
    ANSWERS,
    CITIZEN,
    CLERK,
    COLLEAGUE,
    LATER,
    NOW,
    TOWN,
    World,
    decide,
    fill_in,
    open_steps,
    open_task,
    pay,
    review,
    send,
    submit,
    work,
)
from laufzettel.engine.documents import verify
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, Forbidden, Refused
from laufzettel.messaging import api as messaging
from laufzettel.notices import api as notices
from laufzettel.notices.jobs import watch_serving
from laufzettel.payments import api as payments
from laufzettel.platform import api as platform
from laufzettel.platform.testing import clock_at, lose_jobs
from laufzettel.records import api as records
from laufzettel.submissions import api as submissions

TOMORROW = NOW + timedelta(days=1, hours=2)


def sweep_at(moment: datetime) -> None:
    """Let the periodic jobs run once."""
    with clock_at(moment):
        watch_serving()
        watch_days()
        watch_finished()
    work(moment)


@pytest.fixture
def granted(world: World, to_decide: str) -> str:
    """Give the reference of an application that was granted and whose notice is sealed."""
    decide(to_decide, "genehmigen", reasons="Der Baum ist krank.", conditions=("Nachpflanzen",))
    work(LATER)
    return to_decide


def test_granted_application_ends_in_a_closed_record_file(world: World, granted: str) -> None:
    subject = f"case:{granted}"
    assert ["ruhen"] == open_steps(granted)

    sweep_at(TOMORROW)
    (notice,) = notices.list_notices(TOWN, subject)
    cases.open_notice(reference=granted, notice_id=notice.id, actor=CITIZEN, now=TOMORROW)
    sweep_at(TOMORROW + timedelta(days=1))

    case = Case.objects.get()
    record_file = records.get_record_file(TOWN, subject)
    kinds = [document.kind for document in records.list_documents(TOWN, subject)]
    assert ("closed", True, "") == (case.state, case.is_filed_away, case.waits_for)
    assert record_file.is_closed
    assert ["data", "data", "delivery", "note", "notice", "payment", "submission"] == sorted(kinds)
    assert platform.verify_audit(TOWN).ok


def test_notice_is_sealed_and_says_what_the_web_page_says(world: World, granted: str) -> None:
    (notice,) = notices.list_notices(TOWN, f"case:{granted}")
    pdf = notices.read_pdf(TOWN, f"case:{granted}", notice.id)

    report = verify(pdf=pdf, trust=platform.authority().trust)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        data = json.loads(document.attachments["antragsdaten.json"].get_file().read_bytes())
    assert report.is_good, report.problems
    assert report.timestamped_at is not None
    assert granted == data["vorgangsnummer"]
    assert "Der Baum ist krank." in notice.html
    assert "Nachpflanzen" in notice.html
    assert "50,00" in notice.html


def test_nothing_an_applicant_gets_tells_what_a_register_said(world: World) -> None:
    draft_id = fill_in(world)
    found = {"state": "found", "query": {"plate": "MZ-AB 1"}, "data": {"name": "Fremde Halterin"}}
    submissions.store_look_up(actor=CITIZEN, draft_id=draft_id, name="halter", answer=found, now=NOW)
    reference = send(draft_id)
    work()
    review(reference, complete=True)
    pay(world, reference)
    work(LATER)
    decide(reference, "genehmigen", reasons="Der Baum ist krank.")
    work(LATER)

    own = cases.access_own_case(CITIZEN, reference, today=LATER.date())
    (notice,) = own.notices
    blobs = [document.blob for document in own.documents if document.media_type == "application/pdf"]
    inside = []
    for pdf in [notices.read_pdf(TOWN, own.subject, notice.id), *map(platform.read_blob, blobs)]:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            inside += [attached.get_file().read_bytes() for attached in document.attachments.values()]
    with zipfile.ZipFile(io.BytesIO(cases.download_all(CITIZEN, reference))) as archive:
        inside += [archive.read(name) for name in archive.namelist()]
    assert [] == [content for content in inside if b"Fremde Halterin" in content]
    assert "Fremde Halterin" not in repr((own.form, own.computed, own.timeline, notice.html))
    assert any(b"MZ-AB 1" in content for content in inside)


def test_notice_reaches_the_mailbox_and_one_mail_says_so(world: World, granted: str) -> None:
    (message,) = [m for m in messaging.messages_of(TOWN, f"case:{granted}") if m.kind == "notice"]
    to_erika = [sent for sent in mail.outbox if sent.to == ["erika@example.org"]]

    work(LATER)

    assert (CITIZEN.municipality, "Genehmigung: Hof hinter dem Haus") == (TOWN, message.title)
    assert len(messaging.messages_of(TOWN, f"case:{granted}")) == len(to_erika)
    assert not any("Genehmigung" in sent.body + sent.subject for sent in to_erika)


def test_public_verification_says_nothing_personal(world: World, granted: str) -> None:
    (notice,) = notices.list_notices(TOWN, f"case:{granted}")
    code = notice.verification_url.rstrip("/").rsplit("/", 1)[-1]

    public = notices.verify_public(code.lower(), today=LATER.date())

    assert public is not None
    assert ("Bescheid", "Stadt Musterstadt", "valid") == (public.kind_label, public.town, public.state)
    assert (notice.sealed_sha, (("Anzahl der Bäume", "2"),)) == (public.sealed_sha, public.facts)
    assert "Erika" not in repr(public)
    assert notices.verify_public("AAAAA-AAAAA-AAAAA-AAAAA", today=LATER.date()) is None


def test_revoked_and_expired_notices_say_so(world: World, granted: str) -> None:
    (notice,) = notices.list_notices(TOWN, f"case:{granted}")
    code = notice.verification_url.rstrip("/").rsplit("/", 1)[-1]
    next_year = datetime(2027, 12, 1, tzinfo=UTC).date()
    expired = notices.verify_public(code, today=next_year)

    notices.revoke(municipality=TOWN, notice_id=notice.id, actor=CLERK, now=LATER)

    revoked = notices.verify_public(code, today=LATER.date())
    assert expired is not None
    assert revoked is not None
    assert ("expired", "revoked") == (expired.state, revoked.state)


def test_case_stays_open_until_the_notice_is_served(world: World, granted: str) -> None:
    sweep_at(TOMORROW)
    sweep_at(TOMORROW + timedelta(days=3))

    case = Case.objects.get()

    assert ("open", True, False) == (case.state, case.is_finished, case.is_filed_away)


def test_notice_nobody_retrieved_goes_to_the_post(world: World, granted: str) -> None:
    sweep_at(TOMORROW)
    sweep_at(NOW + timedelta(days=11))
    assert ["besides"] == open_steps(granted)
    (notice,) = notices.list_notices(TOWN, f"case:{granted}")
    posted = NOW + timedelta(days=12)

    cases.post_notice(reference=granted, notice_id=notice.id, posted_on=posted.date(), actor=CLERK, now=posted)
    cases.complete_task(reference=granted, task_id=open_task(granted, "besides").pk, values={}, actor=CLERK, now=posted)
    sweep_at(posted + timedelta(days=4))

    (served,) = notices.list_notices(TOWN, f"case:{granted}")
    assert (posted + timedelta(days=4)).date() == served.served_on
    assert "closed" == Case.objects.get().state


def test_refused_application_closes_without_hand_over(world: World, to_decide: str) -> None:
    decide(to_decide, "ablehnen", reasons="Der Baum ist geschützt.")
    work(LATER)

    case = Case.objects.get()

    assert ("open", True) == (case.state, case.is_finished)
    assert 0 == len(world.twins.systems["finance"].received)


def test_unpaid_application_ends(world: World, received: str) -> None:
    review(received, complete=True)
    claim = payments.claim_of(f"case:{received}")
    # 14 days after 21 November 2026 is a Saturday; the fee is due on the Monday after it, and nobody is late before.
    work(NOW + timedelta(days=16))
    assert claim is not None
    assert (date(2026, 12, 7), ["bezahlen"]) == (claim.due_on, open_steps(received))

    work(NOW + timedelta(days=17))
    sweep_at(NOW + timedelta(days=18))

    case = Case.objects.get()
    assert {"ergebnis": "abgelaufen"} == case.results["bezahlen"]
    assert "closed" == case.state


def test_silent_register_does_not_stop_the_case(world: World) -> None:
    world.twins.registers["vehicles"].mode = "down"
    reference = submit(world)
    for hours in range(1, 30):
        work(NOW + timedelta(hours=hours))

    view = cases.access_case(CLERK, reference, today=NOW.date())

    assert ["pruefen"] == open_steps(reference)
    assert (("Grundstück abfragen", "Register nicht erreichbar, weiter ohne Auskunft"),) == view.look_ups
    assert "Registerabfrage: Register nicht erreichbar" in [entry.title for entry in view.timeline]


def test_refused_hand_over_becomes_a_task(world: World, to_decide: str) -> None:
    world.twins.systems["finance"].mode = "refuse"
    decide(to_decide, "genehmigen")
    work(LATER)

    assert ["nacharbeiten"] == open_steps(to_decide)


def test_incomplete_application_is_asked_for_more_and_comes_back(world: World, received: str) -> None:
    review(received, complete=False)
    work(LATER)
    own = cases.access_own_case(CITIZEN, received, today=LATER.date())
    assert ("applicant", ["nachfordern"]) == (own.turn.who, [task.step for task in own.tasks])
    assert "Bitte reichen Sie das Gutachten für Hof hinter dem Haus nach." == own.tasks[0].text

    cases.answer_task(
        reference=received, task_id=own.tasks[0].id, values={"hinweis": "Liegt bei."}, actor=CITIZEN, now=LATER
    )

    assert ["pruefen"] == open_steps(received)
    assert "Liegt bei." == Case.objects.get().results["nachfordern"]["hinweis"]


def test_withdrawn_application_is_closed_and_costs_nothing(world: World, received: str) -> None:
    review(received, complete=True)

    cases.withdraw(reference=received, reason="Der Baum ist umgefallen.", actor=CITIZEN, now=LATER)
    work(LATER)

    claim = payments.claim_of(f"case:{received}")
    assert claim is not None
    assert ("withdrawn", True) == (Case.objects.get().state, Case.objects.get().is_filed_away)
    assert ("cancelled", []) == (claim.state, open_steps(received))
    (document,) = [d for d in records.list_documents(TOWN, f"case:{received}") if d.kind == "message"]
    assert "Grund: Der Baum ist umgefallen." in platform.read_blob(document.blob).decode()


def test_withdrawal_after_payment_asks_a_clerk_to_refund(world: World, to_decide: str) -> None:
    cases.withdraw(reference=to_decide, reason="", actor=CITIZEN, now=LATER)
    work(LATER)

    assert ["besides"] == open_steps(to_decide)
    assert not records.get_record_file(TOWN, f"case:{to_decide}").is_closed


def test_decided_application_cannot_be_withdrawn(world: World, granted: str) -> None:
    with pytest.raises(Refused):
        cases.withdraw(reference=granted, reason="", actor=CITIZEN, now=LATER)


def test_second_payment_message_changes_nothing(world: World, to_decide: str) -> None:
    claim = payments.claim_of(f"case:{to_decide}")
    assert claim is not None
    before = len(platform.timeline(TOWN, f"case:{to_decide}"))

    payments.refresh(claim_id=claim.id, now=LATER)
    work(LATER)

    assert before == len(platform.timeline(TOWN, f"case:{to_decide}"))
    assert 1 == len([d for d in records.list_documents(TOWN, f"case:{to_decide}") if d.kind == "payment"])


def test_wrong_amount_becomes_a_task_and_does_not_count_as_paid(world: World, received: str) -> None:
    review(received, complete=True)
    world.payment_service.difference = Decimal("-10.00")

    pay(world, received)
    work(LATER)

    assert ["besides", "bezahlen"] == open_steps(received)


def test_payment_after_the_end_becomes_a_task(world: World, received: str) -> None:
    review(received, complete=True)
    claim = payments.claim_of(f"case:{received}")
    assert claim is not None
    payments.begin(claim_id=claim.id, return_url="https://portal.example.org/", actor=Actor.system(TOWN), now=LATER)
    (transaction,) = world.payment_service.transactions()
    world.payment_service.finish(transaction.request_id, "failed")
    payments.refresh(claim_id=claim.id, now=LATER)
    work(NOW + timedelta(days=17))
    sweep_at(NOW + timedelta(days=18))
    assert "closed" == Case.objects.get().state

    world.payment_service.finish(transaction.request_id, "paid")
    payments.refresh(claim_id=claim.id, now=NOW + timedelta(days=19))
    work(NOW + timedelta(days=19))

    assert ["besides"] == open_steps(received)


def test_case_closes_only_when_its_last_note_is_filed(world: World, received: str) -> None:
    cases.write_note(reference=received, text="Noch etwas.", actor=CLERK, now=LATER)
    cases.withdraw(reference=received, reason="", actor=CITIZEN, now=LATER)
    too_early = close_case(municipality=TOWN, subject=f"case:{received}", actor=Actor.system(TOWN), now=LATER)

    work(LATER)

    assert too_early is None
    assert "note" in {document.kind for document in records.list_documents(TOWN, f"case:{received}")}
    assert records.get_record_file(TOWN, f"case:{received}").is_closed


def test_receipt_missing_after_an_outage_is_filed_later(world: World, received: str) -> None:
    def receipts() -> int:
        return [document.kind for document in records.list_documents(TOWN, f"case:{received}")].count("payment")

    review(received, complete=True)
    pay(world, received)
    lose_jobs()
    before = receipts()

    with clock_at(LATER + timedelta(minutes=61)):
        watch_receipts()
    work(LATER + timedelta(minutes=61))

    assert (0, 1) == (before, receipts())


def test_payment_under_way_at_the_withdrawal_becomes_a_task_when_it_arrives(world: World, received: str) -> None:
    review(received, complete=True)
    claim = payments.claim_of(f"case:{received}")
    assert claim is not None
    payments.begin(claim_id=claim.id, return_url="https://portal.example.org/", actor=Actor.system(TOWN), now=LATER)
    (transaction,) = world.payment_service.transactions()

    cases.withdraw(reference=received, reason="", actor=CITIZEN, now=LATER)
    work(LATER)
    before = open_steps(received)
    world.payment_service.finish(transaction.request_id, "paid")
    payments.refresh(claim_id=claim.id, now=LATER)
    work(LATER)

    assert ([], ["besides"]) == (before, open_steps(received))


def test_many_trees_need_four_eyes(world: World) -> None:
    reference = submit(world, answers={**ANSWERS, "baum": {"lage": "Park", "baeume": "9", "gutachten": False}})
    work()
    review(reference, complete=True)
    pay(world, reference)
    work(LATER)
    decide(reference, "genehmigen")
    task = open_task(reference, "entscheiden")

    known: Any = {"reference": reference, "task_id": task.pk, "now": LATER}
    seen = cases.proposal_fingerprint(**known, actor=COLLEAGUE)

    with pytest.raises(Forbidden):
        cases.release(**known, previewed=seen, actor=CLERK)
    cases.release(**known, previewed=seen, actor=COLLEAGUE)

    decision = notices.find_decision(TOWN, f"case:{reference}")
    assert decision is not None
    assert ("genehmigen", "Ida Winter", False) == (decision.outcome, decision.decided_by_name, decision.automatic)


def test_draft_changed_since_it_was_seen_is_not_released(world: World) -> None:
    reference = submit(world, answers={**ANSWERS, "baum": {"lage": "Park", "baeume": "9", "gutachten": False}})
    work()
    review(reference, complete=True)
    pay(world, reference)
    work(LATER)
    decide(reference, "genehmigen", reasons="Krank.")
    known: Any = {"reference": reference, "task_id": open_task(reference, "entscheiden").pk, "now": LATER}
    seen = cases.proposal_fingerprint(**known, actor=COLLEAGUE)

    decide(reference, "genehmigen", reasons="Doch anders.")

    with pytest.raises(Conflict):
        cases.release(**known, previewed=seen, actor=COLLEAGUE)
    assert ["entscheiden"] == open_steps(reference)
    cases.release(**known, previewed=cases.proposal_fingerprint(**known, actor=COLLEAGUE), actor=COLLEAGUE)
    assert "entscheiden" not in open_steps(reference)


def test_returned_draft_can_be_decided_again(world: World) -> None:
    reference = submit(world, answers={**ANSWERS, "baum": {"lage": "Park", "baeume": "9", "gutachten": False}})
    work()
    review(reference, complete=True)
    pay(world, reference)
    work(LATER)
    decide(reference, "genehmigen")
    task = open_task(reference, "entscheiden")

    cases.return_draft(reference=reference, task_id=task.pk, actor=COLLEAGUE, now=LATER)

    assert open_task(reference, "entscheiden").proposal is None


def test_preview_shows_a_draft_and_binds_the_decision(world: World, to_decide: str) -> None:
    task = open_task(to_decide, "entscheiden")
    given = {"reference": to_decide, "task_id": task.pk, "outcome": "genehmigen", "conditions": (), "values": {}}
    preview = cases.preview_decision(**given, reasons="Krank.", actor=CLERK, now=LATER)

    assert "Entwurf" in preview.html
    assert preview.pdf.startswith(b"%PDF")
    with pytest.raises(Conflict):
        cases.decide(**given, reasons="Anders.", actor=CLERK, now=LATER, previewed=preview.fingerprint)
    cases.decide(**given, reasons="Krank.", actor=CLERK, now=LATER, previewed=preview.fingerprint)


def test_download_of_the_applicant_lacks_internal_notes(world: World, granted: str) -> None:
    cases.write_note(reference=granted, text="Ortstermin war nötig.", actor=CLERK, now=LATER)
    work(LATER)

    def names(content: bytes) -> str:
        return " ".join(zipfile.ZipFile(io.BytesIO(content)).namelist())

    assert "Aktenvermerk" in names(cases.download_all(CLERK, granted))
    assert "Aktenvermerk" not in names(cases.download_all(CITIZEN, granted))
    assert "Bescheid" in names(cases.download_all(CITIZEN, granted))
