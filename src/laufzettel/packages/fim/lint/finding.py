"""One finding of the linter, and how it is made."""

from dataclasses import dataclass

from laufzettel.packages.fim.lint.messages import GERMAN, MESSAGES, Gravity
from laufzettel.packages.fim.model import Element


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One quality finding: its number, how grave it is, at which element and line, and a German sentence."""

    number: int
    gravity: Gravity
    element: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return the finding as one line for a terminal."""
        return f"{self.line}: {self.number} {GERMAN[self.gravity]} · {self.element}: {self.message}"


def finding(number: int, element: Element, *parts: str, line: int = 0) -> Finding:
    """Return the finding with this number at an element; `parts` fill the sentence."""
    gravity, say = MESSAGES[number]
    name = f"{element.id} „{element.name}“" if element.name else element.id
    return Finding(number=number, gravity=gravity, element=name, line=line or element.line, message=say.format(*parts))
