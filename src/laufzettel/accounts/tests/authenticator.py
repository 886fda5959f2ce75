"""A device with one passkey, played in Python: answers what a browser would answer."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

_PRESENT_AND_VERIFIED, _WITH_KEY = 0x05, 0x40


class Device:
    """One authenticator with one key for one site; `origin` is what its browser says it is on."""

    def __init__(self, origin: str = "http://mainz.localhost") -> None:
        self.origin = origin
        self.id = secrets.token_bytes(32)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.counter = 0

    def make(self, options: str) -> str:
        """Answer `navigator.credentials.create`."""
        asked = json.loads(options)["publicKey"]
        public = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(_rp(asked["rp"]["id"]), _PRESENT_AND_VERIFIED | _WITH_KEY, 0, public)
        return self._answer(
            {
                "clientDataJSON": self._client_data("webauthn.create", asked),
                "attestationObject": bytes(AttestationObject.create("none", data, {})),
            }
        )

    def sign(self, options: str, *, flags: int = _PRESENT_AND_VERIFIED) -> str:
        """Answer `navigator.credentials.get`."""
        asked = json.loads(options)["publicKey"]
        self.counter += 1
        data = AuthenticatorData.create(_rp(asked["rpId"]), flags, self.counter)
        client = self._client_data("webauthn.get", asked)
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": bytes(data), "signature": signature})

    def _client_data(self, kind: str, asked: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _answer(self, parts: dict[str, bytes]) -> str:
        response = {name: websafe_encode(part) for name, part in parts.items()}
        id = websafe_encode(self.id)
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})


def _rp(id: str) -> bytes:
    return hashlib.sha256(id.encode()).digest()
