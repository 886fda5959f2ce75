"""One FEEL expression of a package, compiled once, with its place in the file."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from laufzettel.engine import rules
from laufzettel.engine.rules.syntax import Name
from laufzettel.engine.rules.walking import parts


@dataclass(frozen=True, kw_only=True)
class Rule:
    """An expression: its text, the names it uses from outside, and where it stands in its file."""

    source: str
    names: frozenset[str]
    expression: rules.Expression = field(compare=False, repr=False)
    path: tuple[str | int, ...] = ()

    def evaluate(self, context: Mapping[str, object]) -> object:
        """Return the value over `context`; null where FEEL has no result. Raises RuleError beyond the limits."""
        return self.expression.evaluate(context)


def read_rule(text: str, *, names: Collection[str] | None = None, path: tuple[str | int, ...] = ()) -> Rule:
    """Read an expression.

    `names` are the names it may use beside the functions of FEEL; None allows any. Raises RuleError when the
    text is no expression or uses another name.
    """
    spaced = frozenset(name for name in names or () if not name.isidentifier())
    expression = rules.compile(text, names=spaced)
    if names is not None:
        refuse_unknown(expression, names)
    return Rule(source=text, names=expression.names, expression=expression, path=path)


def refuse_unknown(expression: rules.Expression, names: Collection[str]) -> None:
    """Raise RuleError for the first name that is not among `names`; proposes a similar one."""
    unknown = sorted(expression.names.difference(names) - _entries(expression))
    if unknown:
        similar = difflib.get_close_matches(unknown[0], names, n=1)
        hint = f" Meinten Sie „{similar[0]}“?" if similar else ""
        raise rules.RuleError(f"Der Name „{unknown[0]}“ ist hier nicht bekannt.{hint}")


def _entries(expression: rules.Expression) -> frozenset[str]:
    """Return the names inside filters: they may be entries of the filtered items, which are not known here."""
    return frozenset(part.name for part in parts(expression.node) if isinstance(part, Name) and part.loose)
