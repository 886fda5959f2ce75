"""My data: an archive of everything the town keeps about me, and the end of my account."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.cases import api as cases
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Refused
from laufzettel.look.controls import Control, ErrorLine
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.portal.pages.documents import download
from laufzettel.portal.pages.email_login import sign_in_again
from laufzettel.submissions import api as submissions

P = ParamSpec("P")
_ARCHIVES, _DAY_S = 5, 24 * 3600


def _account_page(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only accounts in, for which these pages are; everybody else signs in first. Pages are never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if session.account_of(request) is None:
            return redirect("portal:login")
        response = view(request, session.actor_of(request), *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded  # type: ignore[return-value]


@require_http_methods(["GET", "HEAD", "POST"])
@_account_page
def my_data(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say what can be had, order an archive, offer the one that lies ready."""
    now = platform.now()
    if request.method == "POST":
        if platform.hit_limit(f"data-export:{actor.key}", limit=_ARCHIVES, per_seconds=_DAY_S, now=now):
            raise Refused(_("Sie haben heute schon mehrere Archive bestellt. Bitte versuchen Sie es morgen wieder."))
        cases.request_data_export(actor=actor, now=now)
        messages.success(request, _("Ihr Archiv ist bestellt."))
        return redirect("portal:my_data")
    return render(request, "portal/my_data.html", {"archive": cases.find_data_export(actor, now=now)})


@require_safe
@_account_page
def archive(request: HttpRequest, actor: Actor, export_id: int) -> HttpResponse:
    """Download an archive while it exists."""
    now = platform.now()
    content = cases.read_data_export(actor, export_id, now=now)
    return download(content, media_type="application/zip", filename=f"Meine_Daten_{local_date(now):%Y-%m-%d}.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@_account_page
def delete_account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Explain what goes and what stays, show the codes of open matters, then delete the account."""
    if not session.is_recent(request):
        return sign_in_again(request)
    now = platform.now()
    error = ""
    if request.method == "POST":
        if request.POST.get("verstanden") == "ja":
            try:
                cases.close_account(actor=actor, now=now)
            except Refused as refused:
                messages.error(request, refused.message)
                return redirect("portal:my_data")
            cases.delete_data_exports(now=now, account_id=actor.key)
            session.sign_out(request)
            messages.success(request, _("Ihr Konto ist gelöscht."))
            return redirect("portal:start")
        error = _("Bestätigen Sie, dass Sie Ihr Konto löschen möchten.")
    matters = cases.open_matters(actor)
    codes = submissions.codes_after_account(actor, [reference for reference, _title in matters])
    control = Control(
        kind="check",
        name="verstanden",
        label=_("Ich habe die Zugangscodes notiert und möchte mein Konto löschen.")
        if matters
        else _("Ich möchte mein Konto löschen."),
        error=error,
    )
    context = {
        "matters": [(title, reference, codes[reference]) for reference, title in matters],
        "control": control,
        "errors": [ErrorLine(target=control.focus_id, message=error)] if error else [],
    }
    return render(request, "portal/delete_account.html", context, status=422 if error else 200)
