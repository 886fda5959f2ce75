"""Errors of the rules: what can leave the interpreter, and what stays inside as null with a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass


class RuleError(Exception):
    """The text of a rule or model cannot be used; message in German, line and column counted from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"{self.message} (Zeile {self.line}, Spalte {self.column})"


class RuleLimit(RuleError):
    """A rule needs more steps, depth or memory than a rule may use."""


class FeelError(Exception):
    """Inside only: an operation has no result; the caller turns it into null with a diagnosis."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a part of an expression became null: position (offset from 0) in the text, and the reason in German."""

    position: int
    reason: str
    line: int = 1
    column: int = 1
    text: str = ""


def line_and_column(text: str, position: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset in a text."""
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
