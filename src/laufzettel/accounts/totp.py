"""Codes of a second factor (RFC 6238), for the demo and for tests."""

import base64
import hashlib
import hmac
import struct
from datetime import datetime

STEP_S = 30
_DIGITS = 6


def totp_code(secret: str, *, now: datetime) -> str:
    """Return the six-digit code that an authenticator app shows at this moment for a base32 secret."""
    counter = struct.pack(">Q", int(now.timestamp()) // STEP_S)
    digest = hmac.new(base64.b32decode(secret.upper()), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"
