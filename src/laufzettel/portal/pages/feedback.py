"""Tell the town what is wrong with a page: from every page, without a login, without a name."""

import re
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laufzettel.accounts import api as accounts
from laufzettel.kernel.errors import LaufzettelError
from laufzettel.look.controls import Control, ErrorLine, Option
from laufzettel.messaging.api import Feedback, give_feedback
from laufzettel.platform import api as platform
from laufzettel.portal.session import town_of

_VARIABLE = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
_HARMLESS = ("key", "page_key", "slug")


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Show the form and pass on what was written; the page it is about comes from where the link was pressed."""
    error = ""
    if request.method == "POST":
        try:
            give_feedback(
                Feedback(
                    text=request.POST.get("text", ""),
                    page=request.POST.get("seite", ""),
                    is_barrier=request.POST.get("worum") == "barriere",
                    reply_to=request.POST.get("email", ""),
                ),
                municipality=town_of(request).key,
                client=accounts.client_address(request),
                now=platform.now(),
            )
        except LaufzettelError as problem:
            error = problem.message
        else:
            messages.success(request, _("Danke. Ihre Rückmeldung ist bei uns angekommen."))
            return redirect("portal:accessibility" if request.POST.get("worum") == "barriere" else "portal:start")
    context = {
        "controls": _controls(request),
        "page": request.POST.get("seite", "") or _where_from(request),
        "errors": [ErrorLine(target="text", message=error)] if error else [],
    }
    return render(request, "portal/feedback.html", context, status=422 if error else 200)


def _where_from(request: HttpRequest) -> str:
    """Say which page was there before, without what leads to a person: no query, no reference, no draft."""
    try:
        found = resolve(urlsplit(request.headers.get("Referer", "")).path)
    except Resolver404:
        return ""
    told = {name: str(value) if name in _HARMLESS else "…" for name, value in found.kwargs.items()}
    return "/" + _VARIABLE.sub(lambda part: told.get(part["name"], "…"), found.route)


def _controls(request: HttpRequest) -> tuple[Control, ...]:
    options = (
        Option(value="barriere", label=_("Ich bin auf eine Barriere gestoßen")),
        Option(value="anderes", label=_("Etwas anderes")),
    )
    return (
        Control(
            kind="choice",
            name="worum",
            label=_("Worum geht es?"),
            options=options,
            value=request.POST.get("worum", "barriere"),
        ),
        Control(
            kind="textarea",
            name="text",
            label=_("Was ist Ihnen aufgefallen?"),
            hint=_("Bitte schreiben Sie keine persönlichen Daten über andere hinein."),
            value=request.POST.get("text", ""),
        ),
        Control(
            kind="text",
            name="email",
            label=_("E-Mail-Adresse"),
            hint=_("Nur wenn Sie eine Antwort möchten."),
            value=request.POST.get("email", ""),
            is_required=False,
            autocomplete="email",
            inputmode="email",
        ),
    )
