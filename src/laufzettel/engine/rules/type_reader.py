"""Reads a type: number, list<string>, context<a: number>, function<number>->string, or an own type's name."""

from __future__ import annotations

from .names import KEYWORDS, Scope
from .parser import Reader
from .types import ANY, SIMPLE, ContextType, FeelType, FunctionType, ListType, RangeType

_BUILT_IN = Scope(SIMPLE)


def read_type(reader: Reader) -> FeelType:
    """The type that stands here; RuleError for an unknown name."""
    reader.depth += 1
    if reader.depth > 60:
        raise reader.error("Der Typ ist zu tief verschachtelt.")
    found = _generic(reader) if reader.peek().text == "<" else _named(reader)
    reader.depth -= 1
    return found


def _generic(reader: Reader) -> FeelType:
    word = reader.token.text
    reader.index += 2
    if word in ("list", "range"):
        item = read_type(reader)
        reader.expect(">")
        return ListType(item) if word == "list" else RangeType(item)
    if word == "context":
        return _context(reader)
    if word == "function":
        return _function(reader)
    raise reader.error(f"Den Typ „{word}<…>“ gibt es nicht.")


def _context(reader: Reader) -> FeelType:
    entries: list[tuple[str, FeelType]] = []
    while not reader.at(">"):
        first = reader.index
        while reader.token.kind in ("word", "number"):
            reader.index += 1
        if first == reader.index:
            raise reader.error("Hier fehlt der Name eines Eintrags.")
        name = reader.slice(first, reader.index)
        reader.expect(":")
        entries.append((name, read_type(reader)))
        if not reader.accept(","):
            break
    reader.expect(">")
    return ContextType(tuple(entries))


def _function(reader: Reader) -> FeelType:
    parameters: list[FeelType] = []
    while not reader.at(">"):
        parameters.append(read_type(reader))
        if not reader.accept(","):
            break
    reader.expect(">")
    result = read_type(reader) if reader.accept("->") else ANY
    return FunctionType(tuple(parameters), result)


def _named(reader: Reader) -> FeelType:
    for scope, types in ((Scope(reader.types), reader.types), (_BUILT_IN, SIMPLE)):
        found = scope.match(reader.tokens, reader.index)
        if found is not None:
            reader.index += found[1]
            return types[found[0]]
    start = reader.token.start
    first = reader.index
    while reader.token.kind == "word" and reader.token.text not in KEYWORDS:
        reader.index += 1
    name = reader.slice(first, reader.index) if reader.index > first else reader.token.text
    raise reader.error(f"Den Typ „{name}“ gibt es nicht.", start)
