"""My account: ways to sign in, codes on paper, sign out everywhere."""

import secrets
from base64 import b32encode
from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laufzettel.accounts import api as accounts
from laufzettel.accounts.api import AccountInfo
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import LaufzettelError, Refused
from laufzettel.kernel.language import say
from laufzettel.kernel.levels import level_name
from laufzettel.look.controls import Control, ErrorLine
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.portal.pages.email_login import origin_of, sign_in_again
from laufzettel.submissions import api as submissions

_SECRET, _CHALLENGE = "neue_app", "neuer_passkey"
Page = Callable[..., HttpResponse]


def for_fresh_email_account(page: Page) -> Page:
    """Let only e-mail accounts in that signed in a short while ago: these pages change how one signs in."""

    @never_cache
    @wraps(page)
    def guarded(request: HttpRequest, **given: object) -> HttpResponse:
        info = session.account_of(request)
        if info is None or not session.is_recent(request):
            return sign_in_again(request)
        return page(request, **given) if info.is_by_email else redirect("portal:account")

    return guarded


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show who is signed in how, and everything that can be changed."""
    info = session.account_of(request)
    if info is None:
        return sign_in_again(request)
    context = {
        "account": info,
        "level": level_name(info.level) if info.level != "none" else _("noch keines"),
        "methods": accounts.list_methods(info.id),
        "paper_codes": accounts.count_paper_codes(info.id),
        "companies": [(one, say(accounts.ROLES[one.role])) for one in accounts.list_companies(info.id)],
        "mandates": [
            (one, say(submissions.KINDS[one.kind]))
            for one in accounts.list_mandates(info.id, today=local_date(platform.now()))
        ],
    }
    return render(request, "portal/account.html", context)


@for_fresh_email_account
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Set up an app that shows codes; this way works without JavaScript."""
    info = _account(request)
    secret = _new_secret(request, info)
    problem = ""
    if request.method == "POST":
        code = request.POST.get("code", "")
        try:
            accounts.add_app(secret=secret, code=code, actor=session.actor_of(request), now=platform.now())
        except LaufzettelError as refused:
            problem = refused.message
        else:
            del request.session[_SECRET]
            return _added(request, info, _("Ihre App ist eingerichtet."))
    label = quote(f"{session.town_of(request).name}:{info.email}")
    issuer = quote(session.town_of(request).name)
    qr = segno.make(f"otpauth://totp/{label}?secret={secret}&issuer={issuer}", error="m")
    context = {
        "title": _("App einrichten"),
        "intro": [_("Lesen Sie den QR-Code mit einer Authenticator-App ein. Geben Sie dann den Code daraus ein.")],
        "qr": qr.svg_inline(scale=5, border=4, light="#ffffff", title=_("QR-Code für Ihre App")),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "controls": (
            Control(
                kind="text",
                name="code",
                label=_("Code aus der App"),
                hint=_("6 Ziffern"),
                inputmode="numeric",
                autocomplete="one-time-code",
            ),
        ),
        "button": _("App einrichten"),
        "back": reverse("portal:account"),
        "errors": [ErrorLine(target="code", message=problem)] if problem else [],
    }
    return render(request, "portal/account_form.html", context, status=422 if problem else 200)


def _new_secret(request: HttpRequest, info: AccountInfo) -> str:
    """Return the secret that this session offers to this account: one that another account saw here is no secret."""
    kept: dict[str, str] = request.session.get(_SECRET, {})
    if kept.get("account") != info.id:
        kept = {"account": info.id, "secret": b32encode(secrets.token_bytes(20)).decode()}
        request.session[_SECRET] = kept
    return kept["secret"]


@for_fresh_email_account
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Register a passkey of this device."""
    info, town = _account(request), session.town_of(request)
    actor, problem = session.actor_of(request), ""
    if request.method == "POST":
        kept = request.session.pop(_CHALLENGE, None)
        try:
            if not kept:
                raise Refused(_("Die Seite ist abgelaufen. Bitte versuchen Sie es noch einmal."))
            answer = request.POST.get("antwort", "")
            made = accounts.read_new(origin=origin_of(request), town=town.name, kept=kept, answer=answer)
            title = request.POST.get("name", "")
            accounts.add_passkey(passkey=made, title=title, actor=actor, now=platform.now())
        except LaufzettelError as refused:
            problem = refused.message
        else:
            return _added(request, info, _("Ihr Passkey ist angelegt."))
    asked = accounts.ask_for_new(
        origin=origin_of(request),
        town=town.name,
        account_id=info.id,
        name=info.email,
        known=accounts.known_passkeys(info.id),
    )
    request.session[_CHALLENGE] = asked.kept
    name = Control(
        kind="text",
        name="name",
        label=_("Name für diesen Passkey"),
        hint=_("Zum Beispiel: mein Telefon"),
        is_required=False,
    )
    errors = [ErrorLine(target="name", message=problem)] if problem else []
    context = {"passkey_options": asked.options, "name": name, "errors": errors}
    return render(request, "portal/add_passkey.html", context, status=422 if problem else 200)


def _added(request: HttpRequest, info: AccountInfo, told: str) -> HttpResponse:
    """Go on after something was added: this session proved more now, and codes on paper are due the first time."""
    session.renew(request, level="low")
    accounts.tell_owner(info.email, _("Zu Ihrem Konto kam ein neuer Weg zur Anmeldung hinzu."))
    messages.success(request, told)
    if accounts.count_paper_codes(info.id):
        return redirect("portal:account")
    return _paper(request)


@for_fresh_email_account
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """Make new codes on paper and show them once."""
    if not accounts.list_methods(_account(request).id):
        return redirect("portal:account")
    return _paper(request)


def _paper(request: HttpRequest) -> HttpResponse:
    made = accounts.new_paper_codes(actor=session.actor_of(request), now=platform.now())
    return render(request, "portal/paper_codes.html", {"codes": made})


@for_fresh_email_account
@require_POST
def remove(request: HttpRequest, method_id: int) -> HttpResponse:
    """Remove an app or a passkey."""
    info = _account(request)
    accounts.remove_method(method_id=method_id, actor=session.actor_of(request), now=platform.now())
    if not accounts.list_methods(info.id):
        session.renew(request, level="none")
    accounts.tell_owner(info.email, _("Von Ihrem Konto wurde ein Weg zur Anmeldung entfernt."))
    messages.success(request, _("Entfernt."))
    return redirect("portal:account")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of the account."""
    if session.account_of(request) is not None:
        accounts.end_sessions(actor=session.actor_of(request), now=platform.now())
    session.sign_out(request)
    messages.success(request, _("Sie sind überall abgemeldet."))
    return redirect("portal:start")


def _account(request: HttpRequest) -> AccountInfo:
    info = session.account_of(request)
    assert info is not None
    return info
