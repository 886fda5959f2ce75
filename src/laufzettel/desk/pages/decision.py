"""Decide: form, preview of the notice, release; with four eyes, the second person's release."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.cases import api as cases
from laufzettel.cases.api import CaseView, TaskView
from laufzettel.desk import session
from laufzettel.desk.conflict import conflict_page, find_task
from laufzettel.desk.controls import error_lines, outcome_control, step_controls
from laufzettel.desk.course import clerk_name
from laufzettel.desk.decision_draft import (
    DESPITE,
    DecisionDraft,
    decision_arguments,
    draft_of_proposal,
    preview_of,
    read_draft,
)
from laufzettel.desk.framing import framed
from laufzettel.desk.pages.case import head_context, task_context
from laufzettel.desk.session import clerk_page, show
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Refused
from laufzettel.look.controls import Control
from laufzettel.platform import api as platform

_GONE = (NotFound, Conflict, Refused, Forbidden)


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_page
def decide(request: HttpRequest, actor: Actor, reference: str, task_id: int) -> HttpResponse:
    """Ask how the case is decided; what was typed leads to the preview."""
    case = _case(actor, reference)
    try:
        task = _decision_task(case, task_id)
    except _GONE as gone:
        return conflict_page(request, case, gone, typed=_typed(request.POST.dict()))
    if request.method != "POST":
        if task.proposal and task.proposal.by != actor.key:
            return redirect("desk:release", reference=case.reference, task_id=task_id)
        return _form(request, actor, case, task, _draft_to_edit(request, task), ())
    draft = read_draft(request.POST, task.fields)
    session.keep_draft(request, task_id, draft.kept)
    try:
        preview_of(task, draft, reference=case.reference, actor=actor)
        _check_despite(case, draft)
    except Invalid as invalid:
        return _form(request, actor, case, task, draft, invalid.problems)
    return redirect("desk:preview", reference=case.reference, task_id=task_id)


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_page
def preview(request: HttpRequest, actor: Actor, reference: str, task_id: int) -> HttpResponse:
    """Show the notice as it would be sent; releasing it here is the decision."""
    case = _case(actor, reference)
    kept = session.kept_draft(request, task_id)
    draft = DecisionDraft(**kept) if kept else None
    try:
        task = _decision_task(case, task_id)
        if draft is None:
            return redirect("desk:decide", reference=case.reference, task_id=task_id)
        if request.method == "POST":
            return _release_own(request, actor, case, task, draft)
        shown = preview_of(task, draft, reference=case.reference, actor=actor)
    except Invalid:
        return redirect("desk:decide", reference=case.reference, task_id=task_id)
    except _GONE as problem:
        return conflict_page(request, case, problem, typed=_typed_draft(draft))
    context = {**_decision_context(actor, case, task, draft), "preview": shown}
    return show(request, "preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_page
def release(request: HttpRequest, actor: Actor, reference: str, task_id: int) -> HttpResponse:
    """Let the second person release a colleague's draft, or give it back."""
    case = _case(actor, reference)
    try:
        task = _decision_task(case, task_id)
        if task.proposal is None:
            return redirect("desk:decide", reference=case.reference, task_id=task_id)
        if request.method == "POST":
            return _answer_proposal(request, actor, case, task)
        draft = draft_of_proposal(task)
        seen = cases.proposal_fingerprint(reference=case.reference, task_id=task_id, actor=actor, now=platform.now())
        shown = preview_of(task, draft, reference=case.reference, actor=actor)
    except Invalid as invalid:
        return conflict_page(request, case, Conflict(invalid.problems[0].message))
    except _GONE as problem:
        return conflict_page(request, case, problem)
    context = {
        **_decision_context(actor, case, task, draft),
        "preview": shown,
        "seen": seen,
        "drafted_by": clerk_name(case.municipality, task.proposal.by),
        "is_own": task.proposal.by == actor.key,
        "despite": _despite_control(is_ticked=False) if _is_pending(case) else None,
    }
    return show(request, "release.html", context)


@require_safe
@clerk_page
def draft_pdf(request: HttpRequest, actor: Actor, reference: str, task_id: int) -> HttpResponse:
    """Show the draft of the notice as PDF, for the frame on the pages above."""
    case = _case(actor, reference)
    task = _decision_task(case, task_id)
    kept = session.kept_draft(request, task_id)
    wants_proposal = "vorlage" in request.GET and task.proposal is not None
    if not wants_proposal and kept is None:
        raise NotFound("Es gibt keinen Entwurf.")
    draft = draft_of_proposal(task) if wants_proposal else DecisionDraft(**(kept or {}))
    shown = preview_of(task, draft, reference=case.reference, actor=actor)
    if shown is None:
        raise NotFound("Zu dieser Entscheidung gehört kein Schreiben.")
    return framed(shown.pdf, media_type="application/pdf", filename=f"Entwurf_{case.reference}.pdf")


def _release_own(
    request: HttpRequest, actor: Actor, case: CaseView, task: TaskView, draft: DecisionDraft
) -> HttpResponse:
    if request.POST.get("ergebnis") != draft.outcome:
        raise Conflict("Sie haben die Entscheidung in einem anderen Fenster geändert. Sehen Sie sich die Vorschau an.")
    cases.decide(
        reference=case.reference,
        task_id=task.id,
        **decision_arguments(draft),
        previewed=request.POST.get("gesehen") or None,
        despite_open_request=draft.despite,
        actor=actor,
        now=platform.now(),
    )
    session.forget_draft(request, task.id)
    said = "Ihr Entwurf wartet jetzt auf die Freigabe durch eine zweite Person."
    if not task.needs_four_eyes:
        said = "Die Entscheidung ist getroffen. Das Schreiben wird gesiegelt und zugestellt."
    messages.success(request, said)
    return redirect("desk:case", reference=case.reference)


def _answer_proposal(request: HttpRequest, actor: Actor, case: CaseView, task: TaskView) -> HttpResponse:
    now = platform.now()
    if request.POST.get("schritt") == "zurueckgeben":
        cases.return_draft(reference=case.reference, task_id=task.id, actor=actor, now=now)
        messages.success(request, "Der Entwurf ist zurückgegeben.")
    else:
        seen = request.POST.get("gesehen", "")
        cases.release(
            reference=case.reference,
            task_id=task.id,
            previewed=seen,
            despite_open_request=DESPITE in request.POST,
            actor=actor,
            now=now,
        )
        messages.success(request, "Freigegeben. Das Schreiben wird gesiegelt und zugestellt.")
    return redirect("desk:case", reference=case.reference)


def _is_pending(case: CaseView) -> bool:
    """Say whether the applicant is still asked for something."""
    return any(query.state == "open" for query in case.queries) or any(task.word == "ask" for task in case.tasks)


def _check_despite(case: CaseView, draft: DecisionDraft) -> None:
    if _is_pending(case) and not draft.despite:
        raise Invalid((Problem(DESPITE, "Bestätigen Sie, dass Sie trotz der offenen Rückfrage entscheiden."),))


def _despite_control(*, is_ticked: bool, error: str = "") -> Control:
    return Control(
        kind="check",
        name=DESPITE,
        label="Trotz offener Rückfrage entscheiden",
        hint="Die antragstellende Person hat noch nicht geantwortet. Die Rückfrage endet mit der Entscheidung.",
        value="ja" if is_ticked else "",
        error=error,
    )


def _case(actor: Actor, reference: str) -> CaseView:
    return cases.access_case(actor, reference, today=local_date(platform.now()))


def _decision_task(case: CaseView, task_id: int) -> TaskView:
    task = find_task(case, task_id)
    if task.word != "decide":
        raise NotFound("Bei dieser Aufgabe ist nichts zu entscheiden.")
    return task


def _draft_to_edit(request: HttpRequest, task: TaskView) -> DecisionDraft:
    kept = session.kept_draft(request, task.id)
    if kept:
        return DecisionDraft(**kept)
    return draft_of_proposal(task) if task.proposal else DecisionDraft()


def _form(
    request: HttpRequest,
    actor: Actor,
    case: CaseView,
    task: TaskView,
    draft: DecisionDraft,
    problems: tuple[Problem, ...],
) -> HttpResponse:
    controls = _controls(task, draft, problems)
    if _is_pending(case):
        errors = {problem.path: problem.message for problem in problems}
        controls.append(_despite_control(is_ticked=draft.despite, error=errors.get(DESPITE, "")))
    context = {
        **_decision_context(actor, case, task, draft),
        "controls": controls,
        "errors": error_lines(problems, controls),
    }
    return show(request, "decide.html", context, status=422 if problems else 200)


def _controls(task: TaskView, draft: DecisionDraft, problems: tuple[Problem, ...]) -> list[Control]:
    errors = {problem.path: problem.message for problem in problems}
    controls = [
        outcome_control(task.outcomes, draft.outcome, errors.get("ergebnis", "")),
        *step_controls(task.fields, draft.values, problems),
        Control(
            kind="textarea",
            name="gruende",
            label="Begründung",
            hint="Pflicht, wenn Sie etwas ablehnen, auch nur zum Teil. Steht so im Schreiben.",
            value=draft.reasons,
            is_required=False,
            error=errors.get("gruende", ""),
        ),
        Control(
            kind="textarea",
            name="nebenbestimmungen",
            label="Nebenbestimmungen",
            hint="Eine je Zeile, zum Beispiel eine Auflage oder Befristung.",
            value=draft.conditions,
            is_required=False,
            error=errors.get("nebenbestimmungen", ""),
        ),
    ]
    # Text typed before the package changed is never hidden: it would be lost without anybody noticing.
    return controls if task.takes_conditions or draft.conditions else controls[:-1]


def _decision_context(actor: Actor, case: CaseView, task: TaskView, draft: DecisionDraft) -> dict[str, object]:
    today = local_date(platform.now())
    chosen = next((outcome for outcome in task.outcomes if outcome.key == draft.outcome), None)
    return {
        **head_context(case, today=today),
        "item": task_context(actor, task, today=today),
        "task": task,
        "draft": draft,
        "outcome": chosen,
        "is_pending": _is_pending(case),
    }


def _typed_draft(draft: DecisionDraft | None) -> list[tuple[str, str]]:
    if draft is None:
        return []
    return [("Begründung", draft.reasons), ("Nebenbestimmungen", draft.conditions), *draft.values.items()]


def _typed(post: dict[str, str]) -> list[tuple[str, str]]:
    labels = {"gruende": "Begründung", "nebenbestimmungen": "Nebenbestimmungen", "ergebnis": "Entscheidung"}
    return [(labels.get(key, key), str(value)) for key, value in post.items() if key != "csrfmiddlewaretoken"]
