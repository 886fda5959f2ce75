"""A second person signs: the applicant invites, the person reads, agrees or declines."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from laufzettel.accounts import api as accounts
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Invalid, LaufzettelError, NotFound, Refused
from laufzettel.kernel.levels import at_least, level_name
from laufzettel.look.controls import Control, ErrorLine
from laufzettel.platform import api as platform
from laufzettel.portal.computed import shown_at_the_end
from laufzettel.portal.drafting import Drafting
from laufzettel.portal.pages.check import sections
from laufzettel.portal.session import actor_of, town_of
from laufzettel.submissions import api as submissions

# So many links one address may try, and so many mails one draft and one address may cause, within an hour.
_TRIES, _MAILS, _MAILS_PER_ADDRESS, _HOUR_S = 60, 10, 30, 3600


@require_POST
def ask(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Invite a second person, take that back, or leave the signature to paper."""
    actor, now = actor_of(request), platform.now()
    path, what = request.POST.get("wer", ""), request.POST.get("was", "")
    try:
        if what == "papier":
            submissions.sign_on_paper(actor=actor, draft_id=draft_id, path=path, now=now)
            messages.success(request, _("Diese Unterschrift reichen Sie auf Papier nach."))
        elif what == "zurueck":
            submissions.withdraw_invitation(actor=actor, draft_id=draft_id, path=path, now=now)
            messages.success(request, _("Die Einladung gilt nicht mehr."))
        else:
            _invite(request, actor, draft_id, path)
            messages.success(request, _("Die Einladung ist verschickt."))
    except Invalid:
        messages.error(request, _("Bitte ergänzen Sie zuerst, was noch fehlt."))
    except NotFound:
        raise
    except LaufzettelError as problem:
        messages.error(request, problem.message)
    return redirect("portal:check", draft_id=draft_id)


def _invite(request: HttpRequest, actor: Actor, draft_id: str, path: str) -> None:
    now = platform.now()
    submissions.access_draft(actor, draft_id)
    address = accounts.client_address(request)
    limits = ((f"co-sign-mails:{draft_id}", _MAILS), (f"co-sign-mails:{address}", _MAILS_PER_ADDRESS))
    hits = [platform.hit_limit(key, limit=limit, per_seconds=_HOUR_S, now=now) for key, limit in limits]
    if any(hits):
        raise Refused(_("Das waren zu viele Einladungen. Bitte warten Sie eine Stunde."))
    link = request.build_absolute_uri(reverse("portal:co_sign", args=["TOKEN"]))
    submissions.invite_co_signer(actor=actor, draft_id=draft_id, path=path, link=link, now=now)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def co_sign(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a second person is asked to sign, or take their answer; nothing happens before they press a button."""
    now = platform.now()
    key = f"co-sign:{accounts.client_address(request)}"
    if platform.hit_limit(key, limit=_TRIES, per_seconds=_HOUR_S, now=now):
        raise Refused(_("Das waren zu viele Versuche. Bitte warten Sie eine Stunde."))
    signer = actor_of(request)
    shown = submissions.shown_to_co_signer(token, municipality=town_of(request).key, now=now)
    errors: dict[str, str] = {}
    if request.method == "POST":
        agrees = request.POST.get("antwort") == "ja"
        if agrees and request.POST.get("gelesen") != "ja":
            errors = {"gelesen": _("Bestätigen Sie, dass Sie alles gelesen haben.")}
        else:
            try:
                submissions.co_sign(
                    actor=signer,
                    token=token,
                    agrees=agrees,
                    reason=request.POST.get("grund", ""),
                    portal=request.build_absolute_uri(reverse("portal:matters")),
                    now=now,
                )
            except Invalid as invalid:
                errors = {problem.path: problem.message for problem in invalid.problems}
            except Refused as refused:
                errors = {"gelesen": refused.message}
            else:
                return render(request, "portal/co_signed.html", {"agrees": agrees})
    return _page(request, shown, signer, errors)


def _page(
    request: HttpRequest, shown: submissions.ShownToCoSigner, signer: Actor, errors: dict[str, str]
) -> HttpResponse:
    package = catalogue.get_package(shown.draft.municipality, shown.draft.package_ref)
    drafting = Drafting(
        actor=signer, draft=shown.draft, package=package, account=shown.account, client="", now=platform.now()
    )
    state = drafting.state()
    needed = package.manifest.level_of_assurance
    here = reverse("portal:co_sign", args=[request.resolver_match.kwargs["token"]])  # type: ignore[union-attr]
    controls: dict[str, Any] = {
        "agree": Control(
            kind="check",
            name="gelesen",
            label=_("Ich habe alles gelesen und stimme zu."),
            error=errors.get("gelesen", ""),
        ),
        "reason": Control(
            kind="textarea",
            name="grund",
            label=_("Warum unterschreiben Sie nicht?"),
            hint=_("Die Person, die Sie eingeladen hat, liest das."),
            value=request.POST.get("grund", ""),
            error=errors.get("grund", ""),
        ),
    }
    context = {
        "service": package.manifest,
        "name": shown.name,
        "acting": submissions.acting_rows(shown.draft.acting),
        "sections": sections(drafting, state),
        "computed": shown_at_the_end(drafting, state),
        "has_examples": drafting.has_examples,
        "declarations": state.declarations,
        "is_enough": at_least(have=signer.level, need=needed),
        "level": level_name(needed),
        "login_url": f"{reverse('portal:login')}?{urlencode({'weiter': here})}",
        "errors": [ErrorLine(target=path, message=message) for path, message in errors.items()],
        **controls,
    }
    return render(request, "portal/co_sign.html", context, status=422 if errors else 200)
