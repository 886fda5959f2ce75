"""The parts of a parsed expression. Every part knows where in the text it starts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .types import FeelType


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression; `position` is its offset in the text."""

    position: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written down: number, text, true, false, null or @"…"."""

    value: Decimal | str | bool | Any | None


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name; `local`: bound inside the expression, `loose`: an item's entry may answer to it, `builtin`: ours."""

    name: str
    local: bool = False
    loose: bool = False
    builtin: bool = False


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """Arithmetic minus before a part."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """left sign right, for + - * / ** = != < <= > >=."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """`and` or `or` with two sides."""

    word: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """value between low and high."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """value in one of several tests."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class SignTest(Node):
    """A test such as `< 10`, `= "a"`; as a value it is a range open on one side."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """[low..high] with open or closed ends."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """[a, b, c]."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """{key: value, …}."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Path(Node):
    """value.entry."""

    value: Node
    entry: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """value[condition or number]."""

    value: Node
    inner: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """function(arguments); names is () for positional arguments."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    """if condition then … else …"""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """for, some or every: variables with their domains, and the body."""

    word: str
    variables: tuple[tuple[str, Node], ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Span(Node):
    """low..high as the domain of a loop."""

    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    """function(a: number, b) body; external is true for a body that another language would run."""

    parameters: tuple[tuple[str, FeelType], ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """value instance of type."""

    value: Node
    type: FeelType


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """The unary tests of a table cell: not(…) or a list; () stands for `-`, which is always true."""

    tests: tuple[Node, ...]
    negated: bool = False
