"""A matter after sending: confirmation, course, questions, evidence, withdrawal, documents."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.cases import api as cases
from laufzettel.cases.api import OwnCaseView, QueryView, TaskView
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.kernel.errors import Invalid, LaufzettelError, NotFound, Problem, Refused
from laufzettel.look.controls import Control, ErrorLine, Upload
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.portal.controls import yes_no
from laufzettel.portal.durations import duration_lines, outlook
from laufzettel.portal.uploads import content_of
from laufzettel.submissions import api as submissions


def owner_of(request: HttpRequest, reference: str) -> Actor:
    """Return as whom this session may see a matter; raises `NotFound` when it is not theirs."""
    for actor in session.actors_for(request, reference):
        try:
            submissions.access_submission(actor, reference)
        except NotFound:
            continue
        return actor
    raise NotFound(_("Diesen Vorgang gibt es nicht, oder er gehört zu einem anderen Konto."))


def own_case(request: HttpRequest, reference: str) -> OwnCaseView:
    """Return the matter of the person in front of the screen; raises `NotFound`."""
    return cases.access_own_case(owner_of(request, reference), reference, today=local_date(platform.now()))


@never_cache
@require_safe
def received(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm that the application arrived; this page stays for good."""
    actor = owner_of(request, reference)
    submission = submissions.access_submission(actor, reference)
    return render(
        request,
        "portal/received.html",
        {
            "case": own_case(request, reference),
            "submission": submission,
            "copy": submissions.find_copy(actor, reference),
            "access_code": submissions.take_access_code(actor, reference),
        },
    )


@require_safe
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    """Show where a matter stands and what happens next."""
    case, now = own_case(request, reference), platform.now()
    return render(
        request,
        "portal/matter.html",
        {
            "case": case,
            "missing": case.evidence_to_come,
            "has_unopened": any(notice.retrieved_at is None for notice in case.notices),
            **(_expected(case, now) if case.decision_expected_on else {}),
        },
    )


def _expected(case: OwnCaseView, now: datetime) -> dict[str, object]:
    """Return what the page says about how long it will take."""
    measured = cases.durations(case.municipality, case.service_key, now)
    return {
        "duration_lines": duration_lines(measured, target=case.target),
        "outlook": outlook(measured, since=local_date(case.opened_at), today=local_date(now)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask once more, then take the application back."""
    actor = owner_of(request, reference)
    case = own_case(request, reference)
    if request.method == "POST":
        try:
            cases.withdraw(
                reference=case.reference, reason=request.POST.get("grund", ""), actor=actor, now=platform.now()
            )
            messages.success(request, _("Sie haben {what} zurückgenommen.").format(what=case.noun.yours_acting_on))
        except LaufzettelError as problem:
            messages.error(request, problem.message)
        return redirect("portal:matter", reference=case.reference)
    effect = cases.withdrawal_effect(actor, case.reference)
    return render(request, "portal/withdraw.html", {"case": case, "effect": effect})


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand in something later."""
    actor = owner_of(request, reference)
    case = own_case(request, reference)
    error = ""
    if request.method == "POST":
        asked_for = {path for path, _ in case.evidence_to_come}
        path = request.POST.get("wofuer", "")
        error = _take_files(request, actor, case.reference, names={"datei": path if path in asked_for else "nachweis"})
        if not error and request.FILES:
            messages.success(request, _("Ihre Datei ist angekommen."))
            return redirect("portal:matter", reference=case.reference)
        error = error or _("Wählen Sie eine Datei aus.")
    control = Control(kind="file", name="datei", label=_("Datei"), hint=_("Möglich: PDF, JPG, PNG."), error=error)
    missing = case.evidence_to_come
    context = {
        "case": case,
        "missing": missing,
        "control": control,
        "errors": [ErrorLine(target="datei", message=error)] if error else [],
    }
    return render(request, "portal/evidence.html", context, status=422 if error else 200)


def _take_files(request: HttpRequest, actor: Actor, reference: str, *, names: dict[str, str]) -> str:
    for name, path in names.items():
        for upload in request.FILES.getlist(name):
            try:
                cases.add_evidence(
                    reference=reference,
                    path=path,
                    filename=upload.name or "",
                    content=content_of(upload),
                    actor=actor,
                    now=platform.now(),
                )
            except Refused as refusal:
                return refusal.message
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, reference: str, query_id: int) -> HttpResponse:
    """Answer a question of the office."""
    actor = owner_of(request, reference)
    case = own_case(request, reference)
    query = next((one for one in case.queries if one.id == query_id and one.state == "open"), None)
    if query is None:
        raise NotFound(_("Diese Frage ist nicht mehr offen."))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        names = {f"datei.{item['key']}": cases.file_path(query.id, item["key"]) for item in query.items}
        refused = _take_files(request, actor, case.reference, names=names)
        try:
            if not refused:
                values = {str(item["key"]): request.POST.get(str(item["key"]) or "antwort", "") for item in query.items}
                is_part = "teil" in request.POST
                cases.answer_query(
                    reference=case.reference,
                    query_id=query.id,
                    values=values,
                    actor=actor,
                    now=platform.now(),
                    is_part=is_part,
                )
                messages.success(request, _thanks(query, is_part=is_part))
                return redirect("portal:matter", reference=case.reference)
            problems = (Problem("", refused),)
        except Invalid as invalid:
            problems = invalid.problems
    return _answer_page(request, case, query, _query_controls(request, query, problems), problems)


def _thanks(query: QueryView, *, is_part: bool) -> str:
    if not is_part:
        return _("Vielen Dank, Ihre Antwort ist angekommen.")
    text = _("Dieser Teil Ihrer Antwort ist angekommen. Den Rest brauchen wir bis zum {day}.")
    return text.format(day=format_de(query.due_on))


def _given_before(query: QueryView, key: str) -> str:
    """Return what was answered in part, as a person would type it."""
    value = query.answer.get(key)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    is_day = any(item["type"] == "date" for item in query.items if item["key"] == key)
    return format_de(date.fromisoformat(value)) if value and is_day else str(value or "")


def _query_controls(request: HttpRequest, query: QueryView, problems: tuple[Problem, ...]) -> list[Control]:
    return [
        _control(
            name=(f"datei.{item['key']}" if item["type"] == "file" else str(item["key"])) or "antwort",
            kind=str(item["type"]),
            label=str(item["label"]),
            is_required=bool(item["required"]),
            value=request.POST.get(str(item["key"]) or "antwort", _given_before(query, str(item["key"]))),
            files=query.files.get(str(item["key"]), ()),
            error=next((problem.message for problem in problems if problem.path == str(item["key"])), ""),
        )
        for item in query.items
    ]


def _control(
    *,
    name: str,
    kind: str,
    label: str,
    is_required: bool,
    value: str,
    error: str,
    hint: str = "",
    files: Sequence[str] = (),
) -> Control:
    shapes = {"text": "textarea", "boolean": "choice", "file": "file", "choice": "choice"}
    return Control(
        kind=shapes.get(kind, "text"),  # type: ignore[arg-type]
        name=name,
        label=label,
        value=value,
        options=yes_no() if kind == "boolean" else (),
        uploads=tuple(Upload(id=title, name=title, size="") for title in files),
        hint=hint or (_("Zum Beispiel 21.11.2026") if kind == "date" else ""),
        is_required=is_required,
        error=error,
    )


def _answer_page(
    request: HttpRequest,
    case: OwnCaseView,
    asked: QueryView | TaskView,
    controls: list[Control],
    problems: tuple[Problem, ...],
) -> HttpResponse:
    names = {control.name.removeprefix("datei."): control for control in controls}
    errors = [
        ErrorLine(
            target=names[problem.path].focus_id if problem.path in names else "",
            message=problem.message,
        )
        for problem in problems
    ]
    context = {"case": case, "asked": asked, "controls": controls, "errors": errors}
    return render(request, "portal/question.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, reference: str, task_id: int) -> HttpResponse:
    """Do what the process asks the applicant for."""
    actor = owner_of(request, reference)
    case = own_case(request, reference)
    asked = next((one for one in case.tasks if one.id == task_id), None)
    if asked is None:
        raise NotFound(_("Diese Aufgabe ist nicht mehr offen."))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        refused = _take_files(request, actor, case.reference, names={f"datei.{path}": path for path, _ in asked.asked})
        try:
            if not refused:
                keys = ["nachricht", *(field.key for field in asked.fields)]
                values = {key: request.POST.get(key, "") for key in keys}
                cases.answer_task(
                    reference=case.reference, task_id=task_id, values=values, actor=actor, now=platform.now()
                )
                messages.success(request, _("Vielen Dank, Ihre Antwort ist angekommen."))
                return redirect("portal:matter", reference=case.reference)
            problems = (Problem("", refused),)
        except Invalid as invalid:
            problems = invalid.problems
    return _answer_page(request, case, asked, _task_controls(request, asked, problems), problems)


def _task_controls(request: HttpRequest, asked: TaskView, problems: tuple[Problem, ...]) -> list[Control]:
    errors = {problem.path: problem.message for problem in problems}
    files = [
        _control(
            name=f"datei.{path}", kind="file", label=definition.label, hint=definition.hint, is_required=True, value="",
            error=errors.get(path, ""),
        )
        for path, definition in asked.asked
        if definition.type == "file"
    ]  # fmt: skip
    return files + [
        _control(
            name=field.key, kind=field.type, label=field.label, hint=field.hint, is_required=field.required,
            value=request.POST.get(field.key, ""), error=errors.get(field.key, ""),
        )
        for field in asked.fields
    ] + [
        _control(
            name="nachricht", kind="text", label=_("Nachricht"), is_required=False,
            hint=_("Können Sie etwas nicht einreichen? Schreiben Sie uns, warum."),
            value=request.POST.get("nachricht", ""), error=errors.get("nachricht", ""),
        )
    ]  # fmt: skip
