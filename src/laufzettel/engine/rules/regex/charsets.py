"""Sets of characters in patterns: ranges, categories, the escapes of XML Schema, and comparison without case."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from laufzettel.engine.rules.errors import FeelError

Member = Callable[[str], bool]
_EXTRA_CASE = {"k": "\u212a", "s": "\u017f", "å": "\u212b", "K": "\u212a", "S": "\u017f", "Å": "\u212b"}
_CATEGORIES = [
    "L",
    "Lu",
    "Ll",
    "Lt",
    "Lm",
    "Lo",
    "M",
    "Mn",
    "Mc",
    "Me",
    "N",
    "Nd",
    "Nl",
    "No",
    "P",
    "Pc",
    "Pd",
    "Ps",
    "Pe",
    "Pi",
    "Pf",
    "Po",
    "Z",
    "Zs",
    "Zl",
    "Zp",
    "S",
    "Sm",
    "Sc",
    "Sk",
    "So",
    "C",
    "Cc",
    "Cf",
    "Co",
    "Cn",
]
BLOCKS = {
    "BasicLatin": (0x0, 0x7F), "Latin-1Supplement": (0x80, 0xFF), "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F), "IPAExtensions": (0x250, 0x2AF), "SpacingModifierLetters": (0x2B0, 0x2FF),
    "CombiningDiacriticalMarks": (0x300, 0x36F), "Greek": (0x370, 0x3FF), "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF), "Armenian": (0x530, 0x58F), "Hebrew": (0x590, 0x5FF), "Arabic": (0x600, 0x6FF),
    "Thai": (0xE00, 0xE7F), "Tibetan": (0xF00, 0xFFF), "Georgian": (0x10A0, 0x10FF), "HangulJamo": (0x1100, 0x11FF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF), "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F), "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF), "LetterlikeSymbols": (0x2100, 0x214F), "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF), "MathematicalOperators": (0x2200, 0x22FF), "BoxDrawing": (0x2500, 0x257F),
    "Dingbats": (0x2700, 0x27BF), "CJKSymbolsandPunctuation": (0x3000, 0x303F), "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF), "CJKUnifiedIdeographs": (0x4E00, 0x9FFF), "HangulSyllables": (0xAC00, 0xD7AF),
    "PrivateUse": (0xE000, 0xF8FF), "Specials": (0xFFF0, 0xFFFF),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CharSet:
    """Characters by ranges and tests; `negated` and `minus` (subtraction) apply to the whole."""

    ranges: tuple[tuple[str, str], ...] = ()
    tests: tuple[Member, ...] = ()
    negated: bool = False
    minus: CharSet | None = None
    fold: bool = False
    known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def has(self, char: str) -> bool:
        """True when a character belongs to the set. Remembers answers."""
        answer = self.known.get(char)
        if answer is None:
            answer = self._has(char)
            if len(self.known) < 2000:
                self.known[char] = answer
        return answer

    def _has(self, char: str) -> bool:
        forms = cases(char) if self.fold else (char,)
        inside = any(self._listed(form) for form in forms) != self.negated
        return inside and not (self.minus is not None and self.minus.has(char))

    def _listed(self, char: str) -> bool:
        return any(low <= char <= high for low, high in self.ranges) or any(test(char) for test in self.tests)


@lru_cache(maxsize=4096)
def cases(char: str) -> tuple[str, ...]:
    """All forms of a character that differ only in case."""
    forms = {char, char.lower(), char.upper(), char.upper().lower(), char.lower().upper()}
    forms |= {_EXTRA_CASE[form] for form in tuple(forms) if form in _EXTRA_CASE}
    return tuple(form for form in forms if len(form) == 1)


def category_test(name: str) -> Member:
    """The test behind \\p{name}: a category such as Lu, or a block such as IsBasicLatin."""
    if name in _CATEGORIES:
        return lambda char: unicodedata.category(char).startswith(name)
    if name.startswith("Is") and name[2:] in BLOCKS:
        low, high = BLOCKS[name[2:]]
        return lambda char: low <= ord(char) <= high
    raise FeelError(f"Die Zeichenklasse {name} ist unbekannt.")


def _is_name_start(char: str) -> bool:
    return char in ":_" or unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nl")


def _is_name(char: str) -> bool:
    return _is_name_start(char) or char in "-.\u00b7" or unicodedata.category(char) in ("Nd", "Mn", "Mc", "Lm")


ESCAPES: dict[str, Member] = {
    "s": lambda char: char in " \t\n\r",
    "d": lambda char: unicodedata.category(char) == "Nd",
    "w": lambda char: unicodedata.category(char)[0] not in "PZC",
    "i": _is_name_start,
    "c": _is_name,
}
