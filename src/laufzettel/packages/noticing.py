"""A notice filled with the facts of a case: German, plain text, ready for page, preview and PDF."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from laufzettel.engine.rules import RuleError
from laufzettel.engine.texts import Rule, Template, format_value
from laufzettel.kernel import money
from laufzettel.packages.model import BlockDefinition, NoticeDefinition, Package, PackageError


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a table: label, value as German text, and a note."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One part of a notice. `rows` and `total` for amounts, `rows` for facts, `items` for conditions, else `text`."""

    kind: str
    heading: str = ""
    text: str = ""
    rows: tuple[Row, ...] = ()
    items: tuple[str, ...] = ()
    total: str = ""
    public: bool = False


@dataclass(frozen=True, kw_only=True)
class NoticeContent:
    """A filled notice. `example`: it rests on a value marked as example; `empty`: placeholders without a value."""

    key: str
    title: str
    kind: str
    layout: str
    verify: bool
    valid_from: date | None
    valid_until: date | None
    blocks: tuple[Block, ...]
    example: bool
    empty: tuple[str, ...] = ()
    law: Literal["general", "tax"] = "general"

    def public_facts(self) -> tuple[tuple[str, str], ...]:
        """Return label and value of everything the public verification page may show."""
        return tuple((row.label, row.value) for block in self.blocks if block.public for row in block.rows)

    def plain_text(self) -> str:
        """Return everything the notice says as lines of text, with ordinary blanks."""
        lines = [self.title]
        for block in self.blocks:
            lines += [block.heading, block.text, *(f"{row.label} {row.value} {row.note}" for row in block.rows)]
            lines += [block.total, *block.items]
        return "\n".join(line for line in lines if line.strip()).replace("\N{NO-BREAK SPACE}", " ")


def fill_notice(package: Package, notice_key: str, facts: Mapping[str, object]) -> NoticeContent:
    """Return the notice with all values in place; values are text, never read again as markup or FEEL.

    `facts` come from packages.facts with entscheidung, aktenzeichen and datum_heute as extra. Raises PackageError
    for an unknown notice or an expression that goes beyond the limits.
    """
    notice = package.notices.get(notice_key)
    if notice is None:
        raise PackageError(f"Den Bescheid „{notice_key}“ gibt es in diesem Paket nicht.")
    filling = _Filling(notice, facts)
    return NoticeContent(
        key=notice.key,
        title=filling.text(notice.title),
        kind=notice.kind,
        layout=notice.layout,
        verify=notice.verify,
        valid_from=filling.day(notice.valid_from),
        valid_until=filling.day(notice.valid_until),
        blocks=tuple(filling.blocks()),
        example=uses_example(package, notice_names(notice), facts),
        empty=tuple(filling.empty),
        law=notice.law,
    )


def notice_names(notice: NoticeDefinition) -> frozenset[str]:
    """Return every name that the notice uses."""
    names = set(notice.title.names)
    for block in notice.blocks:
        for part in (block.text, block.rows, block.total, block.items, block.when):
            names |= part.names if part else frozenset()
    for rule in (notice.valid_from, notice.valid_until):
        names |= rule.names if rule else frozenset()
    return frozenset(names)


def reached_names(package: Package, names: frozenset[str]) -> frozenset[str]:
    """Return the names and everything that computed values among them rest on."""
    uses = {item.key: item.value.names for item in package.form.computed}
    reached, frontier = set(names), set(names)
    while frontier:
        frontier = {used for name in frontier for used in uses.get(name, ())} - reached
        reached |= frontier
    return frozenset(reached)


def uses_example(package: Package, names: frozenset[str], facts: Mapping[str, object]) -> bool:
    """Say whether one of the names rests on a value that is marked as example on the day of the application."""
    day = facts.get("eingang_am") or facts.get("heute")
    reached = reached_names(package, names)
    if any(item.example for item in package.form.computed if item.key in reached):
        return True
    if not isinstance(day, date):
        return False
    values = (package.parameters[name].on(day) for name in reached if name in package.parameters)
    return any(value.example for value in values if value)


class _Filling:
    """One filling; remembers placeholders without a value."""

    def __init__(self, notice: NoticeDefinition, facts: Mapping[str, object]) -> None:
        self.notice = notice
        self.facts = facts
        self.empty: list[str] = []

    def blocks(self) -> Iterator[Block]:
        for definition in self.notice.blocks:
            if definition.when is not None and self.value(definition.when) is not True:
                continue
            block = self._block(definition)
            if block.text or block.rows or block.items or block.total:
                yield block

    def _block(self, definition: BlockDefinition) -> Block:
        silent = definition.kind == "reasons"
        return Block(
            kind=definition.kind,
            heading=definition.heading,
            text=self.text(definition.text, silent=silent) if definition.text else "",
            rows=tuple(self._rows(definition)),
            items=tuple(filter(None, map(format_value, self._list(definition.items)))),
            total=self._money(self.value(definition.total)) if definition.total else "",
            public=definition.public,
        )

    def _rows(self, definition: BlockDefinition) -> Iterator[Row]:
        for row in self._list(definition.rows):
            if not isinstance(row, Mapping):
                raise PackageError(f"{self.notice.key}: Eine Zeile muss label und amount oder value haben.")
            if definition.kind == "amounts":
                value = self._money(row.get("amount"))
            else:
                value = format_value(row.get("value"))
            yield Row(label=format_value(row.get("label")), value=value, note=format_value(row.get("note")))

    def _list(self, rule: Rule | None) -> list[object]:
        value = self.value(rule) if rule else None
        return value if isinstance(value, list) else ([] if value is None else [value])

    def _money(self, value: object) -> str:
        if not isinstance(value, Decimal):
            self.empty.append("Betrag")
            return ""
        return money.format_de(value)

    def text(self, template: Template, *, silent: bool = False) -> str:
        try:
            filled = template.fill(self.facts)
        except RuleError as error:
            raise PackageError(f"{self.notice.key}: {error.message}") from error
        if not silent:
            self.empty.extend(filled.empty)
        return filled.text.strip()

    def day(self, rule: Rule | None) -> date | None:
        value = self.value(rule) if rule else None
        return value if isinstance(value, date) else None

    def value(self, rule: Rule) -> object:
        try:
            return rule.evaluate(self.facts)
        except RuleError as error:
            raise PackageError(f"{self.notice.key}: {error.message}") from error
