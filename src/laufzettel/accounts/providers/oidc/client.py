"""HTTP to an OpenID Connect provider: discovery, keys, exchange of the code."""

import time
from dataclasses import dataclass
from typing import Any

import httpx

from laufzettel.kernel.errors import Refused, Unavailable
from laufzettel.kernel.language import phrase, say

_DISCOVERY_SECONDS = 3600.0
_MAX_ANSWER_BYTES = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """Where the provider answers, as its discovery document says."""

    issuer: str
    authorization: str
    token: str
    jwks: str


class OidcClient:
    """Talks to one provider; takes a transport, so that tests need no network."""

    def __init__(self, *, issuer: str, timeout_s: float, transport: httpx.BaseTransport | None = None) -> None:
        self._issuer = issuer
        self._http = httpx.Client(timeout=timeout_s, transport=transport, follow_redirects=False)
        self._endpoints: tuple[float, Endpoints] | None = None
        self._keys: dict[str, Any] | None = None

    def endpoints(self) -> Endpoints:
        """Return the endpoints, asked for at most once an hour; raises `Unavailable`."""
        if self._endpoints is None or time.monotonic() - self._endpoints[0] > _DISCOVERY_SECONDS:
            raw = self._json(self._http.build_request("GET", f"{self._issuer}/.well-known/openid-configuration"))
            self._endpoints = (time.monotonic(), self._read_endpoints(raw))
        return self._endpoints[1]

    def keys(self, *, fresh: bool = False) -> dict[str, Any]:
        """Return the public keys of the provider; `fresh` asks again, because keys rotate."""
        if self._keys is None or fresh:
            self._keys = self._json(self._http.build_request("GET", self.endpoints().jwks))
        return self._keys

    def exchange(self, *, form: dict[str, str], client_id: str, client_secret: str) -> str:
        """Exchange an authorization code and return the ID token.

        Raises `Refused` when the provider does not accept the code, `Unavailable` when it does not answer.
        """
        request = self._http.build_request("POST", self.endpoints().token, data=form)
        answer = self._send(request, auth=httpx.BasicAuth(client_id, client_secret))
        if 400 <= answer.status_code < 500:
            raise Refused(say("Die Anmeldung ist nicht mehr gültig. Bitte melden Sie sich noch einmal an."))
        token = _object(answer).get("id_token")
        if not isinstance(token, str):
            raise Unavailable(say(_UNAVAILABLE))
        return token

    def _read_endpoints(self, raw: dict[str, Any]) -> Endpoints:
        wanted = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        values = [raw.get(name) for name in wanted]
        if not all(isinstance(value, str) for value in values) or raw["issuer"].rstrip("/") != self._issuer:
            raise Unavailable(say(_UNAVAILABLE))
        return Endpoints(
            issuer=raw["issuer"],
            authorization=raw["authorization_endpoint"],
            token=raw["token_endpoint"],
            jwks=raw["jwks_uri"],
        )

    def _json(self, request: httpx.Request) -> dict[str, Any]:
        return _object(self._send(request))

    def _send(self, request: httpx.Request, auth: httpx.Auth | None = None) -> httpx.Response:
        try:
            return self._http.send(request, auth=auth)
        except httpx.HTTPError as error:
            raise Unavailable(say(_UNAVAILABLE)) from error


_UNAVAILABLE = phrase("Das Nutzerkonto ist gerade nicht erreichbar. Bitte versuchen Sie es später noch einmal.")


def _object(answer: httpx.Response) -> dict[str, Any]:
    if answer.status_code != httpx.codes.OK or len(answer.content) > _MAX_ANSWER_BYTES:
        raise Unavailable(say(_UNAVAILABLE))
    try:
        value = answer.json()
    except ValueError as error:
        raise Unavailable(say(_UNAVAILABLE)) from error
    if not isinstance(value, dict):
        raise Unavailable(say(_UNAVAILABLE))
    return value
