"""Sign in with a citizen account, sign out."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from laufzettel.accounts import api as accounts
from laufzettel.kernel.errors import LaufzettelError, NotFound
from laufzettel.kernel.levels import LEVELS, Level
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.submissions import api as submissions

_DRAFT = re.compile(r"/antrag/(?P<id>[0-9a-f-]{36})/")


@require_safe
def login(request: HttpRequest) -> HttpResponse:
    """Show the ways to sign in."""
    return render(request, "portal/login.html", {"return_to": request.GET.get("weiter", reverse("portal:matters"))})


@require_POST
def start_login(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity provider."""
    address, kept = accounts.start_login(
        accounts.provider_keys()[0],
        callback_url=request.build_absolute_uri(reverse("portal:login_done")),
        return_to=request.POST.get("weiter", reverse("portal:matters")),
        level=_level(request.POST.get("stufe", "low")),
        municipality=session.town_of(request).key,
    )
    session.begin_login(request, kept)
    return redirect(address)


def _level(text: str) -> Level:
    return text if text in LEVELS and text != "none" else "low"


@require_safe
def login_done(request: HttpRequest) -> HttpResponse:
    """Take the browser back from the identity provider; drafts begun before stay theirs."""
    kept = session.take_login(request)
    try:
        info, return_to = accounts.finish_login(params=request.GET.dict(), kept=kept, now=platform.now())
    except LaufzettelError as problem:
        messages.error(request, problem.message)
        return redirect(kept.get("lz_return_to") or reverse("portal:login"))
    guest = session.guest_key(request)
    session.sign_in(request, info)
    if guest:
        _adopt_draft(request, guest, return_to)
    return redirect(return_to)


def _adopt_draft(request: HttpRequest, guest: str, return_to: str) -> None:
    """Take along the draft in which somebody was asked to sign in, and no other: others may be a stranger's."""
    found = _DRAFT.match(return_to)
    if found is None:
        return
    actor = session.actor_of(request)
    try:
        submissions.adopt_draft(actor=actor, draft_id=found["id"], guest_key=guest, now=platform.now())
    except NotFound:
        messages.info(request, "Den Entwurf gibt es nicht mehr.")


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    session.sign_out(request)
    messages.success(request, "Sie sind abgemeldet.")
    return redirect("portal:start")
