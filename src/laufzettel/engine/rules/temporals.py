"""What `@"…"` and the functions date, time, duration make of a text."""

from __future__ import annotations

from typing import Any

from .durations import parse_duration
from .errors import FeelError
from .temporal import parse_date, parse_date_time, parse_time


def at_literal(text: str) -> Any:
    """Date, date and time, time or duration, whichever the text is; FeelError otherwise."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    if "T" in text:
        return parse_date_time(text)
    if ":" in text:
        return parse_time(text)
    try:
        return parse_date(text)
    except FeelError:
        raise FeelError(f"@„{text[:40]}“ ist weder Datum noch Uhrzeit noch Dauer.") from None
