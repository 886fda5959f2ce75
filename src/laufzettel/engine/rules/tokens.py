"""Cuts the text of an expression into tokens: numbers, strings, words, signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .errors import RuleError, line_and_column
from .limits import MAX_SOURCE

_START = (
    "?A-Z_a-z\u00a7\u00b0\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_SMALL = "\u00b2\u00b3\u00b9"  # as in m²; like § and ° beyond the standard, but in the names of offices
_SPACE = "\\t\\n\\v\\f\\r \\x85\\xa0\\u1680\\u180e\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
_TOKEN = re.compile(
    rf"(?P<space>[{_SPACE}]+|//[^\n]*|/\*(?s:.*?)\*/)"
    r"|(?P<number>(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?)"
    rf"|(?P<word>[{_START}][{_START}{_SMALL}0-9\u00b7\u0300-\u036f\u203f-\u2040]*)"
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    r"|(?P<sign>\*\*|\.\.|<=|>=|!=|->|[-+*/=<>(){}\[\],.:@'!])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "'": "'"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: kind (number, word, string, sign, end), its text, where it starts and ends."""

    kind: str
    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens, the last one of kind `end`. Raises RuleError at the first sign that fits nowhere."""
    if len(text) > MAX_SOURCE:
        raise RuleError(f"Der Ausdruck ist länger als {MAX_SOURCE} Zeichen.")
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        if match.lastgroup != "space":
            tokens.append(Token(str(match.lastgroup), match.group(), position, match.end()))
        position = match.end()
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _unreadable(text: str, position: int) -> RuleError:
    line, column = line_and_column(text, position)
    if text[position] == '"':
        return RuleError("Hier beginnt ein Text in Anführungszeichen, der nicht endet.", line, column)
    if text.startswith("/*", position):
        return RuleError("Hier beginnt eine Bemerkung, die nicht endet.", line, column)
    return RuleError(f"Das Zeichen {text[position]!r} hat hier keine Bedeutung.", line, column)


@lru_cache(maxsize=4096)
def name_pieces(name: str) -> tuple[tuple[str, bool], ...]:
    """The tokens of a declared name, each with whether it follows the one before without a space; () if unreadable."""
    try:
        tokens = tokenize(name)[:-1]
    except RuleError:
        return ()
    return tuple((token.text, index > 0 and tokens[index - 1].end == token.start) for index, token in enumerate(tokens))


def unquote(literal: str) -> str:
    """The value of a string literal with its quotes and escapes (\\n, \\t, \\uXXXX, \\UXXXXXX)."""
    body = literal[1:-1]
    if "\\" not in body:
        return body
    return _join_surrogates(_ESCAPE.sub(_unescape, body))


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
    return _SIMPLE.get(match.group(3), "\\" + match.group(3))


def _join_surrogates(text: str) -> str:
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
