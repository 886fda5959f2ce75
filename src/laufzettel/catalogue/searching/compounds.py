"""Parts of German compounds: Wohnungsgeberbestätigung is Wohnung, Geber and Bestätigung."""

from collections.abc import Iterable

from laufzettel.catalogue.searching.words import level

_SHORTEST_BASE, _SHORTEST_SEEN, _SHORTEST_END = 3, 5, 5
_LONGEST = 60
# Letters between parts, or the ending of the last one.
_JOINTS = ("", "s", "es", "n", "en", "e", "er", "ns", "nen", "innen", "se", "sen")


class Splitter:
    """Splits words over a vocabulary: `base` words stay whole; `seen` words are parts that may have parts."""

    def __init__(self, base: Iterable[str], seen: Iterable[str] = ()) -> None:
        self._base = frozenset(word for word in map(level, base) if len(word) >= _SHORTEST_BASE)
        others = frozenset(word for word in map(level, seen) if len(word) >= _SHORTEST_SEEN)
        self._known = self._base | others
        self._found: dict[str, tuple[str, ...]] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the parts of a word, levelled and without the letters between them; the word alone if it has none.

        Where only the beginning or the end is known, the rest counts as a part of its own.
        """
        word = level(word)
        if word not in self._found:
            self._found[word] = self._split(word)
        return self._found[word]

    def _split(self, word: str) -> tuple[str, ...]:
        if word in self._base or len(word) > _LONGEST or not word.isalpha():
            return (word,)
        whole = self._cover(word) or self._at_the_ends(word)
        if len(whole) < 2:
            return (word,)
        return tuple(small for part in whole for small in self.parts(part))

    def _cover(self, word: str) -> tuple[str, ...]:
        """Return the fewest known parts that make up the whole word; among equals the longest first part."""
        best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        for start in range(len(word)):
            before = best[start]
            if before is None:
                continue
            for end in range(len(word), start + _SHORTEST_BASE - 1, -1):
                part = word[start:end]
                if part == word or part not in self._known:
                    continue
                for joint in _JOINTS:
                    stop = end + len(joint)
                    if word[end:stop] == joint and stop <= len(word):
                        known = best[stop]
                        if known is None or len(before) + 1 < len(known):
                            best[stop] = (*before, part)
        return best[-1] or ()

    def _at_the_ends(self, word: str) -> tuple[str, ...]:
        for start in range(_SHORTEST_BASE, len(word) - _SHORTEST_END + 1):
            if self._is_base(word[start:]):
                return (word[:start], word[start:])
        for end in range(len(word) - _SHORTEST_BASE, _SHORTEST_END - 1, -1):
            if word[:end] in self._base:
                return (word[:end], word[end:])
        return ()

    def _is_base(self, end: str) -> bool:
        return any(
            end.removesuffix(joint) in self._base and len(end) - len(joint) >= _SHORTEST_END
            for joint in _JOINTS
            if end.endswith(joint)
        )
