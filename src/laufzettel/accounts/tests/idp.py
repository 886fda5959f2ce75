"""A small OpenID Connect provider in memory, with switches for every lie a provider or an attacker could tell."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey

from laufzettel.accounts.provider import Identity

ISSUER = "https://konto.example"
CLIENT = "laufzettel"
SECRET = "geheim"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@dataclass
class FakeIdp:
    """Answers discovery, keys and token; `twist` may change claims and header before signing."""

    person: Identity | None = None
    is_down: bool = False
    twist: Callable[[dict[str, Any]], None] = lambda claims: None
    algorithm: str = "RS256"
    signing_key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    published: list[RSAKey] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.published.append(self.signing_key)

    def sign_in_as(self, person: Identity | None) -> None:
        self.person = person

    def visit(self, redirect_url: str) -> dict[str, str]:
        """Play the browser at the login page and return what it brings back."""
        asked = dict(parse_qsl(urlsplit(redirect_url).query))
        if self.person is None:
            return {"state": asked["state"], "error": "access_denied"}
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        return {"state": asked["state"], "code": code, "iss": ISSUER}

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked_for.append(request.url.path)
        if self.is_down:
            raise httpx.ConnectTimeout("down", request=request)
        if request.url.path == "/.well-known/openid-configuration":
            return httpx.Response(200, json=_discovery())
        if request.url.path == "/keys":
            return httpx.Response(200, json={"keys": [key.as_dict(private=False) for key in self.published]})
        return self._token(request)

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {key: values[0] for key, values in parse_qs(request.content.decode()).items()}
        expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self._codes.pop(form.get("code", ""), None)
        if request.headers.get("Authorization") != expected or asked is None or not _fits(asked, form):
            return httpx.Response(400, json={"error": "invalid_grant"})
        return httpx.Response(200, json={"id_token": self._id_token(asked), "token_type": "Bearer"})

    def _id_token(self, asked: dict[str, str]) -> str:
        assert self.person is not None
        claims = _claims(self.person, asked)
        self.twist(claims)
        if self.algorithm == "none":
            header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=")
            body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
            return f"{header.decode()}.{body.decode()}."
        return jwt.encode({"alg": self.algorithm, "kid": self.signing_key.kid}, claims, self.signing_key)


def _discovery() -> dict[str, str]:
    return {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/keys",
    }


def _fits(asked: dict[str, str], form: dict[str, str]) -> bool:
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return challenge == asked["code_challenge"] and form["redirect_uri"] == asked["redirect_uri"]


def _claims(person: Identity, asked: dict[str, str]) -> dict[str, Any]:
    return {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": person.subject_key,
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + timedelta(minutes=5)).timestamp()),
        "nonce": asked["nonce"],
        "acr": max(person.level, asked["acr_values"], key=["none", "low", "substantial", "high"].index),
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birthdate": person.birth_date.isoformat() if person.birth_date else "",
        "email": person.email,
        "address": {
            "street_address": f"{person.address.strasse} {person.address.hausnummer}",
            "postal_code": person.address.plz,
            "locality": person.address.ort,
        },
    }
