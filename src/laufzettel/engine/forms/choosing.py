"""Find an answer in a long list by what somebody typed: exactly, without umlauts, or nearly."""

import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from laufzettel.engine.forms.definition import Option

SEARCH_FROM = 50
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def needs_search(options: Sequence[Option]) -> bool:
    """Say whether a list is too long to look through: then people type and are offered what fits."""
    return len(options) > SEARCH_FROM


def find_option(options: Sequence[Option], text: str) -> Option | None:
    """Return the option that somebody means by a stored value or by its label, however they spell it; else None."""
    exact = next((option for option in options if option.value == text), None)
    if exact:
        return exact
    wanted = plain(text)
    same = [option for option in options if plain(option.label) == wanted]
    return same[0] if len(same) == 1 else None


def close_options(options: Sequence[Option], text: str, *, limit: int = 10) -> tuple[Option, ...]:
    """Return the options that begin with, hold, or nearly are the text, the best first; at most `limit`."""
    wanted = plain(text)[:100]
    if not wanted:
        return tuple(options[:limit])
    labels = [plain(option.label) for option in options]
    begins = [index for index, label in enumerate(labels) if label.startswith(wanted)]
    holds = [index for index, label in enumerate(labels) if wanted in label]
    near = process.extract(wanted, labels, scorer=fuzz.WRatio, limit=limit, score_cutoff=75)
    found = dict.fromkeys((*begins, *holds, *(index for _, _, index in near)))
    return tuple(options[index] for index in list(found)[:limit])


def plain(text: str) -> str:
    """Return a text for comparing: small, umlauts written out, without accents and signs."""
    small = unicodedata.normalize("NFD", text.casefold().translate(_GERMAN))
    letters = "".join(sign if sign.isalnum() else " " for sign in small if not unicodedata.combining(sign))
    return " ".join(letters.split())
