"""Keys from German names: folded to ASCII, short, unique."""

import re
import unicodedata
from collections.abc import Container

MAX_KEY = 40
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "Ss"})
# Names that expressions know already: FEEL words and functions, and what the platform offers beside the answers.
_WORDS = (
    "all and anzahl auskunft betrag bescheid context count date datum_heute day duration eingang_am else entscheidung "
    "euro every external false floor for function heute if in index instance is item konto list max mean min mode "
    "month not null number of or partial product range return satisfies some sort split string sum then time true "
    "union upper lower vorgangsnummer aktenzeichen year years"
)
TAKEN = frozenset(_WORDS.split(" "))
# A shortened name should not end with a word that waits for the next one.
_DANGLING = frozenset(
    (
        "als",
        "an",
        "am",
        "auf",
        "aus",
        "bei",
        "bzw",
        "das",
        "der",
        "die",
        "des",
        "einer",
        "fuer",
        "im",
        "in",
        "inkl",
        "mit",
        "oder",
        "ohne",
        "und",
        "vom",
        "von",
        "zu",
        "zum",
        "zur",
    )
)


def fold(text: str) -> str:
    """Return the words of a text in lower-case ASCII with underscores, umlauts as two letters; may be empty."""
    plain = unicodedata.normalize("NFKD", text.translate(_UMLAUTS)).encode("ascii", "ignore").decode().lower()
    return "_".join(re.findall(r"[a-z0-9]+", plain))


def key_from(text: str, *, taken: Container[str] = (), fallback: str = "angabe", longest: int = MAX_KEY) -> str:
    """Return a key for a name that is not in `taken` and no reserved word, of at most `longest` characters.

    Long names lose whole words at the end; a number makes equal ones differ.
    """
    folded = fold(text)
    base = _shortened(folded, longest) or fallback
    if not base[0].isalpha():
        base = _shortened(f"{fallback}_{base}", longest)
    if base in TAKEN:
        base = f"{base}_{fallback}"
    key, number = base, 1
    while key in taken:
        number += 1
        ending = f"_{number}"
        key = _shortened(base, longest - len(ending)) + ending
    return key


def package_key(text: str) -> str:
    """Return the key of a package: the words of a title with hyphens, at most 60 characters."""
    folded = fold(text)
    if not folded[:1].isalpha():
        folded = f"antrag_{folded}".strip("_")
    return _shortened(folded, 60).replace("_", "-")


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    words = text[: longest + 1].rpartition("_")[0].split("_")
    while len(words) > 1 and words[-1] in _DANGLING:
        words.pop()
    return "_".join(words) or text[:longest]
