"""Who may use the payment service: OAuth2 client credentials or HTTP Basic, one client."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.datastructures import Authorization
from werkzeug.wrappers import Request

from laufzettel_simulators.store import Store

TOKEN_LIFE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Client:
    """Name and secret of the only client."""

    id: str
    secret: str

    def matches(self, given: Authorization | None) -> bool:
        """Say whether HTTP Basic names this client."""
        if given is None or given.type != "basic":
            return False
        return _same(given.username, self.id) and _same(given.password, self.secret)


class Access:
    """Hands out tokens and checks what a request brings."""

    def __init__(self, store: Store, client: Client) -> None:
        self._store = store
        self._client = client

    def token(self, request: Request, *, now: datetime) -> str | None:
        """Return a new access token for the right client, or nothing (RFC 6749, section 4.4)."""
        if request.form.get("grant_type") != "client_credentials":
            return None
        by_form = _same(request.form.get("client_id"), self._client.id) and _same(
            request.form.get("client_secret"), self._client.secret
        )
        if not (by_form or self._client.matches(request.authorization)):
            return None
        token = secrets.token_urlsafe(32)
        self._store.put("token", token, {"until": (now + TOKEN_LIFE).isoformat()})
        return token

    def allows(self, request: Request, *, now: datetime) -> bool:
        """Say whether the request carries a valid token or the right name and secret."""
        given = request.authorization
        if given is not None and given.type == "bearer":
            kept = self._store.get("token", given.token or "")
            return kept is not None and now < datetime.fromisoformat(kept["until"])
        return self._client.matches(given)


def _same(given: str | None, wanted: str) -> bool:
    return hmac.compare_digest((given or "").encode(), wanted.encode())
