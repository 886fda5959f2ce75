"""Word lists of the search, written for Laufzettel (source: own list)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def base_words() -> tuple[str, ...]:
    """Return simple words of which German administrative compounds are made."""
    return tuple(word for line in _lines("words.txt") for word in line.split())


@cache
def everyday_words() -> Mapping[str, tuple[str, ...]]:
    """Return what people say, and what the town calls it: one or more official words or phrases."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines("everyday.txt"):
        said, _, meant = line.partition("=")
        targets = tuple(target.strip() for target in meant.split(","))
        for phrase in said.split(","):
            found[phrase.strip()] = (*found.get(phrase.strip(), ()), *targets)
    return found


def _lines(name: str) -> list[str]:
    text = (_HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
