"""How the content of drafts is made unreadable: AES-256-GCM under keys that are derived or wrapped; no Django.

Everything sealed is bound to what it is about (`about`), so that nobody who can write to the database can move the
answers of one draft into another.
"""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES, _NONCE_BYTES, _MARK_BYTES = 32, 12, 4


class Unreadable(Exception):
    """The key does not fit, or the content was changed."""


def new_key() -> bytes:
    """Return a random key of 256 bits."""
    return os.urandom(KEY_BYTES)


def derive(secret: str, purpose: str) -> bytes:
    """Derive a key of 256 bits from a secret that is long and random itself; other purposes give other keys."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(secret.encode())


def seal(key: bytes, content: bytes, *, about: str) -> bytes:
    """Encrypt: a random nonce of 96 bits, then the content and its tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def unseal(key: bytes, sealed: bytes, *, about: str) -> bytes:
    """Decrypt; raises `Unreadable` when key, content or `about` do not belong together."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError):
        raise Unreadable from None


def mark_of(secret: str) -> bytes:
    """Return four bytes by which a secret is recognised without telling it."""
    return hashlib.sha256(f"laufzettel mark:{secret}".encode()).digest()[:_MARK_BYTES]


def wrap(secret: str, purpose: str, key: bytes) -> bytes:
    """Return `key` sealed under a secret, behind the mark of that secret."""
    return mark_of(secret) + seal(derive(secret, purpose), key, about=purpose)


def unwrap(secrets: tuple[str, ...], purpose: str, wrapped: bytes) -> bytes:
    """Return the key that `wrap` sealed under one of these secrets; raises `Unreadable` when none of them fits."""
    for secret in secrets:
        if mark_of(secret) == wrapped[:_MARK_BYTES]:
            return unseal(derive(secret, purpose), wrapped[_MARK_BYTES:], about=purpose)
    raise Unreadable
