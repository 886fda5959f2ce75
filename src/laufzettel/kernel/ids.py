"""Identifiers: random ids, readable references with a check character, secret codes."""

import secrets
import uuid
from datetime import date

# Without 0, O, 1, I, L, U: easy to read aloud and to type.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> str:
    """Return a fresh random id (UUID 4, 122 random bits)."""
    return str(uuid.uuid4())


def _random_text(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def check_character(text: str) -> str:
    """Return the character that lets a reader notice one wrong or two swapped characters (Luhn mod N)."""
    total, factor = 0, 2
    for character in reversed(text):
        addend = factor * ALPHABET.index(character)
        total += addend // len(ALPHABET) + addend % len(ALPHABET)
        factor = 3 - factor
    return ALPHABET[-total % len(ALPHABET)]


def reference(*, prefix: str, on: date) -> str:
    """Return a fresh reference such as `MZ-26-7F3K-9QXM`: town, year, 7 random characters, check character."""
    body = _random_text(7)
    body += check_character(body)
    return f"{prefix}-{on:%y}-{body[:4]}-{body[4:]}"


def tidy_reference(text: str) -> str | None:
    """Return a typed reference in its canonical form, or None when it cannot be one (check character wrong)."""
    compact = "".join(character for character in text.upper() if character.isalnum())
    if len(compact) < 12:
        return None
    prefix, year, body = compact[:-10], compact[-10:-8], compact[-8:]
    if not year.isdigit() or any(character not in ALPHABET for character in body):
        return None
    return f"{prefix}-{year}-{body[:4]}-{body[4:]}" if check_character(body[:7]) == body[7] else None


def secret_code() -> str:
    """Return a fresh code that alone opens something: 20 characters, 98 random bits, in groups of five."""
    text = _random_text(20)
    return "-".join(text[start : start + 5] for start in range(0, 20, 5))


def tidy_code(text: str) -> str:
    """Return a typed secret code in its canonical form (upper case, groups of five)."""
    compact = "".join(character for character in text.upper() if character.isalnum())
    return "-".join(compact[start : start + 5] for start in range(0, len(compact), 5))


def payment_reference(*, prefix: str, number: int) -> str:
    """Return a payment reference (Kassenzeichen): prefix, ten digits, two check digits modulo 97 (ISO 7064)."""
    digits = f"{number:010d}"
    return f"{prefix}{digits}{_check_digits(digits)}"


def is_payment_reference(text: str) -> bool:
    """Say whether the check digits of a payment reference fit."""
    digits, check = text[-12:-2], text[-2:]
    return len(text) > 12 and digits.isdigit() and check == _check_digits(digits)


def _check_digits(digits: str) -> str:
    return f"{98 - int(digits + '00') % 97:02d}"
