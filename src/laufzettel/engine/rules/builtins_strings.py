"""Built-in functions for texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .errors import FeelError
from .limits import Run, check_text
from .regex import pattern_of
from .registry import builtin

TEXT = "Texte"


@builtin("substring(string: string, start position: number, [length: number]) -> string", group=TEXT)
def substring(text: str, start: Decimal, length: Decimal | None = None) -> str:
    """Ein Stück eines Textes, gezählt ab 1; negative Zahlen zählen vom Ende.

    >>> feel('substring("Grundsteuer", 6, 6)')
    "steuer"
    """
    first = int(start)
    if first == 0 or abs(first) > len(text):
        raise FeelError("Der Anfang liegt außerhalb des Textes.")
    first = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[first:]
    if length < 1:
        raise FeelError("Die Länge muss mindestens 1 sein.")
    return text[first : first + int(length)]


@builtin("string length(string: string) -> number", group=TEXT)
def string_length(text: str) -> Decimal:
    """Wie viele Zeichen ein Text hat.

    >>> feel('string length("Straße")')
    6
    """
    return Decimal(len(text))


@builtin("upper case(string: string) -> string", group=TEXT)
def upper_case(text: str) -> str:
    """Der Text in Großbuchstaben.

    >>> feel('upper case("Trier")')
    "TRIER"
    """
    return text.upper()


@builtin("lower case(string: string) -> string", group=TEXT)
def lower_case(text: str) -> str:
    """Der Text in Kleinbuchstaben.

    >>> feel('lower case("ÄRZTIN")')
    "ärztin"
    """
    return text.lower()


@builtin("substring before(string: string, match: string) -> string", group=TEXT)
def substring_before(text: str, match: str) -> str:
    """Der Text vor einer Stelle; leer, wenn es die Stelle nicht gibt.

    >>> feel('substring before("MZ-AB 123", "-")')
    "MZ"
    """
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after(string: string, match: string) -> string", group=TEXT)
def substring_after(text: str, match: str) -> str:
    """Der Text nach einer Stelle; leer, wenn es die Stelle nicht gibt.

    >>> feel('substring after("MZ-AB 123", "-")')
    "AB 123"
    """
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string) -> boolean", group=TEXT)
def contains(text: str, match: str) -> bool:
    """Ob ein Text einen anderen enthält.

    >>> feel('contains("Grundsteuer", "steuer")')
    true
    """
    return match in text


@builtin("starts with(string: string, match: string) -> boolean", group=TEXT)
def starts_with(text: str, match: str) -> bool:
    """Ob ein Text mit einem anderen anfängt.

    >>> feel('starts with("MZ-AB 123", "MZ")')
    true
    """
    return text.startswith(match)


@builtin("ends with(string: string, match: string) -> boolean", group=TEXT)
def ends_with(text: str, match: str) -> bool:
    """Ob ein Text mit einem anderen aufhört.

    >>> feel('ends with("bescheid.pdf", ".pdf")')
    true
    """
    return text.endswith(match)


@builtin("matches(input: string, pattern: string, [flags: string?]) -> boolean", group=TEXT, needs_run=True)
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    """Ob ein Muster (regulärer Ausdruck) irgendwo im Text vorkommt.

    >>> feel('matches("55116", "^[0-9]{5}$")')
    true
    """
    return pattern_of(pattern, flags or "").search(text, 0, run) is not None


@builtin(
    "replace(input: string, pattern: string, replacement: string, [flags: string?]) -> string",
    group=TEXT,
    needs_run=True,
)
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    """Ersetzt jede Stelle, auf die ein Muster passt; $1 steht für die erste Klammer.

    >>> feel('replace("2026-05-04", "(\\\\d+)-(\\\\d+)-(\\\\d+)", "$3.$2.$1")')
    "04.05.2026"
    """
    return pattern_of(pattern, flags or "").replace(text, replacement, run)


@builtin("split(string: string, delimiter: string) -> list", group=TEXT, needs_run=True)
def split(run: Run, text: str, delimiter: str) -> list[Any]:
    """Zerlegt einen Text an jeder Stelle, auf die ein Muster passt.

    >>> feel('split("Speyer;Worms;Trier", ";")')
    ["Speyer", "Worms", "Trier"]
    """
    return list(pattern_of(delimiter, "").split(text, run))


@builtin("string join(list: list, [delimiter: string?]) -> string", group=TEXT)
def string_join(items: list[Any], delimiter: str | None = None) -> str:
    """Fügt die Texte einer Liste zusammen; null wird ausgelassen.

    >>> feel('string join(["Hund", "Katze"], " und ")')
    "Hund und Katze"
    """
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        raise FeelError("string join braucht eine Liste von Texten.")
    check_text(sum(map(len, texts)) + len(texts) * len(delimiter or ""))
    return (delimiter or "").join(texts)
