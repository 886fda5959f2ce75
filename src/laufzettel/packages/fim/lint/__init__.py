"""The linter of FIM schemas: every quality rule that one file can decide, reported by its number."""

from laufzettel.packages.fim.lint import elements, fields, precision, references, structure
from laufzettel.packages.fim.lint.finding import Finding
from laufzettel.packages.fim.lint.messages import LEFT_OUT, MESSAGES
from laufzettel.packages.fim.model import Schema

CHECKERS = (elements, structure, fields, precision, references)

__all__ = ["LEFT_OUT", "MESSAGES", "Finding", "lint"]


def lint(schema: Schema) -> list[Finding]:
    """Return every quality finding of a schema, in the order of the file.

    Rules about what XDatenfelder 2 does not know (document profiles, prefilling, release states) are left out there.
    """
    found = {item for checker in CHECKERS for item in checker.check(schema)}
    return sorted(found, key=lambda item: (item.line, item.number, item.element, item.message))
