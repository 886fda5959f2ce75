"""Who is in front of the screen: the one place that turns a session into an actor."""

from dataclasses import replace

from django.http import HttpRequest

from laufzettel.accounts import api as accounts
from laufzettel.accounts.api import AccountInfo
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.ids import new_id
from laufzettel.kernel.levels import Level
from laufzettel.organisation.api import Municipality
from laufzettel.platform import api as platform

_ACCOUNT, _GUEST, _OPENED, _LOGIN = "konto", "gast", "geoeffnet", "anmeldung"
_SIGNED_IN, _SEEN, _GUEST_DAY = "angemeldet", "gesehen", "gast_tag"
LONGEST_LOGIN_S, LONGEST_PAUSE_S, PAUSE_STEP_S, RECENT_S = 8 * 3600, 30 * 60, 60, 15 * 60


def town_of(request: HttpRequest) -> Municipality:
    """Return the town of the address that was called."""
    return request.town  # type: ignore[attr-defined,no-any-return]


def account_of(request: HttpRequest) -> AccountInfo | None:
    """Return the account that this session signed in with, unless too long ago or unused for too long."""
    if not hasattr(request, "_portal_account"):
        kept = request.session.get(_ACCOUNT)
        if kept and not _is_fresh(request):
            sign_out(request)
            kept = None
        request._portal_account = accounts.account_of_session(kept) if kept else None  # type: ignore[attr-defined]
    return request._portal_account  # type: ignore[attr-defined,no-any-return]


def _is_fresh(request: HttpRequest) -> bool:
    now = platform.now().timestamp()
    signed_in, seen = (float(request.session.get(key, 0)) for key in (_SIGNED_IN, _SEEN))
    if now - signed_in > LONGEST_LOGIN_S or now - seen > LONGEST_PAUSE_S:
        return False
    if now - seen > PAUSE_STEP_S:
        request.session[_SEEN] = now
    return True


def seconds_left(request: HttpRequest, *, stays: bool = False) -> int:
    """Return after how many seconds this session's login ends if nothing happens, 0 where nobody is signed in.

    Asking is no sign of life; `stays` is one, like every page, and lets the pause begin anew.
    """
    if _ACCOUNT not in request.session:
        return 0
    now = platform.now().timestamp()
    signed_in, seen = (float(request.session.get(key, 0)) for key in (_SIGNED_IN, _SEEN))
    if stays and _is_fresh(request):
        request.session[_SEEN] = seen = now
    return max(0, int(min(signed_in + LONGEST_LOGIN_S, seen + LONGEST_PAUSE_S) - now))


def actor_of(request: HttpRequest, *, begins: bool = False) -> Actor:
    """Return the person as verbs see them: the account signed in, or the guest of this session.

    Somebody who only looks around is a guest without a key, who owns nothing; `begins` gives them one, and their
    browser a secret that opens what they are going to type.
    """
    info = account_of(request)
    if info is not None:
        return accounts.actor_of_account(info, town_of(request).key)
    if begins and not (request.session.get(_GUEST) and _secret(request)):
        request.session[_GUEST] = new_id()
        request.session.new_browser_secret()  # type: ignore[attr-defined]
    return guest_of(request)


def guest_of(request: HttpRequest) -> Actor:
    """Return the guest that this session is, or was before signing in, with the secret of the browser."""
    key = request.session.get(_GUEST, "")
    if key:
        _stay_as_long_as_drafts(request)
    return replace(guest_actor(request, key), secret=_secret(request) if key else "")


def _secret(request: HttpRequest) -> str:
    return str(getattr(request.session, "browser_secret", ""))


def _stay_as_long_as_drafts(request: HttpRequest) -> None:
    """Let the session of a guest begin its 30 days anew once a day: a draft that is worked on does so too."""
    today = local_date(platform.now()).isoformat()
    if request.session.get(_GUEST_DAY) != today:
        request.session[_GUEST_DAY] = today


def actors_for(request: HttpRequest, reference: str) -> tuple[Actor, ...]:
    """Return as whom this session may look at one matter: account or guest, and who opened it with its code."""
    opened = request.session.get(_OPENED, {}).get(reference)
    return (actor_of(request), *([guest_actor(request, opened)] if opened else []))


def guest_actor(request: HttpRequest, key: str) -> Actor:
    """Return the guest with this key in the town of the address."""
    return Actor(kind="guest", key=key, municipality=town_of(request).key)


def remember_opened(request: HttpRequest, *, reference: str, actor: Actor) -> None:
    """Let this session see one matter that was opened with its code; the session key changes (fixation)."""
    request.session.cycle_key()
    request.session[_OPENED] = {**request.session.get(_OPENED, {}), reference: actor.key}


def begin_login(request: HttpRequest, kept: dict[str, str]) -> None:
    """Keep what the identity provider's answer will be checked against."""
    request.session[_LOGIN] = kept


def take_login(request: HttpRequest) -> dict[str, str]:
    """Return what was kept for the login and forget it: it counts once."""
    kept: dict[str, str] = request.session.pop(_LOGIN, {})
    return kept


def sign_in(request: HttpRequest, info: AccountInfo) -> None:
    """Make this session the account's until the browser closes.

    The session key changes (fixation), and what a guest could see here before is forgotten: it may have been
    somebody else at a shared computer.
    """
    request.session.cycle_key()
    for key in (_GUEST, _GUEST_DAY, _OPENED):
        request.session.pop(key, None)
    request.session.new_browser_secret()  # type: ignore[attr-defined]
    now = platform.now().timestamp()
    request.session.update({_ACCOUNT: accounts.session_of_account(info), _SIGNED_IN: now, _SEEN: now})
    request.session.set_expiry(0)
    request._portal_account = info  # type: ignore[attr-defined]


def renew(request: HttpRequest, *, level: Level | None = None) -> None:
    """Let this session go on after its account changed, perhaps with another level; the session key changes."""
    info = account_of(request)
    if info is not None:
        since = request.session[_SIGNED_IN]
        sign_in(request, replace(accounts.get_account(info.id), level=level or info.level))
        request.session[_SIGNED_IN] = since


def is_recent(request: HttpRequest) -> bool:
    """Say whether somebody signed in a short while ago, as changes to the account itself demand."""
    return platform.now().timestamp() - float(request.session.get(_SIGNED_IN, 0)) < RECENT_S


def sign_out(request: HttpRequest) -> None:
    """Forget everything about this session."""
    request.session.flush()
