"""What a town offers, and how people find it with the words they use; no Django."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from laufzettel.packages import Package

_WORD = re.compile(r"[a-z0-9]+")
_LONG_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ç": "c"})
_SHORT_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "ç": "c"})
_ENDINGS = ("ungen", "ung", "ern", "en", "er", "es", "em", "e", "n", "s")
_SHORTEST_STEM = 4
_STOPWORDS = frozenset(
    [
        *("aber", "als", "am", "an", "auf", "bei", "bin", "bitte", "brauche", "das", "dem", "den", "der", "des", "die"),
        *("ein", "eine", "einem", "einen", "einer", "eines", "er", "es", "fuer", "habe", "hat", "haben", "ich", "ihr"),
        *("im", "in", "ist", "kann", "koennen", "man", "mein", "meine", "meinen", "meiner", "mich", "mir", "mit"),
        *("moechte", "muss", "nach", "neu", "neue", "neuen", "neuer", "oder", "sie", "sind", "stadt", "ueber", "um"),
        *("und", "uns", "unser", "von", "vor", "was", "wenn", "werden", "wie", "will", "wir", "wo", "zu", "zum", "zur"),
    ]
)
_TITLE, _SYNONYM, _SUMMARY = 10, 8, 3


@dataclass(frozen=True, kw_only=True)
class ServiceCard:
    """A service as a list shows it; `online` is false where only the paper way is open yet."""

    key: str
    title: str
    summary: str
    online: bool
    fee_text: str
    minutes: int
    unit: str
    units: tuple[str, ...] = ()
    life_situations: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishedService:
    """A service package in force in a town."""

    package: Package
    ref: str
    published_at: datetime


def search(cards: Sequence[ServiceCard], text: str) -> tuple[ServiceCard, ...]:
    """Return the cards that fit what somebody typed, best first, services that work online before the others.

    Umlauts may be typed in any way, endings do not matter, and a word is found inside a compound. Every word must
    fit; when no card has them all, cards with some of the words are returned.
    """
    words = [word for word in folded_words(text) if word not in _STOPWORDS]
    if not words:
        return ()
    rated = [(card, [_rate(card, word) for word in words]) for card in cards]
    complete = [(card, marks) for card, marks in rated if all(marks)]
    chosen = complete or [(card, marks) for card, marks in rated if any(marks)]
    chosen.sort(key=lambda item: (-sum(item[1]), not item[0].online, item[0].title))
    return tuple(card for card, _ in chosen)


def folded_words(text: str) -> list[str]:
    """Return the words of a text in lower case with umlauts written out."""
    return _WORD.findall(text.lower().translate(_LONG_FOLD))


def _both_foldings(text: str) -> set[str]:
    return {*folded_words(text), *_WORD.findall(text.lower().translate(_SHORT_FOLD))}


def _rate(card: ServiceCard, word: str) -> int:
    places = (
        (_TITLE, (card.title,)),
        (_SYNONYM, (*card.synonyms, *card.life_situations, card.group)),
        (_SUMMARY, (card.summary,)),
    )
    return max(weight * _closeness(word, _words_of(texts)) for weight, texts in places)


def _words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _both_foldings(text)}


def _closeness(word: str, candidates: set[str]) -> int:
    # Plurals change the vowel (Rad, Räder), so words are also compared with umlauts levelled.
    return max(_near(word, candidates), _near(_levelled(word), {_levelled(candidate) for candidate in candidates}))


def _levelled(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _near(word: str, candidates: set[str]) -> int:
    if word in candidates:
        return 3
    stem = _stem(word)
    if any(_stem(candidate) == stem for candidate in candidates):
        return 2
    is_inside = len(stem) >= _SHORTEST_STEM and any(stem in candidate for candidate in candidates)
    return 1 if is_inside else 0


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
