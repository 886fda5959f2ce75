"""Companies of an account: found one, invite members, give roles, leave, accept an invitation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from laufzettel.accounts import api as accounts
from laufzettel.kernel.errors import LaufzettelError, NotFound
from laufzettel.kernel.language import say
from laufzettel.look.controls import Control, ErrorLine, Option
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.portal.pages.email_login import sign_in_again


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Make a new company."""
    if session.account_of(request) is None:
        return sign_in_again(request)
    name, number, problem = request.POST.get("name", ""), request.POST.get("registernummer", ""), ""
    if request.method == "POST":
        actor = session.actor_of(request)
        try:
            told = accounts.found_company(name=name, register_number=number, actor=actor, now=platform.now())
        except LaufzettelError as refused:
            problem = refused.message
        else:
            return redirect("portal:company", company_id=told.subject.removeprefix("company:"))
    context = {
        "title": _("Organisation anlegen"),
        "intro": [
            _("Für Firmen, Vereine und andere Organisationen. Sie verwalten sie und können andere einladen."),
            _("Wir prüfen diese Angaben nicht. Die zuständige Stelle sieht, dass sie von Ihnen stammen."),
        ],
        "controls": (
            Control(
                kind="text",
                name="name",
                label=_("Name der Organisation"),
                value=name,
                autocomplete="organization",
                error=problem,
            ),
            Control(
                kind="text",
                name="registernummer",
                label=_("Registernummer"),
                hint=_("Zum Beispiel HRB 12345, Amtsgericht Beispielort."),
                value=number,
                is_required=False,
            ),
        ),
        "button": _("Organisation anlegen"),
        "back": reverse("portal:account"),
        "errors": [ErrorLine(target="name", message=problem)] if problem else [],
    }
    return render(request, "portal/account_form.html", context, status=422 if problem else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Show a company with its members; whoever manages it invites others here."""
    if session.account_of(request) is None:
        return sign_in_again(request)
    actor, problem = session.actor_of(request), ""
    shown = accounts.access_company(actor, str(company_id))
    if request.method == "POST":
        try:
            accounts.invite(
                company_id=shown.id,
                email=request.POST.get("email", ""),
                role=request.POST.get("rolle", ""),
                join_url=request.build_absolute_uri("/einladung/"),
                actor=actor,
                now=platform.now(),
            )
        except LaufzettelError as refused:
            problem = refused.message
        else:
            messages.success(request, _("Die Einladung ist verschickt. Sie gilt 7 Tage."))
            return redirect("portal:company", company_id=shown.id)
    roles = tuple(Option(value=key, label=say(words)) for key, words in accounts.ROLES.items())
    context = {
        "company": shown,
        "members": accounts.list_members(actor, shown.id),
        "manages": shown.role == "manage",
        "roles": roles,
        "controls": (
            Control(
                kind="text",
                name="email",
                label=_("E-Mail-Adresse"),
                type="email",
                value=request.POST.get("email", ""),
                error=problem,
            ),
            Control(
                kind="choice", name="rolle", label=_("Rolle"), options=roles, value=request.POST.get("rolle", "read")
            ),
        ),
        "errors": [ErrorLine(target="email", message=problem)] if problem else [],
    }
    return render(request, "portal/company.html", context, status=422 if problem else 200)


@require_POST
def member(request: HttpRequest, company_id: UUID, member_id: int) -> HttpResponse:
    """Give a member another role or end the membership."""
    if session.account_of(request) is None:
        return redirect("portal:login")
    actor, now = session.actor_of(request), platform.now()
    try:
        if "entfernen" in request.POST:
            accounts.remove_member(company_id=str(company_id), member_id=member_id, actor=actor, now=now)
            messages.success(request, _("Die Mitgliedschaft ist beendet."))
        else:
            role = request.POST.get("rolle", "")
            accounts.set_role(company_id=str(company_id), member_id=member_id, role=role, actor=actor, now=now)
            messages.success(request, _("Die Rolle ist geändert."))
        accounts.access_company(actor, str(company_id))
    except NotFound:
        return redirect("portal:account")
    except LaufzettelError as refused:
        messages.error(request, refused.message)
    return redirect("portal:company", company_id=company_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say where an invitation leads, and let an account accept it."""
    name = accounts.find_invitation(token, platform.now())
    if not name:
        raise NotFound(_("Diese Einladung gilt nicht mehr. Lassen Sie sich eine neue schicken."))
    if session.account_of(request) is None:
        messages.info(request, _("Melden Sie sich an, um die Einladung anzunehmen."))
        return sign_in_again(request)
    if request.method == "POST":
        told = accounts.join_company(token=token, actor=session.actor_of(request), now=platform.now())
        messages.success(request, _("Sie gehören jetzt zu „%(name)s“.") % {"name": name})
        return redirect("portal:company", company_id=told.subject.removeprefix("company:"))
    context = {
        "title": _("Einladung annehmen"),
        "intro": [_("Sie sind eingeladen zu „%(name)s“.") % {"name": name}],
        "button": _("Einladung annehmen"),
    }
    return render(request, "portal/account_form.html", context)
