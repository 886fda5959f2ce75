"""E-mail accounts: prove an address, set a password, sign in with password, app, paper code or passkey."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from laufzettel.accounts import api as accounts
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import LaufzettelError
from laufzettel.look.controls import Control, ErrorLine
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.portal.pages.login import arrive

_SENT, _PROVED, _HALF, _CHALLENGE = "code_gesendet", "adresse_bewiesen", "halb_angemeldet", "passkey_frage"
_PROVED_S = 900


def origin_of(request: HttpRequest) -> str:
    """Return the address of this site without a path, as browsers name it."""
    return f"{request.scheme}://{request.get_host()}"


@never_cache
@sensitive_post_parameters("passwort")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Ask for address and password, or for a passkey."""
    return_to = _return_to(request)
    email, problem = request.POST.get("email", ""), ""
    if request.method == "POST":
        try:
            entered = accounts.give_password(
                email=email,
                password=request.POST.get("passwort", ""),
                client=accounts.client_address(request),
                municipality=session.town_of(request).key,
                now=platform.now(),
            )
        except LaufzettelError as refused:
            problem = refused.message
        else:
            if isinstance(entered, accounts.AccountInfo):
                return arrive(request, entered, return_to)
            request.session.cycle_key()
            request.session[_HALF] = {"account": entered, "at": platform.now().timestamp(), "weiter": return_to}
            return redirect("portal:email_code")
    controls = (
        _address_control(email),
        Control(kind="text", name="passwort", label=_("Passwort"), type="password", autocomplete="current-password"),
    )
    query = urlencode({"weiter": return_to})
    context: dict[str, object] = {
        "title": _("Mit E-Mail-Konto anmelden"),
        "button": _("Anmelden"),
        "controls": controls,
        "links": [(_("Neues Konto anlegen oder Passwort vergessen"), f"{reverse('portal:confirm_address')}?{query}")],
    }
    return _show_login(request, context, return_to, problem, at="email")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the app or one from paper, or for a passkey."""
    half = request.session.get(_HALF)
    if not half or platform.now().timestamp() - half["at"] > _PROVED_S:
        return redirect("portal:email_login")
    problem = ""
    if request.method == "POST":
        try:
            info = accounts.give_code(
                account_id=half["account"],
                code=request.POST.get("code", ""),
                municipality=session.town_of(request).key,
                now=platform.now(),
            )
        except LaufzettelError as refused:
            problem = refused.message
        else:
            return _entered(request, info, half["weiter"])
    control = Control(
        kind="text",
        name="code",
        label=_("Code"),
        hint=_("6 Ziffern aus Ihrer App, oder ein Ersatzcode vom Papier."),
        autocomplete="one-time-code",
    )
    context: dict[str, object] = {"title": _("Zweiter Schritt"), "button": _("Anmelden"), "controls": (control,)}
    return _show_login(request, context, half["weiter"], problem, at="code")


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Take the answer of a device that holds a passkey."""
    return_to = _return_to(request)
    town = session.town_of(request)
    try:
        info = accounts.give_passkey(
            origin=origin_of(request),
            town=town.name,
            kept=request.session.pop(_CHALLENGE, {}),
            answer=request.POST.get("antwort", ""),
            municipality=town.key,
            now=platform.now(),
        )
    except LaufzettelError as refused:
        messages.error(request, refused.message)
        return redirect(f"{reverse('portal:email_login')}?{urlencode({'weiter': return_to})}")
    return _entered(request, info, return_to)


def _entered(request: HttpRequest, info: accounts.AccountInfo, return_to: str) -> HttpResponse:
    request.session.pop(_HALF, None)
    return arrive(request, info, return_to)


def _show_login(
    request: HttpRequest, context: dict[str, object], return_to: str, problem: str, *, at: str
) -> HttpResponse:
    asked = accounts.ask_to_sign_in(origin=origin_of(request), town=session.town_of(request).name)
    request.session[_CHALLENGE] = asked.kept
    context |= {"return_to": return_to, "passkey_options": asked.options, "errors": _lines(problem, at)}
    return render(request, "portal/email_login.html", context, status=422 if problem else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code there: for a new account, a new password, or (`zweck=adresse`) a new address.

    Whether there is an account already, nobody learns here.
    """
    changes = "adresse" in (request.GET.get("zweck"), request.POST.get("zweck"))
    info = session.account_of(request)
    if changes and (info is None or not info.is_by_email or not session.is_recent(request)):
        return sign_in_again(request, "?zweck=adresse")
    email, problem = request.POST.get("email", ""), ""
    if request.method == "POST":
        try:
            kept = accounts.send_code(
                email=email,
                town=session.town_of(request).name,
                client=accounts.client_address(request),
                now=platform.now(),
            )
        except LaufzettelError as refused:
            problem = refused.message
        else:
            request.session[_SENT] = {**kept, "zweck": "adresse" if changes else "", "weiter": _return_to(request)}
            return redirect("portal:confirm_code")
    known = info.email if info and info.is_by_email and not changes else ""
    context = {
        "title": _("E-Mail-Adresse ändern") if changes else _("E-Mail-Adresse bestätigen"),
        "intro": [_("Wir schicken Ihnen einen Code. Damit legen Sie ein Konto an oder setzen ein neues Passwort.")]
        if not changes
        else [_("Wir schicken einen Code an Ihre neue Adresse. Die alte Adresse bekommt eine Nachricht.")],
        "controls": (_address_control(email or known),),
        "button": _("Code schicken"),
        "return_to": _return_to(request),
        "back": reverse("portal:account" if changes else "portal:login"),
        "errors": _lines(problem, "email"),
    }
    return render(request, "portal/account_form.html", context, status=422 if problem else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mailed_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code from the mail."""
    sent, problem = request.session.get(_SENT), ""
    if not sent:
        return redirect("portal:confirm_address")
    if request.method == "POST":
        try:
            email = accounts.confirm_code(kept=sent, code=request.POST.get("code", ""), now=platform.now())
        except LaufzettelError as refused:
            problem = refused.message
        else:
            del request.session[_SENT]
            return _proved(request, email, sent)
    control = Control(
        kind="text",
        name="code",
        label=_("Code aus der E-Mail"),
        hint=_("8 Ziffern"),
        inputmode="numeric",
        autocomplete="one-time-code",
    )
    context = {
        "title": _("Code eingeben"),
        "intro": [
            _("Wir haben eine E-Mail an %(email)s geschickt.") % {"email": sent["email"]},
            _("Nichts da? Sehen Sie im Spam-Ordner nach, oder gehen Sie zurück und fordern Sie einen neuen Code an."),
        ],
        "controls": (control,),
        "button": _("Weiter"),
        "back": reverse("portal:confirm_address"),
        "errors": _lines(problem, "code"),
    }
    return render(request, "portal/account_form.html", context, status=422 if problem else 200)


def _proved(request: HttpRequest, email: str, sent: dict[str, str]) -> HttpResponse:
    if sent["zweck"] != "adresse":
        request.session[_PROVED] = {"email": email, "at": platform.now().timestamp(), "weiter": sent["weiter"]}
        return redirect("portal:new_password")
    info = session.account_of(request)
    if info is None or not session.is_recent(request):
        return sign_in_again(request)
    try:
        accounts.change_address(email=email, actor=session.actor_of(request), now=platform.now())
    except LaufzettelError as refused:
        messages.error(request, refused.message)
    else:
        session.renew(request)
        messages.success(request, _("Ihre E-Mail-Adresse ist geändert."))
    return redirect("portal:account")


@never_cache
@sensitive_post_parameters("passwort")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Let somebody who proved an address choose the password behind it, then sign in with it."""
    proved, problem = request.session.get(_PROVED), ""
    if not proved or platform.now().timestamp() - proved["at"] > _PROVED_S:
        return redirect("portal:confirm_address")
    if request.method == "POST":
        town = Actor.system(session.town_of(request).key)
        chosen = request.POST.get("passwort", "")
        try:
            accounts.set_password(email=proved["email"], password=chosen, actor=town, now=platform.now())
        except LaufzettelError as refused:
            problem = refused.message
        else:
            del request.session[_PROVED]
            messages.success(request, _("Ihr Passwort ist gesetzt. Melden Sie sich jetzt damit an."))
            return redirect(f"{reverse('portal:email_login')}?{urlencode({'weiter': proved['weiter']})}")
    is_known = accounts.has_email_account(proved["email"])
    context = {
        "title": _("Neues Passwort setzen") if is_known else _("Passwort für Ihr neues Konto"),
        "intro": [_("Mit dieser Adresse haben Sie schon ein Konto. Alle anderen Anmeldungen werden beendet.")]
        if is_known
        else [],
        "controls": (
            Control(
                kind="text",
                name="passwort",
                label=_("Neues Passwort"),
                hint=_("Mindestens 12 Zeichen. Am besten lassen Sie Ihren Browser eines vorschlagen."),
                type="password",
                autocomplete="new-password",
            ),
        ),
        "button": _("Passwort setzen"),
        "errors": _lines(problem, "passwort"),
    }
    return render(request, "portal/account_form.html", context, status=422 if problem else 200)


def sign_in_again(request: HttpRequest, query: str = "") -> HttpResponse:
    """Send somebody to the login before they change the account itself."""
    if session.account_of(request) is not None:
        messages.info(request, _("Zu Ihrem Schutz: Melden Sie sich noch einmal an, bevor Sie Ihr Konto ändern."))
    return redirect(f"{reverse('portal:login')}?{urlencode({'weiter': request.path + query})}")


def _address_control(value: str) -> Control:
    return Control(
        kind="text", name="email", label=_("E-Mail-Adresse"), value=value, type="email", autocomplete="username"
    )


def _lines(problem: str, target: str) -> list[ErrorLine]:
    return [ErrorLine(target=target, message=problem)] if problem else []


def _return_to(request: HttpRequest) -> str:
    wanted = request.POST.get("weiter") or request.GET.get("weiter") or reverse("portal:matters")
    return accounts.safe_return(wanted)
