"""The case: everything about one matter on one page."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from laufzettel.cases import api as cases
from laufzettel.cases.api import CaseView, QueryView, TaskView
from laufzettel.catalogue import api as catalogue
from laufzettel.desk import facts
from laufzettel.desk.controls import step_controls
from laufzettel.desk.course import course_of
from laufzettel.desk.deadlines import deadline_chip
from laufzettel.desk.pages.payment import payment_context
from laufzettel.desk.session import clerk_page, show
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Problem
from laufzettel.look.controls import Control
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform

CLAIM_STATES = {
    "open": "offen",
    "part_paid": "zum Teil bezahlt",
    "settled": "bezahlt",
    "overpaid": "zu viel bezahlt",
    "waived": "erlassen",
    "cancelled": "aufgehoben",
    "unclear": "unklar, wird geprüft",
    "expired": "Frist abgelaufen",
}
NOTICE_STATES = {"ordered": "wird erstellt", "sealed": "gesiegelt und bereitgestellt", "served": "bekannt gegeben"}
COURSE_LINES = 10
WAITS = {
    "clerk": "die Stelle ist dran",
    "applicant": "wartet auf Antwort oder Zahlung",
    "machine": "läuft automatisch",
    "": "nichts zu tun",
}
VIEWABLE = ("application/pdf", "image/jpeg", "image/png", "text/plain", "application/json")
_ITEM_WORDS = {"text": "Text", "file": "Datei", "date": "Datum", "boolean": "Ja oder Nein"}
_DOCUMENT_KINDS = {
    "submission": "Antrag",
    "evidence": "Nachweis",
    "note": "Aktenvermerk",
    "payment": "Zahlung",
    "notice": "Schreiben",
    "delivery": "Bekanntgabe",
    "message": "Nachricht",
    "data": "Daten",
}


@require_safe
@clerk_page
def case(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show a case with everything a clerk needs to decide it."""
    today = local_date(platform.now())
    return show(
        request, "case.html", case_context(actor, cases.access_case(actor, reference, today=today), today=today)
    )


def case_context(actor: Actor, case: CaseView, *, today: date) -> dict[str, object]:
    """Return what the case page shows."""
    documents = [
        {
            "document": document,
            "kind": _DOCUMENT_KINDS.get(document.kind, document.kind),
            "is_viewable": document.media_type.split(";")[0] in VIEWABLE,
        }
        for document in reversed(case.documents)
    ]
    course = course_of(case)
    return {
        **head_context(case, today=today),
        "groups": facts.answer_groups(case),
        "registers": facts.register_answers(case),
        "acting": facts.acting_rows(case),
        "tasks": [task_context(actor, task, today=today) for task in case.tasks],
        "documents": documents,
        "first_viewable": _first_viewable(case),
        "course": course,
        "older": max(0, len(course) - COURSE_LINES),
        "notices": [
            {"notice": notice, "state": NOTICE_STATES.get(notice.state, notice.state)} for notice in case.notices
        ],
        "co_signatures": facts.co_signatures(case),
        "payment": payment_context(actor, case),
        "queries": [{"query": query, "rows": _answer_rows(query)} for query in case.queries],
        "decisions": _decisions(case),
        "may_write": case.state == "open",
        "is_our_case": case.unit.key in actor.units,
    }


def head_context(case: CaseView, *, today: date) -> dict[str, object]:
    """Return what the bar that identifies a case shows, on every page about it."""
    return {
        "case": case,
        "chip": deadline_chip(case.deadline_on, today=today),
        "waits": WAITS.get(case.waits_for, ""),
        "level": facts.identity(case),
        "claim_state": CLAIM_STATES.get(case.claim.state, case.claim.state) if case.claim else "",
    }


def task_context(actor: Actor, task: TaskView, *, today: date) -> dict[str, object]:
    """Return what a card about an open task shows."""
    return {
        "task": task,
        "chip": deadline_chip(task.due_on, today=today),
        "is_mine": task.assignee == actor.key,
        "is_ours": task.unit in actor.units,
        "unit_name": organisation.get_unit(actor.municipality, task.unit).name,
        "controls": task_controls(task, {}),
        "is_for_people": task.word in {"review", "decide", "ask", "besides"},
        "is_own_proposal": bool(task.proposal and task.proposal.by == actor.key),
    }


def task_controls(task: TaskView, typed: Mapping[str, str], problems: Iterable[Problem] = ()) -> list[Control]:
    """Return what a clerk fills in to complete a task: the fields of a review, the reason for ending a request."""
    if task.word == "ask":
        error = next((problem.message for problem in problems if problem.path == "grund"), "")
        hint = "Steht als Vermerk in der Akte."
        reason = typed.get("grund", "")
        return [Control(kind="textarea", name="grund", label="Grund", hint=hint, value=reason, error=error)]
    return step_controls(task.fields, typed, problems) if task.word == "review" else []


def _answer_rows(query: QueryView) -> list[tuple[str, str]]:
    """Return label and answer of what was asked for; files stand among the documents."""
    if query.answered_at is None and not query.answer:
        return [(str(item["label"]), _ITEM_WORDS.get(str(item["type"]), "")) for item in query.items]
    return [
        (
            str(item["label"]),
            "siehe Dokumente" if item["type"] == "file" else _say(query.answer.get(str(item["key"]))),
        )
        for item in query.items
    ]


def _say(value: object) -> str:
    if isinstance(value, bool):
        return "Ja" if value else "Nein"
    return str(value) if value not in (None, "") else "keine Angabe"


def _decisions(case: CaseView) -> list[dict[str, object]]:
    """Return the decisions with the label of their outcome in the package version of the case."""
    steps = catalogue.get_package(case.municipality, case.package_ref).process.steps
    labels = {(step.id, outcome.key): outcome.label for step in steps.values() for outcome in step.outcomes}
    return [
        {"decision": decision, "label": labels.get((decision.step, decision.outcome), decision.outcome)}
        for decision in case.decisions
    ]


def _first_viewable(case: CaseView) -> int | None:
    pdfs = [document for document in case.documents if document.media_type == "application/pdf"]
    return pdfs[0].id if pdfs else None
