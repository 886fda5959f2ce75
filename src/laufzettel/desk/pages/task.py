"""Work on a task: take it over, give it back, complete it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from laufzettel.cases import api as cases
from laufzettel.cases.api import CaseView, TaskView
from laufzettel.desk.conflict import conflict_page, find_task
from laufzettel.desk.controls import error_lines
from laufzettel.desk.pages.case import head_context, task_context, task_controls
from laufzettel.desk.session import clerk_page, show
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Conflict, Invalid, NotFound, Problem, Refused
from laufzettel.platform import api as platform


@require_POST
@clerk_page
def assign(request: HttpRequest, actor: Actor, reference: str, task_id: int) -> HttpResponse:
    """Take a task over or give it back to the unit."""
    case = cases.access_case(actor, reference, today=local_date(platform.now()))
    gives_back = request.POST.get("schritt") == "zurueckgeben"
    verb = cases.give_back if gives_back else cases.assign_to_me
    try:
        verb(reference=case.reference, task_id=task_id, actor=actor, now=platform.now())
    except NotFound as gone:
        return conflict_page(request, case, gone)
    said = "Die Aufgabe liegt wieder bei Ihrer Stelle." if gives_back else "Sie haben die Aufgabe übernommen."
    messages.success(request, said)
    return redirect("desk:case", reference=case.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_page
def task(request: HttpRequest, actor: Actor, reference: str, task_id: int) -> HttpResponse:
    """Show one task alone; completing it with something missing leads here, too."""
    today = local_date(platform.now())
    case = cases.access_case(actor, reference, today=today)
    typed = {key: str(value) for key, value in request.POST.items() if key != "csrfmiddlewaretoken"}
    try:
        found = find_task(case, task_id)
        if found.word == "decide":
            return redirect("desk:decide", reference=case.reference, task_id=task_id)
        if request.method == "POST":
            cases.complete_task(
                reference=case.reference, task_id=task_id, values=typed, actor=actor, now=platform.now()
            )
            messages.success(request, f"Erledigt: {found.title}")
            return redirect("desk:case", reference=case.reference)
    except Invalid as invalid:
        return _page(request, actor, case, found, typed, invalid.problems)
    except (NotFound, Conflict, Refused) as problem:
        return conflict_page(request, case, problem, typed=typed.items())
    return _page(request, actor, case, found, typed, ())


def _page(
    request: HttpRequest,
    actor: Actor,
    case: CaseView,
    found: TaskView,
    typed: dict[str, str],
    problems: tuple[Problem, ...],
) -> HttpResponse:
    today = local_date(platform.now())
    controls = task_controls(found, typed, problems)
    context = {
        **head_context(case, today=today),
        "item": {**task_context(actor, found, today=today), "controls": controls},
        "errors": error_lines(problems, controls),
    }
    return show(request, "task.html", context, status=422 if problems else 200)
