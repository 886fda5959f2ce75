"""Encrypt small secrets for the database with a key derived from the secret key of the installation."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from laufzettel.kernel.errors import Refused
from laufzettel.kernel.language import say


def _cipher(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"laufzettel second factor")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))


def encrypt(text: str) -> str:
    """Encrypt a text."""
    return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """Decrypt a text; keys in `SECRET_KEY_FALLBACKS` still open what they sealed. Raises `Refused` otherwise."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(str(secret)).decrypt(sealed.encode()).decode()
        except InvalidToken:
            continue
    raise Refused(
        say("Der zweite Faktor lässt sich nicht mehr lesen. Bitte wenden Sie sich an die Verwaltung des Systems.")
    )
