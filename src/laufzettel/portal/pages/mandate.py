"""Act for somebody else: who it is and why one may, then the form begins."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from laufzettel.accounts import api as accounts
from laufzettel.catalogue import api as catalogue
from laufzettel.engine.forms import FieldDefinition, Unreadable, read_text_answer
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Problem
from laufzettel.kernel.language import say
from laufzettel.look.controls import Control, ErrorLine, Option
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.portal.pages.service import begin_draft
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import Represented

_BAD = date.max
_DAY = FieldDefinition(group="", key="tag", type="date", label="Tag")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for whom and why, then begin a draft of the service for that person."""
    now = platform.now()
    published = catalogue.get_published(session.town_of(request).key, key, local_date(now))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        person = _read(request)
        problems = (*_unread(person), *submissions.represented_problems(_tidy(person), today=local_date(now)))
        if not problems:
            if session.account_of(request):
                _keep(request, person)
            return begin_draft(request, key, submissions.for_person(person))
    controls = tuple(_with_error(control, problems) for control in _controls(request))
    context = {
        "title": _("Für wen stellen Sie den Antrag?"),
        "intro": [
            _("Ihre Angabe steht im Antrag und auf der Eingangsbestätigung. Die zuständige Stelle prüft sie."),
            _("Bei Betreuung und Vollmacht reichen Sie nach dem Absenden einen Nachweis nach."),
            _("Für Ihr Kind brauchen Sie einen Nachweis nur, wenn die Stelle danach fragt."),
        ],
        "controls": controls,
        "button": _("Weiter zum Formular"),
        "back": reverse("portal:begin", args=[published.package.key]),
        "errors": [ErrorLine(target=control.focus_id, message=control.error) for control in controls if control.error],
    }
    return render(request, "portal/account_form.html", context, status=422 if problems else 200)


@require_POST
def revoke(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """End a mandate of the account."""
    if session.account_of(request) is None:
        return redirect("portal:login")
    accounts.revoke_mandate(mandate_id=str(mandate_id), actor=session.actor_of(request), now=platform.now())
    return redirect("portal:account")


def _keep(request: HttpRequest, person: Represented) -> None:
    accounts.add_mandate(
        kind=person.kind,
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        valid_until=person.valid_until,
        actor=session.actor_of(request),
        now=platform.now(),
    )


def _read(request: HttpRequest) -> Represented:
    return Represented(
        kind=request.POST.get("kind", ""),
        given_name=" ".join(request.POST.get("given_name", "").split()),
        family_name=" ".join(request.POST.get("family_name", "").split()),
        birth_date=_date(request, "birth_date"),
        valid_until=_date(request, "valid_until"),
    )


def _date(request: HttpRequest, name: str) -> date | None:
    """Return a date from its three inputs, None when all are empty, and a day that cannot be when they are no date.

    Like in every form, a whole date may stand in the first input.
    """
    parts = [request.POST.get(f"{name}.{part}", "").strip() for part in ("tag", "monat", "jahr")]
    if not any(parts):
        return None
    try:
        found = read_text_answer(_DAY, ".".join(part for part in parts if part))
    except Unreadable:
        return _BAD
    return found if isinstance(found, date) else _BAD


def _tidy(person: Represented) -> Represented:
    return replace(person, valid_until=None) if person.valid_until == _BAD else person


def _unread(person: Represented) -> tuple[Problem, ...]:
    is_bad = person.valid_until == _BAD
    return (Problem("valid_until", _("Dieses Datum gibt es nicht. Prüfen Sie Tag, Monat und Jahr.")),) if is_bad else ()


def _controls(request: HttpRequest) -> tuple[Control, ...]:
    typed = request.POST
    days = {
        name: {part: typed.get(f"{name}.{part}", "") for part in ("tag", "monat", "jahr")}
        for name in ("birth_date", "valid_until")
    }

    def law(kind: str) -> str:
        return say(submissions.KINDS[kind])

    return (
        Control(
            kind="choice",
            name="kind",
            label=_("Warum dürfen Sie für die Person handeln?"),
            value=typed.get("kind", ""),
            options=(
                Option(value="child", label=_("Ich habe die elterliche Sorge für mein Kind"), hint=law("child")),
                Option(value="care", label=_("Das Gericht hat mich als Betreuung bestellt"), hint=law("care")),
                Option(
                    value="power_of_attorney",
                    label=_("Die Person hat mir eine Vollmacht gegeben"),
                    hint=law("power_of_attorney"),
                ),
            ),
        ),
        Control(kind="text", name="given_name", label=_("Vorname der Person"), value=typed.get("given_name", "")),
        Control(
            kind="text", name="family_name", label=_("Familienname der Person"), value=typed.get("family_name", "")
        ),
        Control(kind="date", name="birth_date", label=_("Geburtsdatum der Person"), values=days["birth_date"]),
        Control(
            kind="date",
            name="valid_until",
            label=_("Die Vertretung gilt bis"),
            hint=_("Nur wenn sie ein Ende hat."),
            values=days["valid_until"],
            is_required=False,
        ),
    )


def _with_error(control: Control, problems: tuple[Problem, ...]) -> Control:
    message = next((problem.message for problem in problems if problem.path == control.name), "")
    return replace(control, error=message)
