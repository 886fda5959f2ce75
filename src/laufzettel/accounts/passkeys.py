"""Passkeys (WebAuthn): what the browser is asked, and whether its answer is genuine."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What goes to the browser (JSON), and what the session keeps until the answer comes."""

    options: str
    kept: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Passkey:
    """A registered passkey: its id, its public part, and how often it signed."""

    id: str
    public: str
    counter: int


def ask_for_new(*, origin: str, town: str, account_id: str, name: str, known: tuple[str, ...]) -> Asked:
    """Ask a browser to make a passkey for an account; `origin` is the address of this site without a path."""
    options, kept = _server(origin, town).register_begin(
        PublicKeyCredentialUserEntity(id=account_id.encode(), name=name, display_name=name),
        [_descriptor(id) for id in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Asked(options=json.dumps(dict(options)), kept=kept)


def read_new(*, origin: str, town: str, kept: Mapping[str, Any], answer: str) -> Passkey:
    """Return the passkey that a browser made; raises `Refused` when the answer is not genuine."""
    try:
        data = _server(origin, town).register_complete(dict(kept), json.loads(answer))
        public = data.credential_data
    except Exception as error:  # the library raises its own, CBOR's, JSON's and cryptography's errors
        raise Refused(_not_genuine()) from error
    if public is None:
        raise Refused(_not_genuine())
    return Passkey(id=websafe_encode(public.credential_id), public=websafe_encode(bytes(public)), counter=data.counter)


def ask_to_sign_in(*, origin: str, town: str) -> Asked:
    """Ask a browser for any passkey of this site: nobody has to say first who they are, so nothing is given away."""
    options, kept = _server(origin, town).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return Asked(options=json.dumps(dict(options)), kept=kept)


def id_of(answer: str) -> str:
    """Return the id of the passkey that an answer claims to be from, or an empty text."""
    try:
        return str(json.loads(answer)["id"])[:344]
    except (ValueError, KeyError, TypeError):
        return ""


def check(*, origin: str, town: str, kept: Mapping[str, Any], answer: str, passkey: Passkey) -> int:
    """Check that an answer was signed by a passkey just now; return its new signature count.

    Raises `Refused` for everything else, also when the count went back (a copied passkey).
    """
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        known = AttestedCredentialData(websafe_decode(passkey.public))
        _server(origin, town).authenticate_complete(dict(kept), [known], response)
        counter = int(response.response.authenticator_data.counter)
    except Exception as error:  # see above
        raise Refused(_not_genuine()) from error
    if counter and counter <= passkey.counter:
        raise Refused(_not_genuine())
    return counter


def _not_genuine() -> str:
    return say("Der Passkey passt nicht zu dieser Seite oder ist abgelaufen. Bitte versuchen Sie es noch einmal.")


def _descriptor(id: str) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(id))


def _server(origin: str, town: str) -> Fido2Server:
    host = urlsplit(origin).hostname or ""
    # Exactly this site: the library's own rule knows https and localhost only, and would accept subdomains.
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=town), verify_origin=lambda given: given == origin)
