"""Write a note, write to the applicant, hand the case to another unit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from laufzettel.cases import api as cases
from laufzettel.cases.api import CaseView
from laufzettel.desk.conflict import conflict_page
from laufzettel.desk.controls import error_lines
from laufzettel.desk.pages.case import head_context
from laufzettel.desk.session import clerk_page, show
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Conflict, Invalid, NotFound, Problem, Refused
from laufzettel.look.controls import Control, Option
from laufzettel.organisation import api as organisation
from laufzettel.organisation.api import Unit
from laufzettel.platform import api as platform


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_page
def note(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Write a note for the record file."""
    case = _case(actor, reference)
    text = request.POST.get("text", "")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            cases.write_note(reference=case.reference, text=text, actor=actor, now=platform.now())
            messages.success(request, "Der Aktenvermerk ist geschrieben.")
            return redirect("desk:case", reference=case.reference)
        except Invalid as invalid:
            problems = invalid.problems
        except (Refused, NotFound) as problem:
            return conflict_page(request, case, problem, typed=[("Aktenvermerk", text)])
    control = Control(
        kind="textarea",
        name="text",
        label="Aktenvermerk",
        hint="Kommt als Dokument in die Akte und lässt sich nicht mehr ändern.",
        value=text,
        error=problems[0].message if problems else "",
    )
    return _simple_page(request, case, "note.html", [control], problems)


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_page
def message(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Write to the applicant without asking anything."""
    case = _case(actor, reference)
    title, text = request.POST.get("betreff", ""), request.POST.get("text", "")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            cases.send_message(reference=case.reference, title=title, text=text, actor=actor, now=platform.now())
            messages.success(request, "Die Nachricht ist gesendet.")
            return redirect("desk:case", reference=case.reference)
        except Invalid as invalid:
            problems = invalid.problems
        except (Refused, NotFound) as problem:
            return conflict_page(request, case, problem, typed=[("Betreff", title), ("Nachricht", text)])
    return _simple_page(request, case, "message.html", _message_controls(title, text, problems), problems)


def _message_controls(title: str, text: str, problems: tuple[Problem, ...]) -> list[Control]:
    errors = {problem.path: problem.message for problem in problems}
    hint = "Liegt danach im Postfach der antragstellenden Person und in der Akte. Stellen Sie hier keine Frage."
    return [
        Control(kind="text", name="betreff", label="Betreff", value=title, error=errors.get("betreff", "")),
        Control(kind="textarea", name="text", label="Nachricht", hint=hint, value=text, error=errors.get("text", "")),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_page
def forward(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Hand the case to another unit of the town."""
    case = _case(actor, reference)
    units = _others(case)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            name = _hand_over(request, case, actor, units)
            messages.success(request, f"Der Vorgang {case.reference} ist abgegeben an: {name}.")
            return redirect("desk:inbox")
        except Invalid as invalid:
            problems = invalid.problems
        except (Refused, NotFound, Conflict) as problem:
            return conflict_page(request, case, problem, typed=[("Grund", request.POST.get("grund", ""))])
    return _simple_page(request, case, "forward.html", _forward_controls(request, units, problems), problems)


def _others(case: CaseView) -> list[Unit]:
    """Return the other units of the town in which somebody can take a case over."""
    units = (unit for unit in organisation.list_units(case.municipality) if unit.key != case.unit.key)
    return [unit for unit in units if organisation.list_clerks(case.municipality, unit.key)]


def _hand_over(request: HttpRequest, case: CaseView, actor: Actor, units: list[Unit]) -> str:
    chosen = next((unit for unit in units if unit.key == request.POST.get("stelle")), None)
    if chosen is None:
        raise Invalid((Problem("stelle", "Wählen Sie die Stelle."),))
    cases.forward(
        reference=case.reference,
        to_unit=chosen.key,
        reason=request.POST.get("grund", ""),
        actor=actor,
        now=platform.now(),
    )
    return chosen.name


def _forward_controls(request: HttpRequest, units: list[Unit], problems: tuple[Problem, ...]) -> list[Control]:
    errors = {problem.path: problem.message for problem in problems}
    return [
        Control(
            kind="select",
            name="stelle",
            label="Neue Stelle",
            value=request.POST.get("stelle", ""),
            options=tuple(Option(value=unit.key, label=unit.name) for unit in units),
            error=errors.get("stelle", ""),
        ),
        Control(
            kind="textarea",
            name="grund",
            label="Grund",
            hint="Steht als Aktenvermerk in der Akte.",
            value=request.POST.get("grund", ""),
            error=errors.get("grund", ""),
        ),
    ]


def _simple_page(
    request: HttpRequest, case: CaseView, template: str, controls: list[Control], problems: tuple[Problem, ...]
) -> HttpResponse:
    context = {
        **head_context(case, today=local_date(platform.now())),
        "controls": controls,
        "errors": error_lines(problems, controls),
    }
    return show(request, template, context, status=422 if problems else 200)


def _case(actor: Actor, reference: str) -> CaseView:
    return cases.access_case(actor, reference, today=local_date(platform.now()))
