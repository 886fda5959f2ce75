"""From the order of a notice to its sealed document in the mailbox: once, whatever happens in between."""

import io
import json
from datetime import date, timedelta

import page
import pikepdf
import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from laufzettel.engine.documents import verify
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Forbidden, NotFound
from laufzettel.messaging import api as messaging
from laufzettel.notices import api as notices
from laufzettel.notices.jobs import produce, watch_production
from laufzettel.notices.models import Decision, Notice
from laufzettel.notices.printing import print_notice
from laufzettel.notices.tests.conftest import (
    CITIZEN,
    CLERK,
    HOLDER,
    NOW,
    SUBJECT,
    SYSTEM,
    TOWN,
    content,
    head,
    issue,
    order,
)
from laufzettel.notices.twin import twin_html
from laufzettel.platform import api as platform
from laufzettel.platform.testing import clock_at, lose_jobs, run_jobs
from laufzettel.records import api as records

PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def kinds() -> list[str]:
    return [event.kind for event in platform.timeline(TOWN, SUBJECT)]


def decide(actor: Actor = CLERK, *, automatic: bool = False) -> str:
    return notices.decide(
        subject=SUBJECT,
        municipality=TOWN,
        step="entscheiden",
        outcome="genehmigen",
        kind="grant",
        reasons="Krank.",
        conditions=("Pflanzen Sie nach.",),
        legal_basis="§ 4",
        automatic=automatic,
        actor=actor,
        now=NOW,
    ).decision_id


def test_notice_is_sealed_filed_and_in_the_mailbox(town: None) -> None:
    notice_id = issue()

    notice = notices.get_notice(TOWN, SUBJECT, notice_id)
    (document,) = records.list_documents(TOWN, SUBJECT)
    (message,) = messaging.messages_of(TOWN, SUBJECT)
    assert ("sealed", document.id, str(message.id)) == (notice.state, notice.document_id, notice.message_id)
    assert (notice.sealed_sha, "notice", True) == (document.blob, document.kind, document.public)
    assert (document.id,) == message.document_ids


@pytest.mark.parametrize(
    ("kind", "layout"), [("decision", "letter"), ("permit", "permit"), ("certificate", "certificate")]
)
def test_sealed_document_stays_accessible_and_archivable(town: None, kind: str, layout: str) -> None:
    pdf = notices.read_pdf(TOWN, SUBJECT, issue(kind=kind, layout=layout))

    problems = [page.validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES]

    assert verify(pdf=pdf, trust=platform.authority().trust).is_good
    assert [] == [str(failure) for report in problems for failure in report.failures]


def test_application_data_travels_inside_a_decision(town: None) -> None:
    pdf = notices.read_pdf(TOWN, SUBJECT, issue())

    with pikepdf.open(io.BytesIO(pdf)) as document:
        data = json.loads(document.attachments["antragsdaten.json"].get_file().read_bytes())

    assert {"lage": "Hof"} == data


@pytest.mark.parametrize("kind", ["permit", "certificate", "message"])
def test_what_third_parties_see_carries_only_what_stands_on_it(town: None, kind: str) -> None:
    pdf = notices.read_pdf(TOWN, SUBJECT, issue(kind=kind))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        inside = {name: json.loads(spec.get_file().read_bytes()) for name, spec in document.attachments.items()}

    facts = {
        "titel": "Genehmigung",
        "art": kind,
        "aussteller": "Stadt Musterstadt",
        "ausgestellt": "2026-11-21",
        "gueltig_ab": "2026-11-21",
        "gueltig_bis": "2027-11-20",
        "angaben": [{"bezeichnung": "Bäume", "wert": "1"}],
    }
    assert {"angaben.json": facts} == inside


def test_job_run_again_changes_nothing(town: None) -> None:
    notice_id = issue()
    told, sealed = kinds(), Notice.objects.get().sealed_blob

    produce(notice_id=notice_id)
    run_jobs(NOW)

    assert (told, sealed) == (kinds(), Notice.objects.get().sealed_blob)
    assert 1 == len(messaging.messages_of(TOWN, SUBJECT))
    assert 1 == len(mail.outbox)


def test_job_goes_on_where_a_crash_left_off(town: None) -> None:
    notice_id = order()
    row = Notice.objects.get()
    printed = print_notice(letter=row.letter, application_data=row.application_data, made_at=row.ordered_at)
    Notice.objects.update(state="rendered", rendered_blob=platform.put_blob(printed))

    produce(notice_id=notice_id)

    assert "sealed" == Notice.objects.get().state
    assert ["NoticeIssued"] == [kind for kind in kinds() if kind == "NoticeIssued"]


@pytest.mark.parametrize("state", ["ordered", "rendered"])
def test_notice_stranded_by_an_outage_is_taken_up_again(town: None, state: str) -> None:
    order()
    row = Notice.objects.get()
    if state == "rendered":
        printed = print_notice(letter=row.letter, application_data=row.application_data, made_at=row.ordered_at)
        Notice.objects.update(state="rendered", rendered_blob=platform.put_blob(printed))
    lose_jobs()

    with clock_at(NOW + timedelta(minutes=59)):
        watch_production()
    too_early = run_jobs(NOW + timedelta(minutes=59))
    with clock_at(NOW + timedelta(minutes=61)):
        watch_production()
        watch_production()
    ran = run_jobs(NOW + timedelta(minutes=61))

    assert [] == too_early
    assert 1 == ran.count("notices.produce")
    assert "sealed" == Notice.objects.get().state


def test_twin_and_letter_say_the_same(town: None) -> None:
    notice = notices.get_notice(TOWN, SUBJECT, issue())

    pdf = pikepdf.open(io.BytesIO(notices.read_pdf(TOWN, SUBJECT, notice.id)))

    assert "Genehmigung" == str(pdf.docinfo["/Title"])
    for said in ("Genehmigung", "25,00 €", "Der Baum ist krank.", "Pflanzen Sie nach.", "Musterweg 1", "20.11.2027"):
        assert said in notice.html


def test_twin_never_runs_what_an_applicant_wrote(town: None) -> None:
    hostile = content(title="<script>alert(1)</script>{{ letter }}")
    shown = notices.preview(content=hostile, letterhead=head(), on=date(2026, 11, 21))

    assert "<script" not in shown.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ letter }}" in shown.html


def test_preview_is_marked_and_stored_nowhere(town: None) -> None:
    shown = notices.preview(content=content(), letterhead=head(), on=date(2026, 11, 21))

    assert "Entwurf" in shown.html
    assert not verify(pdf=shown.pdf, trust=platform.authority().trust).is_good
    assert 0 == Notice.objects.count()


def test_draft_and_issued_letter_differ_only_in_the_mark(town: None) -> None:
    shown = notices.preview(content=content(verify=False), letterhead=head(), on=date(2026, 11, 21))
    issued = notices.get_notice(TOWN, SUBJECT, issue(verify=False))

    mark = '<p class="lz-notice__draft"><strong>Entwurf – nicht gesiegelt</strong></p>'
    assert shown.html.replace(mark, "") == issued.html


def test_verification_code_is_random_and_only_where_wanted(town: None) -> None:
    first, second, without = issue(), issue(), issue(verify=False)

    codes = {row.id: row.verification_code for row in Notice.objects.all()}
    assert codes[without] is None
    assert codes[first] != codes[second]
    assert 23 == len(codes[first] or "")


def test_unsealed_notice_cannot_be_verified_or_read(town: None) -> None:
    notice_id = order()
    code = Notice.objects.get().verification_code

    assert notices.verify_public(code or "", today=date(2026, 11, 21)) is None
    assert () == notices.list_notices(TOWN, SUBJECT, sealed_only=True)
    with pytest.raises(NotFound):
        notices.read_pdf(TOWN, SUBJECT, notice_id)


def test_public_facts_are_those_the_package_released(town: None) -> None:
    issue()
    public = notices.verify_public(Notice.objects.get().verification_code or "", today=date(2026, 11, 21))

    assert public is not None
    assert (("Bäume", "1"),) == public.facts
    assert ("valid", date(2027, 11, 20), "Stadt Musterstadt") == (public.state, public.valid_until, public.town)


def test_notice_of_another_town_does_not_exist(town: None) -> None:
    notice_id = issue()

    with pytest.raises(NotFound):
        notices.get_notice("mainz", SUBJECT, notice_id)
    with pytest.raises(NotFound):
        notices.revoke(municipality="mainz", notice_id=notice_id, actor=CLERK, now=NOW)


def test_decision_is_kept_as_it_was_made(town: None) -> None:
    decision_id = decide()

    view = notices.find_decision(TOWN, SUBJECT, step="entscheiden")

    assert view is not None
    assert (decision_id, "genehmigen", False, "Falk Sommer", ("Pflanzen Sie nach.",)) == (
        view.id,
        view.outcome,
        view.automatic,
        view.decided_by_name,
        view.conditions,
    )


def test_automatic_decision_is_marked_for_ever(town: None) -> None:
    decide(SYSTEM, automatic=True)

    (view,) = notices.list_decisions(TOWN, SUBJECT)

    assert (True, "Automatisch") == (view.automatic, view.decided_by_name)


def test_database_refuses_to_change_a_decision_or_the_words_of_a_notice(town: None) -> None:
    decide()
    order()

    for change in (
        lambda: Decision.objects.update(outcome="ablehnen"),
        lambda: Notice.objects.update(title="Anders"),
        lambda: Notice.objects.update(content={}),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


@pytest.mark.parametrize("actor", [CITIZEN], ids=["guest"])
def test_applicants_decide_nothing(town: None, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        decide(actor)


def test_account_gets_the_notice_into_its_mailbox(town: None) -> None:
    issue(HOLDER)

    assert ["Genehmigung"] == [message.title for message in messaging.mailbox("a-1", TOWN)]
    assert "user_account" == Notice.objects.get().channel


def test_twin_of_the_stored_letter_needs_no_package(town: None) -> None:
    order()

    assert "Genehmigung" in twin_html(Notice.objects.get().letter)
