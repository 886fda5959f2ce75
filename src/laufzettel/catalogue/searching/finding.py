"""Answer a question: which services fit the words, best first, and what was probably meant."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from laufzettel.catalogue.searching.index import Index, Marks
from laufzettel.catalogue.searching.words import is_optional, is_stopword, key_of, level, words_of

_MEANING, _PARTS, _BEGINNING, _SLIP = 0.9, 0.6, 0.5, 0.5
_SHORTEST_BEGINNING = 3
_MOST_WORDS = 12
_ONLINE = 1.15
_EXACT, _ALL, _SOME = 2, 1, 0
_FEWEST_LETTERS_TO_CORRECT, _FEWEST_FOR_TWO_SLIPS, _MOST_CORRECTIONS = 4, 8, 4
_MOST_SUGGESTIONS = 3
_FARTHEST_SUGGESTION = 0.5


@dataclass(frozen=True, kw_only=True)
class Found:
    """Services by key, best first; `meant` is the question with its slips corrected, empty when there was none."""

    keys: tuple[str, ...] = ()
    meant: str = ""
    suggestions: tuple[str, ...] = ()


def find(index: Index, text: str) -> Found:
    """Return what fits the words of a text.

    Services that have every word come first, exact titles and synonyms at the top, then those with some of the words
    when no service has all. Equal hits stand online first, then by title. Without a hit, words that look alike are
    proposed.
    """
    words = [word for word in words_of(text)[:_MOST_WORDS] if not is_stopword(word)]
    words = _joined(index, words)
    if not words:
        return Found()
    asked = _Asked(index, words)
    words = [piece for word in words for piece in _spread(asked, word)]
    hits = [asked.hits(word) for word in words]
    order = _ranked(index, words, hits)
    if not order:
        return Found(suggestions=_alike(index, words))
    meant = " ".join(asked.corrected.get(word, word) for word in words_of(text)[:_MOST_WORDS])
    return Found(keys=tuple(index.entries[number].key for number in order), meant=meant if asked.corrected else "")


def _joined(index: Index, words: list[str]) -> list[str]:
    """Put together what belongs together: reise pass is Reisepass where the town writes it so."""
    found: list[str] = []
    for word in words:
        if found and level(found[-1] + word) in index.written and key_of(found[-1] + word) in index.marks:
            found[-1] += word
        else:
            found.append(word)
    return found


class _Asked:
    """One question while it is answered: what each word led to, and which words had to be spelled otherwise."""

    def __init__(self, index: Index, words: list[str]) -> None:
        self.index = index
        self.words = words
        self.corrected: dict[str, str] = {}
        self._hits: dict[str, Marks] = {}

    def hits(self, word: str) -> Marks:
        """Return the services a word leads to, with marks."""
        if word not in self._hits:
            self._hits[word] = self._found(word)
        return self._hits[word]

    def _found(self, word: str) -> Marks:
        found = _direct(self.index, word, self.words)
        if found:
            return found
        parts = self.index.splitter.parts(word)
        if len(parts) > 1 and (found := _with_all(self.index, map(key_of, parts), _PARTS)):
            return found
        for spelling in _slips(self.index, word):
            if direct := _direct(self.index, spelling, self.words):
                self.corrected[word] = self.index.written.get(spelling, spelling)
                return {number: mark * _SLIP for number, mark in direct.items()}
        return {}


def _spread(asked: _Asked, word: str) -> tuple[str, ...]:
    """Return the word, or its parts when the whole leads nowhere: Straßensperrung is Straße and Sperrung."""
    if asked.hits(word):
        return (word,)
    parts = tuple(part for part in asked.index.splitter.parts(word) if not is_stopword(part))
    return parts or (word,)


def _direct(index: Index, word: str, words: list[str]) -> Marks:
    key = key_of(word)
    found = dict(index.marks.get(key, {}))
    for meaning in _meanings(index, key, words):
        _add(found, _with_all(index, meaning, _MEANING))
    if len(level(word)) >= _SHORTEST_BEGINNING:
        for longer in index.beginning_with(level(word)) - {key}:
            _add(found, {number: mark * _BEGINNING for number, mark in index.marks.get(longer, {}).items()})
            for meaning in index.meanings.get(longer, ()):
                _add(found, _with_all(index, meaning, _MEANING * _BEGINNING))
    return found


def _meanings(index: Index, key: str, words: list[str]) -> Iterator[tuple[str, ...]]:
    yield from index.meanings.get(key, ())
    keys = {key_of(word) for word in words}
    for phrase, targets in index.phrases:
        if key in phrase and phrase <= keys:
            yield from targets


def _with_all(index: Index, keys: Iterable[str], factor: float) -> Marks:
    """Return the services that have all the keys, marked by the weakest of them."""
    each = [index.marks.get(key, {}) for key in keys]
    if not each:
        return {}
    each.sort(key=len)
    return {
        number: factor * min(marks[number] for marks in each)
        for number in each[0]
        if all(number in marks for marks in each)
    }


def _add(found: Marks, more: Marks) -> None:
    for number, mark in more.items():
        if mark > found.get(number, 0.0):
            found[number] = mark


def _slips(index: Index, word: str) -> list[str]:
    """Return the spellings nearest to a word that leads nowhere."""
    typed = level(word)
    if len(typed) < _FEWEST_LETTERS_TO_CORRECT or not typed.isalpha():
        return []
    most = 2 if len(typed) >= _FEWEST_FOR_TWO_SLIPS else 1
    near = extract(typed, index.spellings, scorer=OSA.distance, score_cutoff=most, limit=_MOST_CORRECTIONS)
    return [spelling for spelling, _, _ in sorted(near, key=lambda one: (one[1], one[0][:1] != typed[:1], one[0]))]


def _ranked(index: Index, words: list[str], hits: list[Marks]) -> list[int]:
    total = len(index.entries)
    weights = [math.log(1 + total / len(marks)) if marks else 0.0 for marks in hits]
    needed = [place for place, word in enumerate(words) if not is_optional(word)] or list(range(len(words)))
    exact = set(index.exact.get(frozenset(map(key_of, words)), ()))
    scores: dict[int, float] = {}
    for marks, weight in zip(hits, weights, strict=True):
        for number, mark in marks.items():
            scores[number] = scores.get(number, 0.0) + weight * mark
    tiers = {
        number: _EXACT if number in exact else _ALL if all(number in hits[place] for place in needed) else _SOME
        for number in scores
    }
    best = max(tiers.values(), default=_SOME)
    kept = [number for number in scores if tiers[number] >= min(best, _ALL)]
    if best == _SOME:
        kept = [number for number in kept if any(number in hits[place] for place in needed)]
    return sorted(kept, key=lambda number: _place(index, number, tiers[number], scores[number]))


def _place(index: Index, number: int, tier: int, score: float) -> tuple[int, float, bool, str, str]:
    entry = index.entries[number]
    return (-tier, -round(score * (_ONLINE if entry.online else 1.0), 6), not entry.online, entry.title, entry.key)


def _alike(index: Index, words: list[str]) -> tuple[str, ...]:
    """Return written words that look like those typed."""
    found: list[tuple[float, str]] = []
    for word in words:
        if len(word) < _FEWEST_LETTERS_TO_CORRECT or not word.isalpha():
            continue
        near = extract(
            level(word), index.spellings, scorer=OSA.normalized_distance, score_cutoff=_FARTHEST_SUGGESTION, limit=5
        )
        found += [(score, index.written.get(spelling, spelling)) for spelling, score, _ in near]
    return tuple(dict.fromkeys(word for _, word in sorted(found)))[:_MOST_SUGGESTIONS]
