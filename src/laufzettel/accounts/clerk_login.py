"""How clerks sign in: hooks of allauth, limits against guessing, and the question for the second factor."""

from datetime import datetime, timedelta

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from laufzettel.accounts import sealing
from laufzettel.accounts.conf import read_conf
from laufzettel.platform import api as platform

LONGEST_SESSION = timedelta(hours=8)
LONGEST_PAUSE = timedelta(minutes=30)
_SEEN = "desk_seen_at"
_PAUSE_STEP_S = 60.0


class ClerkAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Logins exist only for clerks whom the town appointed; guessing is slowed down per clerk and address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers by themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Refuse more tries than allowed.

        Tries are counted for clerk and address together and for the address alone, never for the clerk alone:
        otherwise anybody could lock a clerk out by guessing wrong.
        """
        conf, address = read_conf(), client_address(request)
        name = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
        limits = ((f"login:{address}:{name}", conf.clerk_tries), (f"login:{address}", conf.address_tries))
        now = platform.now()
        hits = [platform.hit_limit(key, limit=limit, per_seconds=conf.window_s, now=now) for key, limit in limits]
        if any(hits):
            raise self.validation_error("too_many_login_attempts")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors lie encrypted in the database and cannot be switched off by their owners."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return sealing.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret from the database."""
        return sealing.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: object) -> bool:
        """Keep the second factor: the desk demands it."""
        return False


def client_address(request: HttpRequest) -> str:
    """Return the address of the browser, for counting tries; behind a trusted proxy the one the proxy saw."""
    return str(get_adapter(request).get_client_ip(request))


def is_second_factor_done(request: HttpRequest, *, now: datetime) -> bool:
    """Say whether this session signed in with password and second factor, not too long ago, and is in use.

    False after 8 hours since the second factor or 30 minutes without a request; then the session must be ended
    (`logout`) or, when no second factor was set up yet, the clerk be led to setting one up. Notes the visit.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    proofs = [float(record["at"]) for record in get_authentication_records(request, user) if record["method"] == "mfa"]
    if not proofs or not 0 <= now.timestamp() - max(proofs) + 5 <= LONGEST_SESSION.total_seconds():
        return False
    seen = float(request.session.get(_SEEN, max(proofs)))
    if now.timestamp() - max(seen, max(proofs)) > LONGEST_PAUSE.total_seconds():
        return False
    if now.timestamp() - seen > _PAUSE_STEP_S or _SEEN not in request.session:
        request.session[_SEEN] = now.timestamp()
    return True
