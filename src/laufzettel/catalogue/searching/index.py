"""The inverted index of one town: from the key of a word to the services that have it, and how much that says."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from laufzettel.catalogue.searching.compounds import Splitter
from laufzettel.catalogue.searching.entry import Entry
from laufzettel.catalogue.searching.words import is_stopword, key_of, keys_of, level, words_of

_TITLE, _ALSO, _SYNONYM, _SITUATION, _TEXT = 10.0, 8.0, 8.0, 5.0, 2.0
_PART = 0.7
# Behind the colon of "Kraftfahrzeugzulassung: Abmelden" stands what this service does.
_AFTER_COLON = 1.25
_MOST_PREFIXED = 60

Marks = dict[int, float]


@dataclass(frozen=True, kw_only=True)
class Index:
    """Everything the search needs of a town, never changed after it was built."""

    entries: tuple[Entry, ...]
    marks: Mapping[str, Marks]
    exact: Mapping[frozenset[str], tuple[int, ...]]
    spellings: tuple[str, ...]
    written: Mapping[str, str]
    meanings: Mapping[str, tuple[tuple[str, ...], ...]]
    phrases: tuple[tuple[frozenset[str], tuple[tuple[str, ...], ...]], ...]
    splitter: Splitter

    def beginning_with(self, start: str) -> set[str]:
        """Return the keys of the first words in the alphabet that begin like this, levelled."""
        place, found = bisect_left(self.spellings, start), set()
        for spelling in self.spellings[place : place + _MOST_PREFIXED]:
            if not spelling.startswith(start):
                break
            found.add(key_of(spelling))
        return found


def build_index(entries: Sequence[Entry], base: Iterable[str], everyday: Mapping[str, Sequence[str]]) -> Index:
    """Build the index of a town's services over base words and what people say in everyday life."""
    base = tuple(base)
    written = _written(entries, everyday)
    splitter = Splitter(base, (word for word in written if word.isalpha()))
    marks: dict[str, Marks] = defaultdict(dict)
    exact: dict[frozenset[str], list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for key, mark in _marks_of(entry, splitter).items():
            marks[key][number] = mark
        for phrase in dict.fromkeys((entry.title, *entry.synonyms, *entry.also)):
            if keys := frozenset(keys_of(phrase)):
                exact[keys].append(number)
    meanings, phrases = _everyday(everyday)
    return Index(
        entries=tuple(entries),
        marks=dict(marks),
        exact={keys: tuple(dict.fromkeys(numbers)) for keys, numbers in exact.items()},
        spellings=_spellings(written, splitter, {*marks, *meanings}),
        written={**{level(word): word for word in base}, **written},
        meanings=meanings,
        phrases=phrases,
        splitter=splitter,
    )


def _written(entries: Iterable[Entry], everyday: Iterable[str]) -> dict[str, str]:
    """Return every word as it is written, by its levelled form; titles decide."""
    found: dict[str, str] = {}
    for text in (part for entry in entries for part in (entry.title, *entry.also, *entry.synonyms, *entry.situations)):
        _note(found, text)
    for text in everyday:
        _note(found, text)
    return found


def _note(found: dict[str, str], text: str) -> None:
    for word in text.replace("/", " ").split():
        bare = word.strip("(),.:;–-„“\"'!?>")
        for lowered in words_of(bare):
            found.setdefault(level(lowered), bare if len(words_of(bare)) == 1 else lowered)


def _marks_of(entry: Entry, splitter: Splitter) -> dict[str, float]:
    title, _, rest = entry.title.partition(":")
    # A word of a short title says more than one of many.
    weight = _TITLE * (0.75 + 0.25 / math.sqrt(max(len(keys_of(entry.title)), 1)))
    found: dict[str, float] = {}
    _mark(found, title, weight, splitter)
    _mark(found, rest, weight * _AFTER_COLON, splitter)
    for texts, weight in (
        (entry.also, _ALSO),
        (entry.synonyms, _SYNONYM),
        (entry.situations, _SITUATION),
        ((entry.text,), _TEXT),
    ):
        for text in texts:
            _mark(found, text, weight, splitter)
    return found


def _mark(found: dict[str, float], text: str, weight: float, splitter: Splitter) -> None:
    for word in words_of(text):
        if is_stopword(word):
            continue
        _raise(found, key_of(word), weight)
        for part in _pieces(splitter.parts(word)):
            _raise(found, key_of(part), weight * _PART)


def _pieces(parts: Sequence[str]) -> Iterable[str]:
    """Return single parts and neighbours joined: Bewohner, Bewohnerpark, Park, Parkausweis, Ausweis."""
    if len(parts) < 2:
        return ()
    return ("".join(parts[start:end]) for start, end in combinations(range(len(parts) + 1), 2))


def _raise(found: dict[str, float], key: str, mark: float) -> None:
    if mark > found.get(key, 0.0):
        found[key] = mark


def _spellings(written: Iterable[str], splitter: Splitter, known: set[str]) -> tuple[str, ...]:
    """Return, in order, every spelling of a whole word or its parts whose key leads somewhere."""
    found = {piece for word in written for piece in (word, *splitter.parts(word)) if key_of(piece) in known}
    return tuple(sorted(found))


def _everyday(
    everyday: Mapping[str, Sequence[str]],
) -> tuple[dict[str, tuple[tuple[str, ...], ...]], tuple[tuple[frozenset[str], tuple[tuple[str, ...], ...]], ...]]:
    single: dict[str, tuple[tuple[str, ...], ...]] = {}
    phrases = []
    for said, meant in everyday.items():
        keys, targets = keys_of(said), tuple(keys_of(target) for target in meant)
        if len(keys) == 1:
            single[keys[0]] = (*single.get(keys[0], ()), *targets)
        else:
            phrases.append((frozenset(keys), targets))
    return single, tuple(phrases)
