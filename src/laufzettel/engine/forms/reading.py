"""Read form.yaml (already checked against its schema) into a definition; expressions are compiled here, once."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from laufzettel.engine.forms.definition import (
    CheckDefinition,
    ComputedDefinition,
    DeclarationDefinition,
    FieldDefinition,
    FormDefinition,
    FormProblem,
    GroupDefinition,
    LookUpDefinition,
    Option,
    OptionsFrom,
    PageDefinition,
    Path,
    Repeat,
    StreetsFrom,
    Why,
)
from laufzettel.engine.rules import RuleError
from laufzettel.engine.texts import Rule, Template, read_rule, read_template

Raw = Mapping[str, Any]


def parse_form(raw: Raw, *, names: Collection[str] = ()) -> FormDefinition:
    """Return the form that `raw` (the content of form.yaml, valid against form.schema.json) describes.

    `names` are the names beside answers and computed values that expressions may use (parameters, functions …).
    Expressions that cannot be read stand in `problems` of the result with their place in the file.
    """
    return _Reader(raw, names).form()


class _Reader:
    """One reading; collects problems instead of stopping at the first."""

    def __init__(self, raw: Raw, names: Collection[str]) -> None:
        self.raw = raw
        groups = [group["key"] for page in raw["pages"] for group in page["groups"]]
        computed = [item["key"] for item in raw.get("computed", ())]
        self.names = frozenset((*names, *groups, *computed))
        self.problems: list[FormProblem] = []

    def form(self) -> FormDefinition:
        pages = tuple(self._page(page, ("pages", index)) for index, page in enumerate(self.raw["pages"]))
        computed = [
            self._computed(item, ("computed", index)) for index, item in enumerate(self.raw.get("computed", ()))
        ]
        declarations = [
            self._declaration(item, ("declarations", index))
            for index, item in enumerate(self.raw.get("declarations", ()))
        ]
        return FormDefinition(
            pages=pages,
            computed=tuple(item for item in computed if item is not None),
            declarations=tuple(declarations),
            checks=self._checks(self.raw, (), self.names),
            problems=tuple(self.problems),
            groups={group.key: group for page in pages for group in page.groups},
            tasks=self.raw.get("mode") == "tasks",
        )

    def _declaration(self, raw: Raw, path: Path) -> DeclarationDefinition:
        return DeclarationDefinition(
            key=raw["key"],
            label=raw["label"],
            words=self._template(raw, path, self.names, key="label"),
            when=self._rule(raw, "when", path, self.names),
        )

    def _page(self, raw: Raw, path: Path) -> PageDefinition:
        return PageDefinition(
            key=raw["key"],
            title=raw["title"],
            intro=raw.get("intro", ""),
            when=self._rule(raw, "when", path, self.names),
            groups=tuple(self._group(item, (*path, "groups", index)) for index, item in enumerate(raw["groups"])),
            checks=self._checks(raw, path, self.names),
            section=raw.get("section", ""),
            after=tuple(raw.get("after", ())),
            level=raw.get("level_of_assurance", "none"),
        )

    def _group(self, raw: Raw, path: Path) -> GroupDefinition:
        names = self.names | {field["key"] for field in raw["fields"]}
        fields = tuple(
            self._field(raw["key"], item, (*path, "fields", index), names) for index, item in enumerate(raw["fields"])
        )
        return GroupDefinition(
            key=raw["key"],
            title=raw["title"],
            intro=raw.get("intro", ""),
            when=self._rule(raw, "when", path, self.names),
            repeat=Repeat(**raw["repeat"]) if "repeat" in raw else None,
            fields=fields,
            checks=self._checks(raw, path, names),
        )

    def _field(self, group: str, raw: Raw, path: Path, names: frozenset[str]) -> FieldDefinition:
        return FieldDefinition(
            group=group,
            key=raw["key"],
            type=raw["type"],
            label=raw["label"],
            hint=raw.get("hint", ""),
            text=self._template(raw, path, names),
            why=Why(**raw["why"]) if "why" in raw else None,
            required=raw.get("required", True) is True,
            soft=raw.get("required") == "soft",
            missing=raw.get("missing", ""),
            when=self._rule(raw, "when", path, names),
            checks=self._checks(raw, path, names),
            options=tuple(Option(**option) for option in raw.get("options", ())),
            options_from=self._options_from(raw, path, names),
            parts=tuple(raw.get("parts", ())),
            streets_from=StreetsFrom(**raw["streets_from"]) if "streets_from" in raw else None,
            multiline=raw.get("multiline", False),
            max_length=raw.get("max_length"),
            decimals=raw.get("decimals", 0),
            min=_decimal(raw.get("min")),
            max=_decimal(raw.get("max")),
            unit=raw.get("unit", ""),
            may_follow=raw.get("may_follow", False),
            accept=tuple(raw.get("accept", ("pdf", "jpg", "png"))),
            max_count=raw.get("max_count", 3),
            autocomplete=raw.get("autocomplete", ""),
            prefill=_after("account.", raw.get("prefill", "")),
            earlier=_after("earlier.", raw.get("prefill", "")),
            look_up=self._look_up(raw, path, names),
        )

    def _options_from(self, raw: Raw, path: Path, names: frozenset[str]) -> OptionsFrom | None:
        if "options_from" not in raw:
            return None
        given = raw["options_from"]
        return OptionsFrom(**{**given, "only": self._rule(given, "only", (*path, "options_from"), names)})

    def _look_up(self, raw: Raw, path: Path, names: frozenset[str]) -> LookUpDefinition | None:
        if "look_up" not in raw:
            return None
        given = raw["look_up"]
        query = {key: self._rule(given["with"], key, (*path, "look_up", "with"), names) for key in given["with"]}
        known = {key: rule for key, rule in query.items() if rule is not None}
        return LookUpDefinition(register=given["register"], query=known, name=given["as"])

    def _computed(self, raw: Raw, path: Path) -> ComputedDefinition | None:
        rule = self._rule(raw, "value", path, self.names)
        if rule is None:
            return None
        simple = {key: value for key, value in raw.items() if key != "value"}
        return ComputedDefinition(value=rule, **simple)

    def _checks(self, raw: Raw, path: Path, names: frozenset[str]) -> tuple[CheckDefinition, ...]:
        checks: Sequence[Raw] = raw.get("checks", ())
        rules = [self._rule(check, "rule", (*path, "checks", index), names) for index, check in enumerate(checks)]
        return tuple(
            CheckDefinition(rule=rule, say=check["say"], at=check.get("at", ""), soft=check.get("soft", False))
            for check, rule in zip(checks, rules, strict=True)
            if rule is not None
        )

    def _rule(self, raw: Raw, key: str, path: Path, names: frozenset[str]) -> Rule | None:
        if key not in raw:
            return None
        try:
            return read_rule(raw[key], names=names, path=(*path, key))
        except RuleError as error:
            self.problems.append(FormProblem(path=(*path, key), message=error.message))
            return None

    def _template(self, raw: Raw, path: Path, names: frozenset[str], *, key: str = "text") -> Template | None:
        if key not in raw:
            return None
        try:
            return read_template(raw[key], names=names)
        except RuleError as error:
            self.problems.append(FormProblem(path=(*path, key), message=error.message))
            return None


def _after(start: str, text: str) -> str:
    return text.removeprefix(start) if text.startswith(start) else ""


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
