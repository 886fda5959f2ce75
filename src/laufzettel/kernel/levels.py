"""Levels of assurance of an identity (Vertrauensniveau), lowest first."""

from collections.abc import Iterable
from typing import Literal, get_args

from laufzettel.kernel.language import phrase, say

Level = Literal["none", "low", "substantial", "high"]
LEVELS: tuple[Level, ...] = get_args(Level)
GERMAN: dict[Level, str] = {
    "none": phrase("ohne Anmeldung"),
    "low": phrase("niedrig"),
    "substantial": phrase("substanziell"),
    "high": phrase("hoch"),
}


def level_name(level: Level) -> str:
    """Return the name of a level in the reader's language."""
    return say(GERMAN[level])


def highest(levels: Iterable[Level]) -> Level:
    """Return the highest of some levels, `none` of none."""
    return max(levels, key=LEVELS.index, default="none")


def at_least(*, have: Level, need: Level) -> bool:
    """Say whether level `have` is enough where `need` is asked for."""
    return LEVELS.index(have) >= LEVELS.index(need)
