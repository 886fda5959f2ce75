"""A pattern ready to use: search, replace, split."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from laufzettel.engine.rules.errors import FeelError
from laufzettel.engine.rules.limits import Run, check_items, check_text

from .machine import Program
from .reader import PatternReader

MAX_PATTERN = 1000


class Pattern:
    """A compiled pattern of XPath."""

    def __init__(self, text: str, flags: str) -> None:
        if len(text) > MAX_PATTERN:
            raise FeelError(f"Das Muster ist länger als {MAX_PATTERN} Zeichen.")
        reader = PatternReader(text, flags)
        choice = reader.read()
        self.groups = reader.groups
        self.literal = "q" in flags
        self._program = Program(choice, reader.groups, lines="m" in flags, fold="i" in flags)

    def search(self, text: str, start: int, run: Run) -> list[int] | None:
        """Start and end of the leftmost match from a place on, then of its groups (-1: not part of it), or None."""
        return self._program.search(text, start, run)

    def _matches(self, text: str, run: Run) -> Iterator[list[int]]:
        if self.search("", 0, run) is not None:
            raise FeelError("Das Muster passt auch auf den leeren Text.")
        position = 0
        count = 0
        while (found := self.search(text, position, run)) is not None:
            if found[1] == found[0]:
                raise FeelError("Das Muster passt auch auf den leeren Text.")
            count += 1
            check_items(count)
            yield found
            position = found[1]

    def replace(self, text: str, replacement: str, run: Run) -> str:
        """The text with every match replaced; $1 … stand for groups."""
        template = [replacement] if self.literal else _template(replacement, self.groups)
        pieces: list[str] = []
        position = length = 0
        for found in self._matches(text, run):
            pieces.append(text[position : found[0]])
            for part in template:
                pieces.append(part if isinstance(part, str) else text[found[part * 2] : found[part * 2 + 1]])
                length += len(pieces[-1])
            check_text(length)
            position = found[1]
        return "".join(pieces) + text[position:]

    def split(self, text: str, run: Run) -> Iterator[str]:
        """The pieces of the text between the matches."""
        position = 0
        for found in self._matches(text, run):
            yield text[position : found[0]]
            position = found[1]
        yield text[position:]


def _template(replacement: str, groups: int) -> list[str | int]:
    parts: list[str | int] = []
    at = 0
    while at < len(replacement):
        char, after = replacement[at], replacement[at + 1 : at + 2]
        if char == "\\":
            if after not in ("\\", "$") or not after:
                raise FeelError("Im Ersatztext steht ein \\ vor einem falschen Zeichen.")
            parts.append(after)
            at += 2
        elif char == "$":
            number, at = _group_number(replacement, at + 1, groups)
            parts.append(number if number <= groups else "")
        else:
            parts.append(char)
            at += 1
    return parts


def _group_number(replacement: str, at: int, groups: int) -> tuple[int, int]:
    start = at
    if at >= len(replacement) or replacement[at] not in "0123456789":
        raise FeelError("Im Ersatztext steht ein $ ohne Nummer.")
    at += 1
    while at < len(replacement) and replacement[at] in "0123456789" and int(replacement[start : at + 1]) <= groups:
        at += 1
    return int(replacement[start:at]), at


@lru_cache(maxsize=512)
def pattern_of(text: str, flags: str) -> Pattern:
    """The compiled pattern; FeelError for one that is not readable. Cached."""
    return Pattern(text, flags)
