"""Who sits at the desk: the one place that turns a session into a clerk, and keeps typed text between requests."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from laufzettel.accounts import api as accounts
from laufzettel.cases import api as cases
from laufzettel.cases.events import Viewed
from laufzettel.kernel.actor import Actor
from laufzettel.organisation import api as organisation
from laufzettel.organisation.api import Municipality
from laufzettel.platform import api as platform

P = ParamSpec("P")
_SHOWN = (HTTPStatus.OK, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
_DRAFTS, _MOST_DRAFTS = "desk_drafts", 8
_NOBODY_TYPED = frozenset(
    {"csrfmiddlewaretoken", "schritt", "gesehen", "ergebnis", "stelle", "art", "freiwillig", "trotz_rueckfrage"}
)


def town_of(request: HttpRequest) -> Municipality:
    """Return the town of the address that was called."""
    return request.town  # type: ignore[attr-defined,no-any-return]


def clerk_of(request: HttpRequest) -> Actor | None:
    """Return the clerk of this session; None without a fresh second factor, or for a clerk of another town."""
    if not accounts.is_second_factor_done(request, now=platform.now()):
        return None
    clerk = organisation.clerk_of_login(request.user.pk)  # type: ignore[arg-type]
    if clerk is None or clerk.municipality != town_of(request).key:
        return None
    return organisation.actor_of_clerk(clerk)


def clerk_page(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only clerks with a finished second factor in; everybody else signs in first. Pages are never cached.

    A page about a case that was shown is noted for the applicant. Whoever sends a text after the session has ended
    gets it back for copying.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actor = clerk_of(request)
        if actor is None:
            return _to_login(request)
        request.clerk = actor  # type: ignore[attr-defined]
        response = view(request, actor, *args, **kwargs)
        _note_look(actor, kwargs, response)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded  # type: ignore[return-value]


def _note_look(actor: Actor, address: Mapping[str, object], response: HttpResponse) -> None:
    """Note that a page about a case was shown, before anybody sees it; here, because every page comes by here."""
    if "reference" not in address or response.status_code not in _SHOWN:
        return
    is_archive = response.headers.get("Content-Type") == "application/zip"
    what: Viewed = "file" if is_archive else "document" if "document_id" in address else "case"
    cases.note_view(reference=str(address["reference"]), what=what, actor=actor, now=platform.now())


def _to_login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)
    fields = ((key, texts) for key, texts in request.POST.lists() if key not in _NOBODY_TYPED)
    typed = [text for _, texts in fields for text in texts if isinstance(text, str) and text.strip()]
    if typed:
        return show(request, "expired.html", {"typed": typed}, status=403)
    target = request.get_full_path() if request.method == "GET" else reverse("desk:inbox")
    return redirect(f"{reverse('desk:login')}?{urlencode({'weiter': target})}")


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page of the desk with the clerk's name in its head."""
    clerk = getattr(request, "clerk", None)
    return render(request, f"desk/{template}", {"clerk": clerk, **(context or {})}, status=status)


def keep_draft(request: HttpRequest, task_id: int, draft: Mapping[str, Any]) -> None:
    """Keep what a clerk typed for a decision, so that nothing is lost on the way to the preview and back."""
    drafts = {key: kept for key, kept in request.session.get(_DRAFTS, {}).items() if key != str(task_id)}
    newest = list(drafts.items())[-(_MOST_DRAFTS - 1) :]
    request.session[_DRAFTS] = {**dict(newest), str(task_id): dict(draft)}


def kept_draft(request: HttpRequest, task_id: int) -> dict[str, Any] | None:
    """Return what was kept for a task, or None."""
    found: dict[str, Any] | None = request.session.get(_DRAFTS, {}).get(str(task_id))
    return found


def forget_draft(request: HttpRequest, task_id: int) -> None:
    """Forget what was kept for a task that is done."""
    drafts = request.session.get(_DRAFTS, {})
    request.session[_DRAFTS] = {key: kept for key, kept in drafts.items() if key != str(task_id)}
