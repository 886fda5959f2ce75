"""Sign in with password and second factor, set the second factor up, sign out."""

import segno
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from laufzettel.desk import signing_in
from laufzettel.desk.session import show
from laufzettel.look.controls import ErrorLine


@never_cache
@sensitive_post_parameters("passwort")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail address and password."""
    problem = ""
    email = request.POST.get("email", "")
    if request.method == "POST":
        problem = signing_in.check_password(request, email=email, password=request.POST.get("passwort", ""))
        if not problem:
            request.session["desk_next"] = _safe_target(request)
            return redirect("desk:code")
    errors = [ErrorLine(target="email", message=problem)] if problem else []
    context = {"email": email, "errors": errors, "problem": problem, "target": _safe_target(request)}
    return show(request, "login.html", context, status=422 if problem else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the second factor."""
    login_id = signing_in.pending_login(request)
    if login_id is None:
        return redirect("desk:login")
    if not signing_in.has_second_factor(login_id):
        return redirect("desk:set_up")
    problem = ""
    if request.method == "POST":
        problem = signing_in.check_code(request, login_id, request.POST.get("code", ""))
        if not problem:
            return _to_desk(request)
    return show(request, "code.html", _code_context(problem), status=422 if problem else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Let a clerk without a second factor set one up; without it there is no way in."""
    login_id = signing_in.pending_login(request)
    if login_id is None or signing_in.has_second_factor(login_id):
        return redirect("desk:login")
    problem = ""
    if request.method == "POST":
        problem = signing_in.confirm_secret(request, login_id, request.POST.get("code", ""))
        if not problem:
            return _to_desk(request)
    secret = signing_in.new_secret(request)
    qr = segno.make(signing_in.secret_address(login_id, secret), error="m")
    context = {
        **_code_context(problem),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "qr": qr.svg_inline(scale=5, border=4, light="#ffffff", title="QR-Code für Ihre Authenticator-App"),
    }
    return show(request, "set_up.html", context, status=422 if problem else 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    end_session(request)
    return redirect("desk:login")


def _code_context(problem: str) -> dict[str, object]:
    return {"problem": problem, "errors": [ErrorLine(target="code", message=problem)] if problem else []}


def _to_desk(request: HttpRequest) -> HttpResponse:
    return redirect(request.session.pop("desk_next", None) or resolve_url("desk:inbox"))


def _safe_target(request: HttpRequest) -> str:
    target = request.POST.get("weiter") or request.GET.get("weiter", "")
    is_ours = target.startswith("/desk/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours else ""
