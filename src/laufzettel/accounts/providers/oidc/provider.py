"""OpenID Connect: authorization code with PKCE, state and nonce; the ID token is verified, never just read."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from laufzettel.accounts.conf import Conf
from laufzettel.accounts.provider import Identity, LoginStart, PostalAddress
from laufzettel.accounts.providers.oidc.client import OidcClient
from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say
from laufzettel.kernel.levels import Level

_ALGORITHMS = ["RS256", "PS256", "ES256"]
_LEEWAY_S = 60
_LEVELS: Mapping[str, Level] = {
    "low": "low",
    "substantial": "substantial",
    "high": "high",
    "http://eidas.europa.eu/LoA/low": "low",
    "http://eidas.europa.eu/LoA/substantial": "substantial",
    "http://eidas.europa.eu/LoA/high": "high",
    "STORK-QAA-Level-1": "low",
    "STORK-QAA-Level-3": "substantial",
    "STORK-QAA-Level-4": "high",
}
_STREET = re.compile(r"(?P<street>.*\S)\s+(?P<number>\d\S*(?:\s?[a-zA-Z])?)")


class OidcProvider:
    """A provider that speaks OpenID Connect Core 1.0."""

    highest: Level = "high"

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        client_secret: str,
        label: str = "Nutzerkonto",
        timeout_s: float = 5,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.label = label
        self._client_id = client_id
        self._client_secret = client_secret
        self._client = OidcClient(issuer=issuer, timeout_s=timeout_s, transport=transport)

    def start(self, *, callback_url: str, level: Level) -> LoginStart:
        """Begin a login; see the contract."""
        verifier, state, nonce = (secrets.token_urlsafe(48) for _ in range(3))
        query = {
            "response_type": "code",
            "scope": "openid profile email address",
            "client_id": self._client_id,
            "redirect_uri": callback_url,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
            "acr_values": level,
        }
        endpoint = self._client.endpoints().authorization
        return LoginStart(
            redirect_url=f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}",
            kept={"state": state, "nonce": nonce, "verifier": verifier, "callback_url": callback_url},
        )

    def finish(self, *, params: Mapping[str, str], kept: Mapping[str, str], now: datetime) -> Identity:
        """End a login; see the contract."""
        self._check_answer(params, kept)
        token = self._client.exchange(
            form={
                "grant_type": "authorization_code",
                "code": params.get("code", ""),
                "redirect_uri": kept["callback_url"],
                "code_verifier": kept["verifier"],
            },
            client_id=self._client_id,
            client_secret=self._client_secret,
        )
        return _identity(self._verified_claims(token, nonce=kept["nonce"], now=now))

    def _check_answer(self, params: Mapping[str, str], kept: Mapping[str, str]) -> None:
        if not kept.get("state") or not hmac.compare_digest(params.get("state", "").encode(), kept["state"].encode()):
            raise Refused(
                say("Die Anmeldung gehört nicht zu diesem Browserfenster. Bitte melden Sie sich noch einmal an.")
            )
        if "iss" in params and params["iss"] != self._client.endpoints().issuer:
            raise _untrusted()
        if "error" in params:
            raise Refused(say("Die Anmeldung wurde abgebrochen."))

    def _verified_claims(self, token: str, *, nonce: str, now: datetime) -> dict[str, Any]:
        from joserfc import jwt  # the import costs 50 ms that most processes never need
        from joserfc.errors import InvalidKeyIdError, JoseError
        from joserfc.jwk import KeySet

        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": self._client.endpoints().issuer},
            aud={"essential": True, "value": self._client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            try:
                read = jwt.decode(token, KeySet.import_key_set(self._client.keys()), algorithms=_ALGORITHMS)  # type: ignore[arg-type]
            except InvalidKeyIdError:
                keys = KeySet.import_key_set(self._client.keys(fresh=True))  # type: ignore[arg-type]
                read = jwt.decode(token, keys, algorithms=_ALGORITHMS)
            registry.validate(read.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise _untrusted() from error
        if read.claims.get("azp", self._client_id) != self._client_id:
            raise _untrusted()
        return read.claims


def build(conf: Conf) -> OidcProvider:
    """Make the provider that the operator configured."""
    return OidcProvider(
        issuer=conf.issuer,
        client_id=conf.client_id,
        client_secret=conf.client_secret,
        label=conf.identity_label,
        timeout_s=conf.timeout_s,
    )


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _untrusted() -> Refused:
    return Refused(say("Der Antwort des Nutzerkontos können wir nicht trauen. Bitte melden Sie sich noch einmal an."))


def _identity(claims: Mapping[str, Any]) -> Identity:
    # An unknown level counts as none: nobody is trusted more because a word was not understood.
    return Identity(
        subject_key=str(claims["sub"]),
        level=_LEVELS.get(str(claims.get("acr", "")), "none"),
        given_name=_text(claims, "given_name"),
        family_name=_text(claims, "family_name"),
        birth_date=_date(_text(claims, "birthdate")),
        address=_address(claims.get("address")),
        email=_text(claims, "email"),
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip()[:200] if isinstance(value, str) else ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _address(raw: object) -> PostalAddress:
    if not isinstance(raw, Mapping):
        return PostalAddress()
    street = _text(raw, "street_address")
    found = _STREET.fullmatch(street)
    return PostalAddress(
        strasse=found["street"] if found else street,
        hausnummer=found["number"] if found else "",
        plz=_text(raw, "postal_code"),
        ort=_text(raw, "locality"),
    )
