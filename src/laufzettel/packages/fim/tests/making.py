"""Schemas for tests, made small and without a fault, so that one change makes one fault."""

from dataclasses import replace
from typing import Any

from laufzettel.packages.fim.model import Code, Field, FimRule, Group, Part, Precision, Schema, Source

LAW = (Source(text="§ 1 Beispielgesetz"),)
_GOOD: dict[str, Any] = {
    "version": "1.0.0", "label": "Bezeichnung", "label_output": "Bezeichnung", "sources": LAW, "state": "4",
    "state_set_on": "2026-01-01", "author": "Redaktion", "help": "Hilfe",
}  # fmt: skip


def text(number: int = 1, **changed: Any) -> Field:
    """Give a field for text."""
    given = {**_GOOD, "kind": "input", "data_type": "text", "element_kind": "RNG", "prefilling": "keine"}
    limits = Precision(min_length="1", max_length="50")
    name = f"Feld {number}"
    return Field(**{**given, "id": f"F12000000{number:03d}", "name": name, "precision": limits, **changed})


def number(number: int = 1, **changed: Any) -> Field:
    """Give a field for a whole number from 1 to 9."""
    limits = Precision(min_value="1", max_value="9")
    return text(number, **{"data_type": "num_int", "precision": limits, **changed})


def select(number: int = 1, **changed: Any) -> Field:
    """Give a field with two answers to choose from."""
    codes = (Code(code="a", name="Antwort A"), Code(code="b", name="Antwort B"))
    return text(number, **{"kind": "select", "codes": codes, "precision": Precision(), **changed})


def file(number: int = 1, **changed: Any) -> Field:
    """Give a field for a file."""
    return text(number, **{"data_type": "file", "precision": Precision(), **changed})


def part(element: Field | Group, count: str = "1:1", sources: tuple[Source, ...] = LAW) -> Part:
    """Give a place in a structure."""
    return Part(count=count, sources=sources, element=element)


def group(number: int = 1, *elements: Field | Group | Part, **changed: Any) -> Group:
    """Give a group, with two fields when none is said."""
    inside = elements or (text(90 + number), text(80 + number))
    parts = tuple(item if isinstance(item, Part) else part(item) for item in inside)
    given = {**_GOOD, "id": f"G12000000{number:03d}", "name": f"Gruppe {number}", "element_kind": "RNG"}
    return Group(**{**given, "parts": parts, **changed})


def schema(*elements: Field | Group | Part, **changed: Any) -> Schema:
    """Give a schema of version 3, with two fields when none is said."""
    inside = elements or (text(1), text(2))
    parts = tuple(item if isinstance(item, Part) else part(item) for item in inside)
    given = {
        **_GOOD, "id": "S12000000001", "name": "Antrag", "format": "3", "profile": "D12000000001",
        "structure_change": "3", "representation_change": "1", "label": "Antrag stellen",
    }  # fmt: skip
    return Schema(**{**given, "parts": parts, **changed})


def rule(prose: str = "Beides ist anzugeben.", **changed: Any) -> FimRule:
    """Give a rule in prose."""
    return FimRule(
        **{"id": "R12000000001", "version": "1.0.0", "name": "Regel", "prose": prose, "kind": "K", **changed}
    )


def limited(field: Field, **limits: str) -> Field:
    """Give the field with other limits."""
    return replace(field, precision=Precision(**limits))
