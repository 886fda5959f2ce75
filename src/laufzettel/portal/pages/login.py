"""Sign in at an identity provider, see what it told us, sign out."""

import re
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from laufzettel.accounts import api as accounts
from laufzettel.accounts.api import AccountInfo
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import say_day
from laufzettel.kernel.errors import LaufzettelError, NotFound
from laufzettel.kernel.levels import LEVELS, Level, level_name
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.submissions import api as submissions

_DRAFT = re.compile(r"/antrag/(?P<id>[0-9a-f-]{36})/")
_BEGIN = re.compile(r"/leistungen/[a-z0-9-]+/beginnen/")


@require_safe
def login(request: HttpRequest) -> HttpResponse:
    """Show the ways to sign in."""
    return_to = accounts.safe_return(request.GET.get("weiter", reverse("portal:matters")))
    context = {"return_to": return_to, "needed": "low", "offers": accounts.offers("low")}
    return render(request, "portal/login.html", context)


@require_POST
def start_login(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity provider."""
    key = request.POST.get("anbieter") or accounts.provider_keys()[0]
    address, kept = accounts.start_login(
        key,
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
    """Take the browser back from the identity provider."""
    kept = session.take_login(request)
    try:
        info, return_to = accounts.finish_login(params=request.GET.dict(), kept=kept, now=platform.now())
    except LaufzettelError as problem:
        messages.error(request, problem.message)
        return redirect(kept.get("lz_return_to") or reverse("portal:login"))
    return arrive(request, info, return_to)


def arrive(request: HttpRequest, info: AccountInfo, return_to: str) -> HttpResponse:
    """Make the session the account's and go on; the draft in which somebody was asked to sign in comes along."""
    before = session.actor_of(request)
    session.sign_in(request, info)
    draft = _DRAFT.match(return_to)
    if draft:
        _take_along(request, before, draft["id"])
    if draft or _BEGIN.fullmatch(return_to):
        return redirect(f"{reverse('portal:login_data')}?{urlencode({'weiter': return_to})}")
    return redirect(return_to)


def _take_along(request: HttpRequest, before: Actor, draft_id: str) -> None:
    """Take along one draft and no other: the others of this browser may be a stranger's."""
    actor, now = session.actor_of(request), platform.now()
    if before.key and (before.kind, before.key) != (actor.kind, actor.key):
        # Not theirs may mean that it is the account's already.
        with suppress(NotFound):
            submissions.adopt_draft(actor=actor, draft_id=draft_id, before=before, now=now)
    try:
        submissions.fill_in_known(actor=actor, draft_id=draft_id, now=now)
    except NotFound:
        messages.info(request, _("Den Entwurf gibt es nicht mehr."))


@never_cache
@require_safe
def login_data(request: HttpRequest) -> HttpResponse:
    """Show what the account told us, and what of it can be changed where."""
    return_to = accounts.safe_return(request.GET.get("weiter", "/"))
    info = session.account_of(request)
    if info is None:
        return redirect(return_to)
    context = {
        "account": info,
        "rows": _rows(info),
        "level": level_name(info.level),
        "return_to": return_to,
        "has_draft": bool(_DRAFT.match(return_to)),
    }
    return render(request, "portal/login_data.html", context)


def _rows(info: AccountInfo) -> list[tuple[str, str]]:
    street = f"{info.address.strasse} {info.address.hausnummer}".strip()
    place = f"{info.address.plz} {info.address.ort}".strip()
    found = [
        (_("Vorname"), info.given_name),
        (_("Familienname"), info.family_name),
        (_("Geburtsdatum"), say_day(info.birth_date) if info.birth_date else ""),
        (_("Anschrift"), ", ".join(part for part in (street, place) if part)),
        (_("E-Mail-Adresse"), info.email),
    ]
    return [row for row in found if row[1]]


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    session.sign_out(request)
    messages.success(request, _("Sie sind abgemeldet."))
    return redirect("portal:start")
