"""Reads a pattern of XPath 3 into its parts."""

from __future__ import annotations

from dataclasses import dataclass, field

from laufzettel.engine.rules.errors import FeelError

from .charsets import ESCAPES, CharSet, Member, category_test

MAX_REPEAT = 1000
MAX_GROUPS = 90
_LITERAL_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"} | {char: char for char in "\\|.-^?*+{}()[]$"}


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a set."""

    chars: CharSet


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start (^) or end ($) of the text or, with flag m, of a line."""

    sign: str


@dataclass(frozen=True, slots=True)
class Back:
    """What a group matched before."""

    group: int


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives in brackets; number 0 for brackets that do not count."""

    number: int
    body: Choice


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part several times; most is None for "any number"."""

    part: Part
    least: int
    most: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives, each a sequence of parts."""

    branches: tuple[tuple[Part, ...], ...] = field(default=((),))


Part = Chars | Anchor | Back | Group | Repeat


def _without_spaces(text: str) -> str:
    """Flag x: spaces outside of classes do not count."""
    kept, level, skip = [], 0, False
    for char in text:
        if level == 0 and char in " \t\n\r":
            continue
        kept.append(char)
        if not skip:
            level = max(0, level + (char == "[") - (char == "]"))
        skip = char == "\\" and not skip
    return "".join(kept)


class PatternReader:
    """Reads one pattern; flags as in XPath: s m i x q."""

    def __init__(self, text: str, flags: str) -> None:
        if set(flags) - set("smixq"):
            raise FeelError(f"Die Schalter „{flags[:20]}“ kennt ein Muster nicht.")
        self.flags, self.at = flags, 0
        self.text = _without_spaces(text) if "x" in flags and "q" not in flags else text
        self.groups, self.closed, self.depth = 0, set[int](), 0
        self.fold = "i" in flags

    def read(self) -> Choice:
        """The whole pattern."""
        if "q" in self.flags:
            return Choice((tuple(Chars(self._set(char)) for char in self.text),))
        found = self._choice()
        if self.at < len(self.text):
            raise self._error()
        return found

    def _error(self) -> FeelError:
        return FeelError(f"Das Muster ist an Stelle {self.at + 1} nicht lesbar.")

    def _peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _next(self) -> str:
        char = self._peek()
        if not char:
            raise self._error()
        self.at += 1
        return char

    def _choice(self) -> Choice:
        self.depth += 1
        if self.depth > 40:
            raise FeelError("Das Muster ist zu tief verschachtelt.")
        branches = [self._branch()]
        while self._peek() == "|":
            self.at += 1
            branches.append(self._branch())
        self.depth -= 1
        return Choice(tuple(branches))

    def _branch(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._quantified(self._atom()))
        return tuple(parts)

    def _set(self, char: str) -> CharSet:
        return CharSet(((char, char),), fold=self.fold)

    def _atom(self) -> Part:
        char = self._next()
        if char == "(":
            return self._group()
        if char == "[":
            return Chars(self._class())
        if char == ".":
            return Chars(
                CharSet(negated=True) if "s" in self.flags else CharSet((("\n", "\n"), ("\r", "\r")), (), True)
            )
        if char in "^$":
            return Anchor(char)
        if char == "\\":
            return self._escape()
        if char in "?*+{":
            raise self._error()
        return Chars(self._set(char))

    def _group(self) -> Part:
        if self.text.startswith("?:", self.at):
            self.at += 2
            number = 0
        else:
            self.groups += 1
            number = self.groups
        if number > MAX_GROUPS:
            raise FeelError("Das Muster hat zu viele Klammern.")
        body = self._choice()
        if self._next() != ")":
            raise self._error()
        self.closed.add(number)
        return Group(number, body)

    def _escape(self) -> Part:
        start = self.at
        if start < len(self.text) and self.text[start] in "123456789":
            self.at += 1
            while (
                self.at < len(self.text)
                and self.text[self.at].isdigit()
                and int(self.text[start : self.at + 1]) in self.closed
            ):
                self.at += 1
            number = int(self.text[start : self.at])
            if number not in self.closed:
                raise self._error()
            return Back(number)
        if start < len(self.text) and self.text[start] == "$":
            self.at += 1
            return Chars(self._set("$"))
        member = self._escaped()
        return Chars(self._set(member) if isinstance(member, str) else CharSet((), (member,)))

    def _escaped(self) -> str | Member:
        """After a backslash: a character, or a test for a class of characters."""
        if self.at >= len(self.text):
            raise self._error()
        char = self.text[self.at]
        self.at += 1
        if char in _LITERAL_ESCAPES:
            return _LITERAL_ESCAPES[char]
        if char in ESCAPES:
            return ESCAPES[char]
        if char.lower() in ESCAPES:
            test = ESCAPES[char.lower()]
            return lambda one: not test(one)
        if char in "pP" and self.text.startswith("{", self.at):
            return self._category(char == "P")
        raise self._error()

    def _category(self, negated: bool) -> Member:
        end = self.text.find("}", self.at)
        if end < 0:
            raise self._error()
        test = category_test(self.text[self.at + 1 : end].replace(" ", ""))
        self.at = end + 1
        return (lambda char: not test(char)) if negated else test

    def _class(self) -> CharSet:
        self.depth += 1
        if self.depth > 40:
            raise FeelError("Das Muster ist zu tief verschachtelt.")
        negated = self.text.startswith("^", self.at)
        self.at += negated
        ranges: list[tuple[str, str]] = []
        tests: list[Member] = []
        minus = None
        while not self.text.startswith("]", self.at):
            if self.text.startswith("-[", self.at) and (ranges or tests):
                self.at += 2
                minus = self._class()
                break
            self._class_item(ranges, tests)
        if not self.text.startswith("]", self.at) or not (ranges or tests):
            raise self._error()
        self.at += 1
        self.depth -= 1
        return CharSet(tuple(ranges), tuple(tests), negated, minus, self.fold)

    def _class_item(self, ranges: list[tuple[str, str]], tests: list[Member]) -> None:
        low = self._class_char()
        if not isinstance(low, str):
            tests.append(low)
            return
        if self.text.startswith("-", self.at) and self.text[self.at + 1 : self.at + 2] not in ("", "]", "["):
            self.at += 1
            high = self._class_char()
            if not isinstance(high, str) or high < low:
                raise self._error()
            ranges.append((low, high))
        else:
            ranges.append((low, low))

    def _class_char(self) -> str | Member:
        if self.at >= len(self.text):
            raise self._error()
        char = self.text[self.at]
        self.at += 1
        if char == "\\":
            return self._escaped()
        if char == "[":
            raise self._error()
        return char

    def _quantified(self, part: Part) -> Part:
        char = self._peek()
        bounds = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(char)
        if bounds is not None:
            self.at += 1
        elif char == "{":
            bounds = self._bounds()
        else:
            return part
        lazy = self._peek() == "?"
        self.at += lazy
        if self._peek() in ("?", "*", "+", "{") and self._peek():
            raise self._error()
        return Repeat(part, bounds[0], bounds[1], lazy)

    def _bounds(self) -> tuple[int, int | None]:
        end = self.text.find("}", self.at)
        low, comma, high = self.text[self.at + 1 : max(end, self.at)].partition(",")
        if end < 0 or not low.isascii() or not low.isdigit() or (high and not (high.isascii() and high.isdigit())):
            raise self._error()
        self.at = end + 1
        least, most = int(low[:5]), (int(high[:5]) if high else None) if comma else int(low[:5])
        if max(least, most or 0) > MAX_REPEAT or (most is not None and most < least):
            raise FeelError("Die Wiederholung im Muster ist nicht möglich.")
        return least, most
