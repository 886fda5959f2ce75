"""Reading cases, each through the eyes of somebody."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from laufzettel import packages
from laufzettel.cases import access, timeline, turn, views
from laufzettel.cases.applicant import applicant_of
from laufzettel.cases.domain import file_path, is_duty
from laufzettel.cases.drafting import may_hold_conditions
from laufzettel.cases.models import Case, Note, Query, Task
from laufzettel.cases.results import step_results, with_answers
from laufzettel.cases.run import case_facts
from laufzettel.cases.standing import evidence_to_come, standing_of, standings_of
from laufzettel.cases.thread import letters_for, thread_of
from laufzettel.cases.turn import Standing
from laufzettel.catalogue import api as catalogue
from laufzettel.engine.forms import FormState
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Forbidden, NotFound
from laufzettel.kernel.language import say
from laufzettel.messaging import api as messaging
from laufzettel.notices import api as notices
from laufzettel.organisation import api as organisation
from laufzettel.packages import Package
from laufzettel.payments import api as payments
from laufzettel.platform import api as platform
from laufzettel.records import api as records
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import AttachmentView, SubmissionView

MOST_CARDS = 200


def access_case(actor: Actor, reference: str, *, today: date) -> views.CaseView:
    """Return a case for one of its clerks; raises `NotFound` for everything foreign, `Forbidden` for non-clerks."""
    if actor.kind != "clerk":
        raise Forbidden
    case = access.access_row(actor, reference)
    package = catalogue.get_package(case.municipality, case.package_ref)
    submission = submissions.get_submission(case.submission_id)
    facts = case_facts(case, package, submission, today=today)
    form = submissions.form_of(submission)
    names = names_of(package, case.municipality)
    events = timeline.without_looks(platform.timeline(case.municipality, case.subject))
    results = step_results(case, package)
    return views.CaseView(
        reference=case.reference,
        subject=case.subject,
        municipality=case.municipality,
        service_key=case.service_key,
        service_title=case.service_title,
        package_ref=case.package_ref,
        unit=organisation.get_unit(case.municipality, case.unit),
        state=case.state,
        state_label=turn.state_label(Standing(state=case.state, is_decided=case.is_decided)),
        waits_for=case.waits_for,
        waits_label=views.WAITS_LABELS[case.waits_for],
        is_decided=case.is_decided,
        is_finished=case.is_finished,
        has_news=case.has_news,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        deadline_on=case.deadline_on,
        file_reference=case.file_reference,
        applicant=applicant_of(package, submission),
        submission=submission,
        form=form,
        computed=_computed(package, form, facts),
        tasks=_tasks(case, package, facts, today=today),
        queries=_queries(case),
        notes=_notes(case),
        decisions=notices.list_decisions(case.municipality, case.subject),
        notices=notices.list_notices(case.municipality, case.subject),
        documents=records.list_documents(case.municipality, case.subject),
        messages=messaging.messages_of(case.municipality, case.subject),
        claim=payments.claim_of(case.subject),
        timeline=with_answers(timeline.internal_timeline(events, names), events, results),
        results=results,
        look_ups=_look_ups(case, package, submission),
        later_files=submissions.later_attachments(case.municipality, case.subject),
        missing_evidence=evidence_to_come(case, submission),
        noun=names.noun,
    )


def access_own_case(actor: Actor, reference: str, *, today: date) -> views.OwnCaseView:
    """Return a case for its applicant; raises `NotFound` for everything foreign."""
    case = _own_row(actor, reference)
    package = catalogue.get_package(case.municipality, case.package_ref)
    submission = submissions.get_submission(case.submission_id)
    facts = case_facts(case, package, submission, today=today)
    form = submissions.form_of(submission)
    events = platform.timeline(case.municipality, case.subject)
    tasks = tuple(task for task in _tasks(case, package, facts, today=today) if task.word == "ask")
    queries = _queries(case)
    claim = payments.claim_of(case.subject)
    letters = notices.list_notices(case.municipality, case.subject)
    missing = evidence_to_come(case, submission)
    due = [task.due_on for task in tasks] + [query.due_on for query in queries if query.state == "open"]
    standing = standing_of(case, claim=claim, due=due, letters=letters, missing=missing)
    return views.OwnCaseView(
        reference=case.reference,
        subject=case.subject,
        municipality=case.municipality,
        service_key=case.service_key,
        service_title=package.manifest.title,
        unit=organisation.get_unit(case.municipality, case.unit),
        state=case.state,
        state_label=turn.state_label(standing),
        turn=turn.whose_turn(standing),
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        deadline_on=case.deadline_on,
        target=package.manifest.target.processing,
        can_withdraw=case.state == Case.State.OPEN
        and not (case.is_decided or case.is_finished or is_duty(package.manifest.kind)),
        form=form,
        computed=_computed(package, form, facts),
        tasks=tasks,
        queries=queries,
        notices=tuple(letter for letter in letters if letter.is_sealed),
        documents=records.list_documents(case.municipality, case.subject, public_only=True),
        thread=thread_of(case),
        can_write=not case.is_filed_away,
        claim=claim,
        timeline=timeline.public_timeline(events, names_of(package, case.municipality)),
        missing_evidence=tuple(purpose.path for purpose in missing),
        evidence_to_come=tuple((purpose.path, purpose.words) for purpose in missing),
        decision_expected_on=turn.decision_expected_on(standing, case.deadline_on),
        is_decided=case.is_decided,
        noun=standing.noun,
        acting=submissions.acting_rows(submission.acting),
    )


def my_cases(actor: Actor) -> tuple[views.CaseCard, ...]:
    """List the cases of an applicant, the most urgent first, then the newest; nothing for anybody else."""
    if not actor.is_applicant:
        return ()
    rows = list(access.reachable(actor).order_by("-opened_at", "-id")[:MOST_CARDS])
    standings = standings_of(actor, rows)
    return tuple(sorted((_card(row, standings[row.pk]) for row in rows), key=lambda card: card.urgency))


def access_document(actor: Actor, reference: str, document_id: int) -> tuple[records.DocumentView, bytes]:
    """Return a filed document with its content; applicants reach only public ones. Raises `NotFound`."""
    case = access.access_row(actor, reference)
    document = records.get_document(case.municipality, case.subject, document_id)
    if actor.is_applicant and not document.public:
        raise NotFound(say("Dieses Dokument gibt es nicht."))
    return document, platform.read_blob(document.blob)


def access_notice(actor: Actor, reference: str, notice_id: str) -> notices.NoticeView:
    """Return a notice of a case; applicants reach it once it is sealed. Raises `NotFound`."""
    case = access.access_row(actor, reference)
    notice = notices.get_notice(case.municipality, case.subject, notice_id)
    if actor.is_applicant and not notice.is_sealed:
        raise NotFound(say("Dieses Schreiben gibt es nicht."))
    return notice


def download_all(actor: Actor, reference: str) -> bytes:
    """Return a ZIP archive: for clerks the whole record file, for applicants what is public. Raises `NotFound`."""
    case = access.access_row(actor, reference)
    return records.export_file(municipality=case.municipality, subject=case.subject, public_only=actor.is_applicant)


def names_of(package: Package, municipality: str) -> timeline.Names:
    """Return the names that events of a case only refer to."""
    steps = package.process.steps
    return timeline.Names(
        steps={key: step.name for key, step in steps.items()},
        outcomes={outcome.key: outcome.label for step in steps.values() for outcome in step.outcomes},
        units={unit.key: unit.name for unit in organisation.list_units(municipality)},
        noun=packages.noun_of(package),
    )


def _own_row(actor: Actor, reference: str) -> Case:
    if not actor.is_applicant:
        raise Forbidden
    return access.access_row(actor, reference)


def _computed(package: Package, form: FormState, facts: dict[str, Any]) -> tuple[views.Fact, ...]:
    return tuple(
        views.Fact(
            key=shown.definition.key,
            label=shown.definition.label,
            display=shown.display,
            explanation=tuple(packages.explain_fee(package, shown.definition.key, facts))
            if shown.definition.explain
            else (),
        )
        for shown in form.shown
        if shown.display
    )


def _tasks(case: Case, package: Package, facts: dict[str, Any], *, today: date) -> tuple[views.TaskView, ...]:
    rows = Task.objects.filter(case=case, state=Task.State.OPEN).order_by("due_on", "id")
    return tuple(_task(row, package, facts, today=today) for row in rows)


def _task(row: Task, package: Package, facts: dict[str, Any], *, today: date) -> views.TaskView:
    plan = packages.plan_step(package, row.step, facts) if row.word in {"ask", "review", "decide"} else None
    attributes = plan.attributes if plan else {}
    return views.TaskView(
        id=row.pk,
        step=row.step,
        word=row.word,
        title=row.title,
        text=str(attributes.get("text") or "") or letters_for(row),
        hint=plan.hint if plan else "",
        legal_basis=plan.legal_basis if plan else "",
        unit=row.unit,
        assignee=row.assignee,
        assignee_name=row.assignee_name,
        waits_for=row.waits_for,
        due_on=row.due_on,
        is_overdue=row.due_on < today,
        fields=plan.fields if plan else (),
        asked=plan.ask_fields if plan else (),
        outcomes=plan.outcomes if plan else (),
        takes_conditions=row.word == "decide" and may_hold_conditions(package, row.step),
        needs_four_eyes=plan.four_eyes if plan else False,
        proposal=_proposal(row),
    )


def _proposal(row: Task) -> views.Proposal | None:
    if row.proposal is None:
        return None
    draft = row.proposal
    return views.Proposal(
        outcome=draft["outcome"],
        reasons=draft["reasons"],
        conditions=tuple(draft["conditions"]),
        values=draft["values"],
        by=row.proposed_by,
    )


def _queries(case: Case) -> tuple[views.QueryView, ...]:
    rows = Query.objects.filter(case=case).order_by("id")
    has_files = any(item["type"] == "file" for row in rows if row.state == Query.State.OPEN for item in row.items)
    later = submissions.later_attachments(case.municipality, case.subject) if has_files else ()
    return tuple(_query(row, later) for row in rows)


def _query(row: Query, later: Sequence[AttachmentView]) -> views.QueryView:
    return views.QueryView(
        id=row.pk,
        text=row.text,
        items=tuple(row.items),
        due_on=row.due_on,
        state=row.state,
        asked_by_name=row.asked_by_name,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_at=row.answered_at,
        files={
            str(item["key"]): tuple(file.title for file in later if file.path == file_path(row.pk, item["key"]))
            for item in row.items
        },
    )


def _notes(case: Case) -> tuple[views.NoteView, ...]:
    return tuple(
        views.NoteView(
            id=row.pk,
            text=row.text,
            author_name=row.author_name,
            written_at=row.written_at,
            document_id=row.document_id,
        )
        for row in Note.objects.filter(case=case).order_by("id")
    )


def _look_ups(case: Case, package: Package, submission: SubmissionView) -> tuple[tuple[str, str], ...]:
    """Return (question, what came of it) of the look-ups of the form and of the process."""
    asked = ((name, str(answer.get("state", ""))) for name, answer in submission.look_ups.items())
    in_form = tuple((f"Beim Ausfüllen: {name}", timeline.WORDS_DE.get(state, state)) for name, state in asked)
    return in_form + tuple(
        (step.name, timeline.WORDS_DE.get(result, result))
        for key, step in package.process.steps.items()
        if step.word == "look_up" and (result := str(case.results.get(key, {}).get("ergebnis", "")))
    )


def _card(row: Case, standing: Standing) -> views.CaseCard:
    return views.CaseCard(
        reference=row.reference,
        service_key=row.service_key,
        service_title=catalogue.get_package(row.municipality, row.package_ref).manifest.title,
        state=row.state,
        state_label=turn.state_label(standing),
        turn=turn.whose_turn(standing),
        opened_at=row.opened_at,
        decision_expected_on=turn.decision_expected_on(standing, row.deadline_on),
        has_open_payment=standing.money == "due",
    )
