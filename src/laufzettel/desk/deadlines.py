"""A deadline as a chip: words first, a bar beside them, never colour alone."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Urgency = Literal["late", "today", "soon", "calm"]
_SOON_DAYS = 3
_HORIZON_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class DeadlineChip:
    """What a chip shows: the day, how far away it is in words, and how much of the last two weeks is used up."""

    due_on: date
    text: str
    urgency: Urgency
    used: int
    horizon: int = _HORIZON_DAYS


def deadline_chip(due_on: date, *, today: date) -> DeadlineChip:
    """Return the chip for a day as seen today; both are calendar days in Germany."""
    left = (due_on - today).days
    return DeadlineChip(
        due_on=due_on,
        text=_words(left),
        urgency="late" if left < 0 else "today" if left == 0 else "soon" if left <= _SOON_DAYS else "calm",
        used=min(_HORIZON_DAYS, max(0, _HORIZON_DAYS - left)),
    )


def _words(left: int) -> str:
    if left == 0:
        return "heute fällig"
    if left == 1:
        return "morgen fällig"
    if left > 0:
        return f"noch {left} Tage"
    return "überfällig seit gestern" if left == -1 else f"überfällig seit {-left} Tagen"
