"""Which characters our fonts can show: PDF/A forbids a page with an unknown glyph, and applicants type anything."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LAYOUT = frozenset("\n\t\N{SOFT HYPHEN}")


def printable(text: str) -> str:
    """Return `text` in composed form with every character that no shipped font knows replaced by U+FFFD.

    Control and bidirectional formatting characters are dropped: they could make a letter lie about its data.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if composed.isascii() and composed.isprintable():
        return composed
    return "".join(_shown(character) for character in composed)


def _shown(character: str) -> str:
    if character in _LAYOUT:
        return character
    if unicodedata.category(character) in ("Cc", "Cf"):
        return ""
    return character if character in covered() else REPLACEMENT


@cache
def covered() -> frozenset[str]:
    """Return every character that the regular cut of one of the two shipped families can show."""
    families = ("SourceSans3-Regular.otf", "NotoSans-Regular.ttf")
    points = (point for name in families for point in _characters((FONTS / name).read_bytes()))
    return frozenset(chr(point) for point in points if not 0xE000 <= point <= 0xF8FF)


def _characters(font: bytes) -> set[int]:
    """Read the character map of an OpenType font (Windows, Unicode BMP, format 4)."""
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, table + 4 + 8 * index)
        if (platform, encoding) == (3, 1):
            return _format_4(font, table + offset)
    raise ValueError("font without Unicode character map")


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError("font without character map")


def _format_4(font: bytes, start: int) -> set[int]:
    (double_count,) = struct.unpack_from(">H", font, start + 6)
    count = double_count // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + double_count)
    return {
        point for first, last in zip(starts, ends, strict=True) for point in range(first, last + 1) if point < 0xFFFF
    }
