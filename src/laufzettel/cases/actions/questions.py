"""Ask the applicant something, and take the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from laufzettel import packages
from laufzettel.cases import access, domain, running
from laufzettel.cases.applicant import applicant_of
from laufzettel.cases.events import QuestionAnswered, QuestionAsked, QuestionPartlyAnswered
from laufzettel.cases.filing import file_text
from laufzettel.cases.models import Case, Deadline, Query, Task, WaitsFor
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.kernel.errors import Invalid, NotFound, Problem, Refused
from laufzettel.kernel.language import say
from laufzettel.messaging import api as messaging
from laufzettel.organisation import api as organisation
from laufzettel.platform.api import action, put_blob
from laufzettel.records import api as records
from laufzettel.submissions import api as submissions


@action("cases.ask_applicant", by=("clerk",))
def ask_applicant(
    *,
    reference: str,
    text: str,
    items: Sequence[domain.QueryItem],
    due_on: date | None,
    actor: Actor,
    now: datetime,
) -> QuestionAsked:
    """Ask the applicant; `items` become a small form, without any the answer is a text. Without `due_on`: 14 days.

    Raises `NotFound` for a foreign case, `Forbidden` for a unit that only has a task here, `Refused` for a closed one
    or a day in the past, `Invalid` without a text.
    """
    case = access.access_whole(actor, reference)
    if case.state != Case.State.OPEN or case.is_finished:
        raise Refused(say("Dieser Vorgang ist abgeschlossen."))
    if not text.strip() or len(text) > domain.LONGEST_TEXT:
        raise Invalid((Problem("text", say("Schreiben Sie, was Sie wissen möchten.")),))
    land = organisation.get_municipality(case.municipality).land
    asked = items or (domain.QueryItem(key="", label="Ihre Antwort", type="text"),)

    query = Query.objects.create(
        case=case,
        text=text.strip(),
        items=domain.read_items(asked),
        due_on=domain.answer_day(today=local_date(now), wanted=due_on, land=land),
        asked_by=actor.key,
        asked_by_name=actor.name,
        asked_at=now,
    )
    Deadline.objects.create(case=case, kind=Deadline.Kind.ANSWER, query=query, due_on=query.due_on)
    hand_tasks_to(case, WaitsFor.APPLICANT)
    Case.objects.filter(pk=case.pk).update(waits_for=WaitsFor.APPLICANT, has_news=False)
    _send(case, query, actor, now)
    _file_asked(case, query, now)

    return QuestionAsked(subject=case.subject, municipality=case.municipality, query_id=query.pk, due_on=query.due_on)


def hand_tasks_to(case: Case, who: WaitsFor) -> None:
    """Show the clerk's tasks of a case as waiting for the applicant, or for the clerk again."""
    tasks = Task.objects.filter(case=case, state=Task.State.OPEN, word__in=("review", "decide", "besides"))
    tasks.update(waits_for=who)


def _send(case: Case, query: Query, actor: Actor, now: datetime) -> None:
    submission = submissions.get_submission(case.submission_id)
    package = catalogue.get_package(case.municipality, case.package_ref)
    messaging.send(
        subject=case.subject,
        municipality=case.municipality,
        recipient=applicant_of(package, submission).recipient,
        key=f"query:{query.pk}",
        kind="question",
        title=f"Wir haben eine Frage {packages.noun_of(package).to_yours}",
        text=f"{query.text}\n\nBitte antworten Sie bis {format_de(query.due_on)}.",
        actor=actor,
        now=now,
    )


@action("cases.answer_query", by=("account", "guest"))
def answer_query(
    *, reference: str, query_id: int, values: Mapping[str, Any], actor: Actor, now: datetime, is_part: bool = False
) -> QuestionAnswered | QuestionPartlyAnswered:
    """Answer an open question; files have been added before by `add_evidence` under the path `frage.<id>.<item>`.

    With `is_part` the office gets what is there already, and the question with its day stays open for the rest.
    Raises `NotFound` for a foreign case or a question that is not open, `Invalid` for what is missing or wrong.
    """
    case = access.access_row(actor, reference, lock=True)
    query = Query.objects.filter(case=case, pk=query_id, state=Query.State.OPEN).first()
    if query is None:
        raise NotFound(say("Diese Frage ist nicht mehr offen."))
    if is_part:
        return _take_part(case, query, values)
    answer = domain.read_values(domain.fields_of_items(query.items), values)
    _check_files(case, query)

    Query.objects.filter(pk=query.pk).update(state=Query.State.ANSWERED, answer=answer, answered_at=now)
    Deadline.objects.filter(query=query, state=Deadline.State.OPEN).update(state=Deadline.State.CANCELLED)
    hand_tasks_to(case, WaitsFor.CLERK)
    Case.objects.filter(pk=case.pk).update(waits_for=running.turn_of(case), has_news=True)
    _file(case, query, answer, now)

    return QuestionAnswered(subject=case.subject, municipality=case.municipality, query_id=query.pk)


def _take_part(case: Case, query: Query, values: Mapping[str, Any]) -> QuestionPartlyAnswered:
    """Keep the part of an answer that is there; raises `Invalid` when there is nothing, or something is wrong."""
    fields = tuple(replace(field, required=False) for field in domain.fields_of_items(query.items))
    answer = domain.read_values(fields, values)
    files = {path for path in _given_files(case) if path.startswith(domain.file_path(query.pk, ""))}
    if all(value is None for value in answer.values()) and not files:
        raise Invalid((Problem("", say("Geben Sie mindestens eine Antwort.")),))
    Query.objects.filter(pk=query.pk).update(answer=answer)
    Case.objects.filter(pk=case.pk).update(has_news=True)
    return QuestionPartlyAnswered(subject=case.subject, municipality=case.municipality, query_id=query.pk)


def _given_files(case: Case) -> set[str]:
    return {attachment.path for attachment in submissions.later_attachments(case.municipality, case.subject)}


def _check_files(case: Case, query: Query) -> None:
    given = _given_files(case)
    problems = tuple(
        Problem(str(item["key"]), say("Laden Sie hoch: {value}", value=item["label"]))
        for item in query.items
        if item["type"] == "file" and item["required"] and domain.file_path(query.pk, item["key"]) not in given
    )
    if problems:
        raise Invalid(problems)


def _file_asked(case: Case, query: Query, now: datetime) -> None:
    head = [f"Rückfrage zum Vorgang {case.reference}", f"Antwort bis: {format_de(query.due_on)}", "", query.text]
    file_text(
        case,
        key=f"asked:{query.pk}",
        kind="message",
        title="Rückfrage",
        filename=f"Rueckfrage_{query.pk}_Frage.txt",
        lines=[*head, *(f"- {item['label']}" for item in query.items)],
        public=True,
        now=now,
    )


def _file(case: Case, query: Query, answer: Mapping[str, Any], now: datetime) -> None:
    lines = [f"Frage vom {format_de(local_date(query.asked_at))}:", query.text, "", "Antwort:"]
    lines += [f"{item['label']}: {_say(answer.get(item['key']))}" for item in query.items if item["type"] != "file"]
    records.file(
        subject=case.subject,
        municipality=case.municipality,
        key=f"query:{query.pk}",
        kind="message",
        title="Rückfrage und Antwort",
        filename=f"Rueckfrage_{query.pk}.txt",
        media_type="text/plain",
        blob=put_blob("\n".join([*lines, ""]).encode()),
        document_on=local_date(now),
        public=True,
        actor=Actor.system(case.municipality),
        now=now,
    )


def _say(value: object) -> str:
    if isinstance(value, bool):
        return "Ja" if value else "Nein"
    return str(value) if value is not None else "keine Angabe"
