"""Stop now and go on later: until when a draft lives, a reminder before that, and a code for another device."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from laufzettel.accounts import api as accounts
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.errors import LaufzettelError, Refused
from laufzettel.look.controls import Control, ErrorLine
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.submissions import api as submissions


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show until when the draft lives; order a reminder or make a code, which is shown this once."""
    actor, now = session.actor_of(request), platform.now()
    draft = submissions.access_draft(actor, draft_id)
    code, error = "", ""
    if "code" in request.POST and actor.kind == "guest":
        code = submissions.make_resume_code(actor=actor, draft_id=draft_id, now=now)
    elif request.method == "POST":
        try:
            submissions.set_reminder(actor=actor, draft_id=draft_id, email=request.POST.get("email", ""), now=now)
        except Refused as refusal:
            error = refusal.message
        else:
            is_wanted = bool(request.POST.get("email", "").strip())
            told = _("Wir erinnern Sie drei Tage vorher.") if is_wanted else _("Sie bekommen keine Erinnerung.")
            messages.success(request, told)
            return redirect("portal:later", draft_id=draft_id)
    control = Control(
        kind="text",
        name="email",
        label=_("E-Mail-Adresse für die Erinnerung"),
        hint=_("Wir verschlüsseln sie, schreiben nur dieses eine Mal und löschen sie mit dem Entwurf."),
        value=request.POST.get("email", ""),
        error=error,
        is_required=False,
        autocomplete="email",
        inputmode="email",
    )
    context = {
        "draft": draft,
        "service": catalogue.get_package(actor.municipality, draft.package_ref).manifest,
        "control": control,
        "errors": [ErrorLine(target="email", message=error)] if error else [],
        "code": code,
        "is_guest": actor.kind == "guest",
    }
    return render(request, "portal/later.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Let a guest go on with a draft from another device."""
    error = ""
    if request.method == "POST":
        try:
            if not request.POST.get("code", "").strip():
                raise Refused(_("Geben Sie den Code ein."))
            actor = session.actor_of(request, begins=True)
            if actor.kind != "guest":
                raise Refused(_("Melden Sie sich zuerst ab: Der Code gehört zu einem Entwurf ohne Konto."))
            draft_id = submissions.resume_draft(
                actor=actor,
                code=request.POST["code"],
                client=accounts.client_address(request),
                now=platform.now(),
            )
        except LaufzettelError as problem:
            error = problem.message
        else:
            return redirect("portal:draft", draft_id=draft_id)
    control = Control(
        kind="text",
        name="code",
        label=_("Code zum Weitermachen"),
        hint=_("20 Zeichen. Groß- und Kleinschreibung ist egal."),
        value=request.POST.get("code", ""),
        error=error,
        autocomplete="off",
    )
    errors = [ErrorLine(target="code", message=error)] if error else []
    return render(request, "portal/resume.html", {"control": control, "errors": errors}, status=422 if error else 200)
