"""Reads the parts of an expression: literals, names, brackets, calls, if, for, functions, types, cells of tables."""

from __future__ import annotations

from collections.abc import Callable
from decimal import DecimalException

from .errors import FeelError
from .names import KEYWORDS, Scope
from .parser import COMPARE, SIGNS, OperatorParser
from .syntax import (
    Call,
    ContextLiteral,
    FunctionLiteral,
    If,
    ListLiteral,
    Literal,
    Loop,
    Name,
    Node,
    SignTest,
    Span,
    Tests,
)
from .temporals import at_literal
from .tokens import unquote
from .type_reader import read_type
from .types import ANY, FeelType
from .values import NUMBERS

CONSTANTS = {"true": True, "false": False, "null": None}


class Parser(OperatorParser):
    """The whole language."""

    def whole_expression(self) -> Node:
        """An expression that fills the text."""
        node = self.expression()
        self.finish()
        return node

    def whole_cell(self) -> Node:
        """The unary tests of a table cell that fill the text; `-` and an empty text are always true."""
        if self.token.kind == "end" or (self.at("-") and self.peek().kind == "end"):
            return Tests(0, ())
        self.scopes.append(Scope(("?",)))
        node = self._negated_cell() or Tests(0, self.tests())
        self.finish()
        return node

    def _negated_cell(self) -> Node | None:
        start = self.index
        if not (self.at("not") and self.peek().text == "("):
            return None
        self.index += 2
        found = self.tests()
        if self.accept(")") and self.token.kind == "end":
            return Tests(0, found, negated=True)
        self.index = start
        return None

    def tests(self) -> tuple[Node, ...]:
        """Unary tests with commas between them."""
        found = [self._whole_test()]
        while self.accept(","):
            found.append(self._whole_test())
        return tuple(found)

    def _whole_test(self) -> Node:
        return self.test() if self.token.kind == "sign" and self.token.text in SIGNS else self.expression()

    def primary(self) -> Node:
        """A part without operators in front."""
        token = self.token
        reader = {"number": self._number, "string": self._string, "word": self._word, "sign": self._sign}.get(
            token.kind
        )
        if reader is None:
            raise self.error("Hier endet der Ausdruck zu früh.")
        return reader()

    def _number(self) -> Node:
        token = self.token
        self.index += 1
        try:
            return Literal(token.start, NUMBERS.create_decimal(token.text))
        except DecimalException:
            raise self.error("Diese Zahl ist zu groß.", token.start) from None

    def _string(self) -> Node:
        token = self.token
        self.index += 1
        return Literal(token.start, unquote(token.text))

    def _sign(self) -> Node:
        readers: dict[str, Callable[[], Node]] = {
            "(": self._bracket, "[": self._list, "]": self._open_range, "{": self._context, "@": self._at,
        }  # fmt: skip
        if self.token.text not in readers:
            raise self.error(f"„{self.token.text}“ kann hier nicht stehen.")
        return readers[self.token.text]()

    def _at(self) -> Node:
        start = self.expect("@").start
        if self.token.kind != "string":
            raise self.error("Nach @ fehlt ein Text in Anführungszeichen.")
        text = unquote(self.token.text)
        try:
            value = at_literal(text)
        except FeelError as error:
            raise self.error(error.reason) from None
        self.index += 1
        return Literal(start, value)

    def _bracket(self) -> Node:
        start = self.expect("(").start
        if self.token.kind == "sign" and self.token.text in SIGNS:
            sign = self.token.text
            self.index += 1
            test = SignTest(start, sign, self.expression(COMPARE))
            self.expect(")")
            return test
        node = self.expression()
        if self.at(".."):
            return self.range_end(node, start, False)
        self.expect(")")
        return node

    def _list(self) -> Node:
        start = self.expect("[").start
        if self.accept("]"):
            return ListLiteral(start, ())
        items = [self._whole_test()]
        if self.at(".."):
            return self.range_end(items[0], start, True)
        while self.accept(","):
            items.append(self._whole_test())
        self.expect("]")
        return ListLiteral(start, tuple(items))

    def _open_range(self) -> Node:
        start = self.expect("]").start
        return self.range_end(self.expression(COMPARE), start, False)

    def _context(self) -> Node:
        start = self.expect("{").start
        scope = Scope()
        self.scopes.append(scope)
        entries: list[tuple[str, Node]] = []
        while not self.at("}"):
            key = self._key()
            self.expect(":")
            if self.at("function"):
                scope.add(key)  # a function may call itself
            entries.append((key, self.expression()))
            scope.add(key)
            self.members.add(key)
            if not self.accept(","):
                break
        self.scopes.pop()
        self.expect("}")
        return ContextLiteral(start, tuple(entries))

    def _key(self) -> str:
        if self.token.kind == "string":
            key = unquote(self.token.text)
            self.index += 1
            return key
        name = self._name_before_colon()
        if name is None:
            raise self.error("Hier fehlt der Name des Eintrags mit einem Doppelpunkt.")
        return name

    def _name_before_colon(self) -> str | None:
        first = self.index
        while self.token.kind in ("word", "number") or self.at("-", "+", "*", "/", ".", "'", "**"):
            self.index += 1
        if self.at(":") and self.index > first and self.tokens[first].kind == "word":
            return self.slice(first, self.index)
        self.index = first
        return None

    def _word(self) -> Node:
        found = self.known()
        if found is None or found[1] == 1:
            special = self._special()
            if special is not None:
                return special
        start = self.token.start
        if found is None:
            if self.token.text in KEYWORDS:
                raise self.error(f"Das Wort „{self.token.text}“ kann hier nicht stehen.")
            return Name(start, self.words(), loose=self.filters > 0)
        self.index += found[1]
        return Name(start, found[0], found[2] > 1, self.filters > 0, found[2] == 0)

    def _special(self) -> Node | None:
        word = self.token.text
        if word in CONSTANTS:
            self.index += 1
            return Literal(self.tokens[self.index - 1].start, CONSTANTS[word])
        if word == "if":
            return self._if()
        if word in ("for", "some", "every"):
            return self._loop()
        if word == "function" and self.peek().text == "(":
            return self._function()
        return None

    def _if(self) -> Node:
        start = self.expect("if").start
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return If(start, condition, then, self.expression())

    def _loop(self) -> Node:
        token = self.token
        self.index += 1
        variables: list[tuple[str, Node]] = []
        opened = len(self.scopes)
        while True:
            name = self._loop_name()
            domain = self.expression()
            if self.at(".."):
                self.index += 1
                domain = Span(token.start, domain, self.expression())
            variables.append((name, domain))
            self.scopes.append(Scope((name,)))
            if not self.accept(","):
                break
        self.expect("return" if token.text == "for" else "satisfies")
        self.scopes.append(Scope(("partial",) if token.text == "for" else ()))
        body = self.expression()
        del self.scopes[opened:]
        return Loop(token.start, token.text, tuple(variables), body)

    def _loop_name(self) -> str:
        first = self.index
        while not self.at("in") and self.token.kind in ("word", "number", "sign") and not self.at(",", ")", "]", "}"):
            self.index += 1
        if self.index == first or not self.at("in"):
            raise self.error("Hier fehlt ein Name und „in“.")
        name = self.slice(first, self.index)
        self.index += 1
        return name

    def _function(self) -> Node:
        start = self.expect("function").start
        self.expect("(")
        parameters: list[tuple[str, FeelType]] = []
        while not self.at(")"):
            parameters.append(self._parameter())
            if not self.accept(","):
                break
        self.expect(")")
        external = self.accept("external")
        self.scopes.append(Scope(name for name, _ in parameters))
        body = self.expression()
        self.scopes.pop()
        return FunctionLiteral(start, tuple(parameters), body, external)

    def _parameter(self) -> tuple[str, FeelType]:
        first = self.index
        while self.token.kind in ("word", "number") or self.at("-", "+", "*", "/", ".", "'"):
            self.index += 1
        if self.index == first:
            raise self.error("Hier fehlt der Name eines Parameters.")
        name = self.slice(first, self.index)
        return name, self.type() if self.accept(":") else ANY

    def call(self, function: Node) -> Node:
        """The arguments of a call, all with names or all without."""
        start = self.expect("(").start
        names: list[str] = []
        arguments: list[Node] = []
        while not self.at(")"):
            name = self._name_before_colon()
            if name is not None:
                names.append(name)
                self.expect(":")
            arguments.append(self._whole_test())
            if not self.accept(","):
                break
        self.expect(")")
        if names and len(names) != len(arguments):
            raise self.error("Entweder alle Angaben mit Namen oder alle ohne.", start)
        position = function.position if isinstance(function, Name) else start
        return Call(position, function, tuple(arguments), tuple(names))

    def type(self) -> FeelType:
        """A type, such as number, list<string> or the name of an own type."""
        return read_type(self)
