"""How long things last: the login of this browser, and drafts that somebody wants gone at once."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.submissions import api as submissions


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_left(request: HttpRequest) -> HttpResponse:
    """Say in how many seconds the login ends; sent as a form, it is a sign of life and begins the pause anew."""
    left = session.seconds_left(request, stays=request.method == "POST")
    if request.method == "POST" and "application/json" not in request.headers.get("Accept", ""):
        return redirect("portal:matters")
    return JsonResponse({"left": left})


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Delete every open draft of the person in front of the screen; a guest's browser forgets everything else too."""
    # Drafts of a company stay: others are working on them too.
    actor = replace(session.actor_of(request), reads=frozenset(), applies=frozenset())
    drafts = submissions.list_drafts(actor)
    if request.method != "POST":
        return render(request, "portal/forget.html", {"count": len(drafts), "is_guest": actor.kind == "guest"})
    for draft in drafts:
        submissions.delete_draft(actor=actor, draft_id=draft.id, now=platform.now())
    if actor.kind == "guest":
        session.sign_out(request)
    messages.success(request, _("Ihre Entwürfe sind gelöscht."))
    return redirect("portal:start")
