"""Write to the office about a matter, and take its days into a calendar."""

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.cases import api as cases
from laufzettel.cases.api import OwnCaseView
from laufzettel.kernel.calendars import CalendarDay, calendar_file
from laufzettel.kernel.errors import Invalid, Problem, Refused
from laufzettel.look.controls import Control, ErrorLine, Option
from laufzettel.platform import api as platform
from laufzettel.portal.pages.documents import download
from laufzettel.portal.pages.matter import own_case, owner_of

# So many letters about one matter a day; more is not a conversation.
_LETTERS, _DAY_S = 20, 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to the office: a question, or data that have changed."""
    case = own_case(request, reference)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            _send(request, case)
        except Invalid as invalid:
            problems = invalid.problems
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("portal:matter", reference=case.reference)
        else:
            messages.success(request, _("Ihre Nachricht ist angekommen."))
            return redirect("portal:matter", reference=case.reference)
    controls = _controls(request, problems)
    by_name = {control.name: control for control in controls}
    errors = [ErrorLine(target=by_name[problem.path].focus_id, message=problem.message) for problem in problems]
    context = {"case": case, "controls": controls, "errors": errors}
    return render(request, "portal/write.html", context, status=422 if problems else 200)


def _send(request: HttpRequest, case: OwnCaseView) -> None:
    now = platform.now()
    if platform.hit_limit(f"letters:{case.subject}", limit=_LETTERS, per_seconds=_DAY_S, now=now):
        raise Refused(_("Das waren heute sehr viele Nachrichten. Bitte schreiben Sie morgen wieder oder rufen Sie an."))
    cases.write_to_office(
        reference=case.reference,
        topic=request.POST.get("anlass", ""),
        text=request.POST.get("text", ""),
        actor=owner_of(request, case.reference),
        now=now,
    )


def _controls(request: HttpRequest, problems: tuple[Problem, ...]) -> list[Control]:
    errors = {problem.path: problem.message for problem in problems}
    typed = request.POST if request.method == "POST" else request.GET
    return [
        Control(
            kind="choice",
            name="anlass",
            label=_("Worum geht es?"),
            value=typed.get("anlass", ""),
            options=(
                Option(value="question", label=_("Ich habe eine Frage")),
                Option(
                    value="change",
                    label=_("Meine Daten haben sich geändert"),
                    hint=_("Zum Beispiel Adresse, Name oder Bankverbindung"),
                ),
            ),
            error=errors.get("anlass", ""),
        ),
        Control(
            kind="textarea",
            name="text",
            label=_("Ihre Nachricht"),
            hint=_("Was Sie abgesendet haben, bleibt unverändert. Ihre Nachricht kommt dazu."),
            value=typed.get("text", ""),
            error=errors.get("text", ""),
        ),
    ]


@require_safe
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """Download the days of a matter for a calendar; without a word about what it is about."""
    case = own_case(request, reference)
    address = request.build_absolute_uri(reverse("portal:matter", args=[case.reference]))
    days = [
        CalendarDay(uid=f"{kind}-{case.reference}@{request.get_host()}", day=day, title=title, url=address)
        for kind, day, title in _days(case)
    ]
    content = calendar_file(days, name=_("Vorgang {reference}").format(reference=case.reference), now=platform.now())
    return download(content, media_type="text/calendar; charset=utf-8", filename=f"Termine_{case.reference}.ics")


def _days(case: OwnCaseView) -> Iterator[tuple[str, date, str]]:
    if case.state != "open":
        return
    for query in case.queries:
        if query.state == "open":
            yield f"frage-{query.id}", query.due_on, _titled(_("Frage der Stadt beantworten"), case)
    for task in case.tasks:
        yield f"aufgabe-{task.id}", task.due_on, _titled(_("Der Stadt antworten"), case)
    if case.claim and case.claim.may_begin:
        yield "zahlung", case.claim.due_on, _titled(_("Gebühr bezahlen"), case)
    if case.decision_expected_on:
        yield "entscheidung", case.decision_expected_on, _titled(_("Entscheidung der Stadt spätestens heute"), case)


def _titled(what: str, case: OwnCaseView) -> str:
    return f"{what} ({case.reference})"
