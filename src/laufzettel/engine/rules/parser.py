"""Reads an expression: recursive descent with binding strengths, aware of the names in scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .errors import RuleError, line_and_column
from .limits import MAX_NESTING
from .names import KEYWORDS, Scope, longest
from .syntax import (
    Between,
    Filter,
    In,
    InstanceOf,
    Junction,
    Negation,
    Node,
    Operation,
    Path,
    RangeLiteral,
    SignTest,
    Tests,
)
from .tokens import Token, name_pieces, tokenize
from .types import FeelType

OR, AND, COMPARE, ADD, MULTIPLY, POWER, UNARY = range(1, 8)
STRENGTH = {"=": COMPARE, "!=": COMPARE, "<": COMPARE, "<=": COMPARE, ">": COMPARE, ">=": COMPARE}
STRENGTH |= {"+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY, "**": POWER, "or": OR, "and": AND}
STRENGTH |= {"between": COMPARE, "in": COMPARE, "instance": COMPARE}
SIGNS = ("<", "<=", ">", ">=", "=", "!=")
MEMBERS = (
    "time offset", "start included", "end included", "day", "month", "year", "hour", "minute", "second",
)  # fmt: skip


class Reader:
    """The tokens and where we are; small steps for the parsers below."""

    def __init__(self, text: str, names: Iterable[str], types: Mapping[str, FeelType], builtins: Scope) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.declared = Scope(names)
        self.scopes: list[Scope] = [builtins, self.declared]
        self.members = Scope(MEMBERS)
        self.types = types
        self.filters = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The token we are at."""
        return self.tokens[self.index]

    def peek(self, offset: int = 1) -> Token:
        """A token further on; the end token beyond the end."""
        return self.tokens[min(self.index + offset, len(self.tokens) - 1)]

    def at(self, *texts: str) -> bool:
        """True when we are at one of these signs or words."""
        token = self.tokens[self.index]
        return token.text in texts and token.kind in ("sign", "word")

    def accept(self, text: str) -> bool:
        """Step over a sign or word if it is here."""
        if self.at(text):
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        """Step over a sign or word that must be here."""
        token = self.token
        if not self.accept(text):
            raise self.error(f"Hier fehlt „{text}“.")
        return token

    def error(self, message: str, position: int | None = None) -> RuleError:
        """A RuleError at a position, or at the token we are at."""
        line, column = line_and_column(self.text, self.token.start if position is None else position)
        return RuleError(message, line, column)

    def slice(self, first: int, last: int) -> str:
        """The text of tokens first to last (without last), with single spaces."""
        return " ".join(self.text[self.tokens[first].start : self.tokens[last - 1].end].split())

    def known(self) -> tuple[str, int, int] | None:
        """The longest name in scope that starts here: name, number of tokens, level (0 built in, 1 declared)."""
        return longest(self.scopes, self.tokens, self.index)


class OperatorParser(Reader):
    """Everything with signs between parts; the parts themselves come from `primary`."""

    def primary(self) -> Node:
        """A part without operators in front; see the subclass."""
        raise NotImplementedError

    def type(self) -> FeelType:
        """A type after `instance of`; see the subclass."""
        raise NotImplementedError

    def tests(self) -> tuple[Node, ...]:
        """The tests in a bracket after `in`; see the subclass."""
        raise NotImplementedError

    def expression(self, strength: int = 0) -> Node:
        """An expression whose operators bind stronger than the given strength."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.error("Der Ausdruck ist zu tief verschachtelt.")
        left = self.prefix()
        links = 0
        while (binding := self._binding()) > strength:
            links += 1
            if links > 250:
                raise self.error("Der Ausdruck hat zu viele Glieder; bitte teilen Sie ihn auf.")
            left = self._infix(left, binding)
        self.depth -= 1
        return left

    def _binding(self) -> int:
        token = self.token
        if token.kind == "sign" or (token.kind == "word" and token.text in STRENGTH):
            if token.text == "instance" and self.peek().text != "of":
                return 0
            return STRENGTH.get(token.text, 0)
        return 0

    def _infix(self, left: Node, binding: int) -> Node:
        token = self.token
        self.index += 1
        if token.text == "between":
            low = self.expression(COMPARE)
            self.expect("and")
            return Between(token.start, left, low, self.expression(COMPARE))
        if token.text == "in":
            return In(token.start, left, self._in_tests())
        if token.text == "instance":
            self.expect("of")
            return InstanceOf(token.start, left, self.type())
        right = self.expression(binding)
        if token.text in ("or", "and"):
            return Junction(token.start, token.text, left, right)
        return Operation(token.start, token.text, left, right)

    def _in_tests(self) -> tuple[Node, ...]:
        if not self.at("(") or self._range_ahead():
            return (self.test(),)
        start = self.index
        self.index += 1
        found = self.tests()
        self.expect(")")
        if self._continues():
            self.index = start
            return (self.expression(COMPARE),)
        return found

    def _range_ahead(self) -> bool:
        """True when the bracket here holds `a .. b` on its own level."""
        level = 0
        for token in self.tokens[self.index :]:
            if token.kind == "sign":
                level += (token.text in "([{") - (token.text in ")]}" and token.text != "")
                if level == 1 and token.text == "..":
                    return True
                if level <= 0 or (level == 1 and token.text == ","):
                    return False
        return False

    def _continues(self) -> bool:
        return self.token.kind == "sign" and self.token.text in ("+", "-", "*", "/", "**", ".", "[", "(")

    def test(self) -> Node:
        """One unary test: `< 10`, a range, or an expression."""
        token = self.token
        if token.kind == "sign" and token.text in SIGNS:
            self.index += 1
            return SignTest(token.start, token.text, self.expression(COMPARE))
        return self.expression(COMPARE)

    def prefix(self) -> Node:
        """An optional minus, then a part with everything that hangs on it."""
        token = self.token
        if token.kind == "sign" and token.text == "-":
            self.index += 1
            self.depth += 1
            if self.depth > MAX_NESTING:
                raise self.error("Der Ausdruck ist zu tief verschachtelt.")
            operand = self.prefix()
            self.depth -= 1
            return Negation(token.start, operand)
        return self.postfix(self.primary())

    def postfix(self, value: Node) -> Node:
        """Paths, filters and calls behind a part."""
        links = 0
        while True:
            token = self.token
            links += 1
            if token.kind != "sign" or links > 200:
                return value
            if token.text == ".":
                self.index += 1
                value = Path(token.start, value, self.member())
            elif token.text == "(":
                value = self.call(value)
            elif token.text == "[" and not self._closes_range():
                value = self._filter(value)
            else:
                return value

    def call(self, function: Node) -> Node:
        """The arguments of a call; see the subclass."""
        raise NotImplementedError

    def _closes_range(self) -> bool:
        after = self.peek()
        if after.kind == "end":
            return True
        if after.kind == "sign":
            return after.text not in ("(", "[", "{", "-", "@", ".", "]", "<", "<=", ">", ">=", "=", "!=")
        return after.text in ("and", "or", "then", "else", "return", "satisfies", "in", "between")

    def _filter(self, value: Node) -> Node:
        token = self.expect("[")
        self.filters += 1
        self.scopes.append(Scope(("item",)))
        inner = self.expression()
        self.scopes.pop()
        self.filters -= 1
        self.expect("]")
        return Filter(token.start, value, inner)

    def member(self) -> str:
        """The name after a dot: the longest known one, or the words that stand together."""
        if self.token.kind != "word":
            raise self.error("Nach dem Punkt fehlt ein Name.")
        found = longest([self.members, *self.scopes[1:]], self.tokens, self.index)
        if found is not None and found[1] > 1:
            self.index += found[1]
            return found[0]
        return self.words() if found is None else self._step(found[0])

    def _step(self, name: str) -> str:
        self.index += 1
        return name

    def words(self) -> str:
        """Words that stand together and are no keywords: one unknown name."""
        first = self.index
        self.index += 1
        while self.token.kind in ("word", "number") and self.token.text not in KEYWORDS:
            if self.at("instance") and self.peek().text == "of":
                break
            self.index += 1
        return self.slice(first, self.index)

    def finish(self) -> None:
        """Nothing may be left."""
        if self.token.kind != "end":
            raise self.error(f"Mit „{self.token.text}“ kann es hier nicht weitergehen.")

    def range_end(self, low: Node, position: int, low_included: bool) -> Node:
        """The rest of a range after its first end: `.. high` and the bracket."""
        self.expect("..")
        high = self.expression(COMPARE)
        closing = self.token
        if not self.at("]", ")", "["):
            raise self.error("Hier fehlt die Klammer, die den Bereich schließt.")
        self.index += 1
        return RangeLiteral(position, low, high, low_included, closing.text == "]")


__all__ = ["MEMBERS", "OperatorParser", "Reader", "Tests", "name_pieces"]
