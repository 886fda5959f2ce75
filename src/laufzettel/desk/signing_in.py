"""The steps of signing in: password, then the second factor; only after both the session is a clerk's."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth import login as start_session
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from laufzettel.accounts import api as accounts
from laufzettel.desk.session import town_of
from laufzettel.kernel.actor import Actor
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform

_PENDING, _SECRET = "desk_pending", "desk_new_secret"
_PENDING_SECONDS = 600
_CODE_TRIES, _CODE_WINDOW_S = 6, 300
WRONG = "E-Mail-Adresse oder Passwort stimmen nicht. Prüfen Sie beide Angaben."
TOO_MANY = "Das waren zu viele Versuche. Bitte warten Sie fünf Minuten."
WRONG_CODE = "Der Code stimmt nicht oder ist abgelaufen. Geben Sie den neuesten Code aus Ihrer App ein."


def check_password(request: HttpRequest, *, email: str, password: str) -> str:
    """Check the first factor and remember for whom the second is asked; return what is wrong, or an empty text.

    A login that belongs to no clerk of this town gets the same answer as a wrong password.
    """
    try:
        user = get_adapter(request).authenticate(request, email=email, password=password)
    except ValidationError:
        return TOO_MANY
    clerk = organisation.clerk_of_login(user.pk) if user is not None and user.is_active else None
    if clerk is None or clerk.municipality != town_of(request).key:
        return WRONG
    request.session.cycle_key()
    request.session[_PENDING] = {"login": user.pk, "at": platform.now().timestamp()}
    return ""


def pending_login(request: HttpRequest) -> int | None:
    """Return the login that has given its password within the last minutes, or None."""
    pending = request.session.get(_PENDING)
    if not pending or platform.now().timestamp() - pending["at"] > _PENDING_SECONDS:
        return None
    return int(pending["login"])


def has_second_factor(login_id: int) -> bool:
    """Say whether a login already has a second factor."""
    return bool(Authenticator.objects.filter(user_id=login_id, type=Authenticator.Type.TOTP).exists())


def check_code(request: HttpRequest, login_id: int, code: str) -> str:
    """Check the second factor and begin the clerk's session; return what is wrong, or an empty text."""
    if _too_many_codes(login_id):
        return TOO_MANY
    second = Authenticator.objects.get(user_id=login_id, type=Authenticator.Type.TOTP)
    if not TOTP(second).validate_code(_tidy(code)):
        return WRONG_CODE
    _begin(request, second)
    return ""


def new_secret(request: HttpRequest) -> str:
    """Return the secret that a clerk without a second factor is setting up, the same until it is confirmed."""
    if _SECRET not in request.session:
        request.session[_SECRET] = generate_totp_secret()
    return str(request.session[_SECRET])


def secret_address(login_id: int, secret: str) -> str:
    """Return the address that authenticator apps read from a QR code."""
    user = get_user_model().objects.get(pk=login_id)
    return str(get_mfa_adapter().build_totp_url(user, secret))


def confirm_secret(request: HttpRequest, login_id: int, code: str) -> str:
    """Keep the new second factor once its first code fits, and begin the session; return what is wrong."""
    if _too_many_codes(login_id):
        return TOO_MANY
    secret = new_secret(request)
    if not validate_totp_code(secret, _tidy(code)):
        return WRONG_CODE
    town = Actor.system(town_of(request).key)
    accounts.add_second_factor(login_id=login_id, totp_secret=secret, actor=town, now=platform.now())
    request.session.pop(_SECRET, None)
    _begin(request, Authenticator.objects.get(user_id=login_id, type=Authenticator.Type.TOTP))
    return ""


def _begin(request: HttpRequest, second: Authenticator) -> None:
    request.session.pop(_PENDING, None)
    # Django gives the session a new key here, so a key planted before signing in is worth nothing.
    start_session(request, second.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, second.user, "password", email=second.user.email)
    post_authentication(request, second)


def _too_many_codes(login_id: int) -> bool:
    # Counting per login locks nobody out from afar: whoever gets here knows the password.
    key = f"code:{login_id}"
    return platform.hit_limit(key, limit=_CODE_TRIES, per_seconds=_CODE_WINDOW_S, now=platform.now())


def _tidy(code: str) -> str:
    return "".join(sign for sign in code if sign.isdigit())
