"""Names in scope while parsing: FEEL names contain spaces and signs, so the longest known name wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .tokens import Token, name_pieces

KEYWORDS = frozenset(
    [
        "and",
        "or",
        "in",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "function",
        "external",
        "true",
        "false",
        "null",
    ]
)
Known = dict[str, list[tuple[tuple[tuple[str, bool], ...], str]]]


class Scope:
    """Names of one level, found by their first word."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._known: Known = {}
        self._single: set[str] = set()
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known."""
        pieces = name_pieces(name)
        if len(pieces) == 1:
            self._single.add(name)
        elif pieces:
            entries = self._known.setdefault(pieces[0][0], [])
            entries.append((pieces, " ".join(name.split())))
            entries.sort(key=lambda entry: -len(entry[0]))

    def match(self, tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
        """The longest name that starts at a token, with the number of its tokens."""
        first = tokens[index].text
        for pieces, name in self._known.get(first, ()):
            if _fits(tokens, index, pieces):
                return name, len(pieces)
        return (first, 1) if first in self._single else None


def _fits(tokens: Sequence[Token], index: int, pieces: Sequence[tuple[str, bool]]) -> bool:
    if index + len(pieces) >= len(tokens):
        return False
    for offset, (text, tight) in enumerate(pieces):
        token = tokens[index + offset]
        if token.text != text or (tight and tokens[index + offset - 1].end != token.start):
            return False
    return True


def longest(scopes: Iterable[Scope], tokens: Sequence[Token], index: int) -> tuple[str, int, int] | None:
    """The longest name over all levels, with its length and level; the innermost level wins a tie."""
    best: tuple[str, int, int] | None = None
    for level, scope in enumerate(scopes):
        found = scope.match(tokens, index)
        if found is not None and (best is None or found[1] >= best[1]):
            best = (found[0], found[1], level)
    return best
