"""Codes that people type: from a mail, from paper; only their keyed hashes are kept."""

import hashlib
import hmac
import secrets

from django.conf import settings

from laufzettel.kernel import ids

_MAILED_DIGITS = 8


def new_mailed_code() -> str:
    """Return eight random digits for a mail; with five tries they are guessed once in 20 million times."""
    return f"{secrets.randbelow(10**_MAILED_DIGITS):0{_MAILED_DIGITS}d}"


def new_paper_codes(count: int = 8) -> tuple[str, ...]:
    """Return codes to write down, each good for one login (49 random bits)."""
    return tuple(ids.secret_code()[:11] for _ in range(count))


def tidy(text: str) -> str:
    """Return a typed code without what people put between the characters."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def hash_of(code: str, *, about: str) -> str:
    """Return what is stored of a code: keyed, so that a copy of the database does not help to guess it."""
    text = f"laufzettel code:{about}:{tidy(code)}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_same(code: str, hashed: str, *, about: str) -> bool:
    """Say whether a typed code is the one that was hashed."""
    return hmac.compare_digest(hash_of(code, about=about), hashed)


def is_same_text(first: str, second: str) -> bool:
    """Compare two codes without telling by the time it takes where they differ."""
    return hmac.compare_digest(first.encode(), second.encode())
