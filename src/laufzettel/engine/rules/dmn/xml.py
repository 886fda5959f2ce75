"""Small steps through the XML of a model, whatever version of DMN its namespace names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from laufzettel.engine.rules.errors import RuleError
from laufzettel.engine.rules.explanation import Heading
from laufzettel.kernel.xml import UnsafeXml, parse_xml

MAX_BYTES = 5_000_000
MAX_TEXTS = 20_000
EXPRESSIONS = frozenset(
    [
        "literalExpression",
        "decisionTable",
        "context",
        "invocation",
        "functionDefinition",
        "relation",
        "list",
        "conditional",
        "filter",
        "for",
        "some",
        "every",
    ]
)
Element = etree._Element


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a model or expression: line, column, a plain German sentence, `error` or `warning`."""

    line: int
    column: int
    message: str
    severity: str = "error"


def definitions(content: bytes) -> Element:
    """The root of a DMN document; RuleError when it is none."""
    try:
        root = parse_xml(content, max_bytes=MAX_BYTES)
    except UnsafeXml as error:
        raise RuleError(error.message) from None
    if sum(1 for _ in root.iter("{*}text")) > MAX_TEXTS:
        raise RuleError(f"Das Modell hat mehr als {MAX_TEXTS} Ausdrücke.")
    namespace = etree.QName(root).namespace or ""
    if tag(root) != "definitions" or "omg.org/spec/DMN/" not in namespace:
        raise RuleError("Die Datei ist kein Entscheidungsmodell (DMN).")
    return root


def tag(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The child elements with one of these names."""
    if element is None:
        return
    for child in element:
        if isinstance(child.tag, str) and (not names or tag(child) in names):
            yield child


def child(element: Element | None, *names: str) -> Element | None:
    """The first child element with one of these names."""
    return next(children(element, *names), None)


def expression_of(element: Element | None) -> Element | None:
    """The boxed expression inside an element."""
    return child(element, *EXPRESSIONS)


def text_of(element: Element | None) -> str:
    """The content of the `text` child, or the element's own text."""
    inner = child(element, "text")
    found = inner if inner is not None else element
    return (found.text or "") if found is not None else ""


def line_of(element: Element | None) -> int:
    """The line in the file where the text of an element starts."""
    inner = child(element, "text")
    found = inner if inner is not None else element
    line: Any = found.sourceline if found is not None else 1
    return line if isinstance(line, int) else 1


class Source:
    """The text of a file, to tell where in it a FEEL text stands: the parser of XML knows lines but no columns."""

    def __init__(self, content: bytes) -> None:
        self._lines = content.decode("utf-8", "replace").split("\n")

    def place(self, start: int, text: str, line: int, column: int) -> tuple[int, int]:
        """Line and column in the file for a place in a text that starts in line `start` of the file."""
        if line > 1:
            return start + line - 1, column
        first = text.split("\n", 1)[0]
        before, after = _as_written(first[: column - 1]), _as_written(first[column - 1 :])
        found = re.search(f">(\\s*{before}){after}\\s*(?:<|$)", self._line(start))
        return start, (found.end(1) + 1 if found else column)

    def _line(self, number: int) -> str:
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""


_WRITTEN = {"<": "&lt;", "&": "&amp;", ">": "(?:>|&gt;)", '"': '(?:"|&quot;)', "'": "(?:'|&apos;)"}


def _as_written(text: str) -> str:
    return "".join(_WRITTEN.get(char, re.escape(char)) for char in text)


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """An attribute, or a default."""
    return str(element.get(name, default)) if element is not None else default


def name_of(element: Element | None) -> str:
    """The name attribute with single spaces."""
    return " ".join(attribute(element, "name").split())


def type_ref(element: Element | None) -> str:
    """The type an element names, as attribute or child."""
    found = attribute(element, "typeRef")
    if not found and element is not None:
        inner = child(element, "typeRef")
        found = (inner.text or "").strip() if inner is not None else ""
    return found


def heading_of(element: Element | None) -> Heading:
    """How people call an element: its name, its label, the type it or its variable names."""
    label = " ".join(attribute(element, "label").split())
    return Heading(name_of(element), label, type_ref(element) or type_ref(child(element, "variable")))


def reference(element: Element | None) -> str:
    """The href of an element."""
    return attribute(element, "href")
