"""Writes the reference of all built-in functions; every example in it is run, as a doctest of the function."""

from __future__ import annotations

import ast
import doctest
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from .builtins import BUILTINS
from .expression import compile
from .formatting import show
from .registry import Builtin
from .values import to_feel

EXAMPLE_CLOCK = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
_ORDER = ("Zahlen", "Texte", "Datum und Zeit", "Listen", "Kontexte", "Bereiche", "Wahrheitswerte", "Umwandlung")


def feel(expression: str) -> None:
    """Print the value of an expression as an author would write it; the examples use it."""
    sys.stdout.write(show(to_feel(compile(expression).evaluate({}, now=EXAMPLE_CLOCK))) + "\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """One function of the reference: its group, signatures, description, example and the example's result."""

    group: str
    name: str
    signatures: tuple[str, ...]
    description: str
    example: str
    result: str


def entries() -> list[Entry]:
    """All functions, by group and name."""
    found = [_entry(builtin) for builtin in BUILTINS.values()]
    return sorted(found, key=lambda entry: (_ORDER.index(entry.group), entry.name))


def _entry(builtin: Builtin) -> Entry:
    text = inspect.getdoc(builtin.body) or ""
    example = doctest.DocTestParser().get_examples(text)[0]
    expression = ast.literal_eval(example.source.strip().removeprefix("feel(").removesuffix(")"))
    signatures = tuple(signature.text for signature in builtin.signatures)
    return Entry(builtin.group, builtin.name, signatures, text.split("\n\n")[0], expression, example.want.strip())


def failures() -> list[str]:
    """Run every example; what came out differently, as text."""
    found: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.REPORT_NDIFF)
    for builtin in BUILTINS.values():
        text = inspect.getdoc(builtin.body) or ""
        test = doctest.DocTestParser().get_doctest(text, {"feel": feel}, builtin.name, None, None)
        runner.run(test, out=found.append)
    return found


def markdown() -> str:
    """The reference page (docs/reference/feel.md)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Funktionen in Regeln (FEEL)"
    yield ""
    yield "Diese Seite ist erzeugt (`python -m laufzettel.engine.rules.reference`). Jedes Beispiel ist ein Test."
    yield "Namen in eckigen Klammern dürfen fehlen, ein `?` heißt: darf null sein, `...` heißt: beliebig viele."
    group = ""
    for entry in entries():
        if entry.group != group:
            group = entry.group
            yield from ("", f"## {group}")
        yield from ("", f"### {entry.name}", "", entry.description, "")
        yield from (f"- `{signature}`" for signature in entry.signatures)
        yield from ("", "```feel", f"{entry.example}", f"// ergibt {entry.result}", "```")


if __name__ == "__main__":
    sys.stdout.write(markdown())
