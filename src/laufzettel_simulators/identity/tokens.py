"""The signing key, the ID token and the codes of the identity provider."""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from laufzettel_simulators.store import Record, Store

PEOPLE: tuple[dict[str, Any], ...] = tuple(
    json.loads(Path(__file__).with_name("people.json").read_text(encoding="utf-8"))["people"]
)
LEVELS = {"low": "niedrig", "substantial": "substanziell", "high": "hoch"}
CODE_LIFE = timedelta(minutes=2)
TOKEN_LIFE = timedelta(minutes=5)


def signing_key(store: Store) -> RSAKey:
    """Return the one key of this provider, made at first use."""
    if store.get("secret", "key") is None:
        store.add("secret", "key", RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True))
    return RSAKey.import_key(store.get("secret", "key") or {})


def public_keys(store: Store) -> dict[str, Any]:
    """Return the key set that relying parties download."""
    return {"keys": [signing_key(store).as_dict(private=False) | {"use": "sig", "alg": "RS256"}]}


def person(sub: str) -> dict[str, Any] | None:
    """Return one person by subject, or nothing."""
    return next((one for one in PEOPLE if one["sub"] == sub), None)


def claims(sub: str) -> dict[str, Any]:
    """Return what the provider tells about a person."""
    known = person(sub) or {}
    address = known["address"]
    street = f"{address['street']} {address['house_number']}"
    return {key: known[key] for key in ("sub", "given_name", "family_name", "birthdate", "email")} | {
        "name": f"{known['given_name']} {known['family_name']}",
        "address": address | {"street_address": street},
    }


def new_code(store: Store, *, grant: Record, now: datetime) -> str:
    """Keep a grant and return the code that buys it once."""
    code = secrets.token_urlsafe(32)
    store.put("code", code, grant | {"until": (now + CODE_LIFE).isoformat(), "used": False})
    return code


def spend_code(store: Store, code: str, *, now: datetime) -> Record | None:
    """Return the grant of a code; a code can be spent once and only for two minutes."""
    fresh = False

    def spend(grant: Record) -> Record:
        nonlocal fresh
        fresh = not grant["used"] and now < datetime.fromisoformat(grant["until"])
        return grant | {"used": True}

    grant = store.change("code", code, spend)
    return grant if fresh else None


def verifier_fits(challenge: str, verifier: str) -> bool:
    """Check the code verifier against the challenge (RFC 7636, S256)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def id_token(store: Store, *, issuer: str, grant: Record, now: datetime) -> str:
    """Return the signed ID token of a grant."""
    key = signing_key(store)
    content = claims(grant["sub"]) | {
        "iss": issuer,
        "aud": grant["client_id"],
        "iat": int(now.timestamp()),
        "exp": int((now + TOKEN_LIFE).timestamp()),
        "auth_time": int(now.timestamp()),
        "acr": grant["level"],
        "amr": ["demo"],
    }
    if grant["nonce"]:
        content["nonce"] = grant["nonce"]
    return jwt.encode({"alg": "RS256", "kid": str(key.kid)}, content, key)
