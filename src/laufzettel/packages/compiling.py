"""Compile the expressions of a package once, each with the names it may use; problems know their place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from laufzettel.engine.forms import FormDefinition, form_problems, parse_form
from laufzettel.engine.process import WORDS, ProcessDefinition
from laufzettel.engine.rules import DecisionModel, RuleError
from laufzettel.engine.texts import Rule, Template, read_rule, read_template
from laufzettel.engine.texts.rule import refuse_unknown
from laufzettel.packages import functions
from laufzettel.packages.model import BlockDefinition, NoticeDefinition, PackageProblem, Parameter
from laufzettel.packages.yaml_loader import Document, Path

ENVIRONMENT_NAMES = ("heute", "konto", "auskunft")
CASE_NAMES = ("eingang_am", "aktenzeichen", "vorgangsnummer")
NOTICE_NAMES = ("entscheidung", "datum_heute")


def environment_names(model: Mapping[str, object], parameters: Mapping[str, Parameter]) -> frozenset[str]:
    """Return the names that expressions of a form may use beside answers and computed values."""
    return frozenset({*model, *functions.NAMES, *parameters, *ENVIRONMENT_NAMES})


@dataclass(kw_only=True)
class Compilation:
    """Everything compiled; `problems` are the expressions that could not be."""

    raw_form: Mapping[str, Any]
    parameters: Mapping[str, Parameter]
    rules: DecisionModel | None
    process: ProcessDefinition
    raw_notices: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, Document]
    problems: list[PackageProblem] = field(default_factory=list)

    def __post_init__(self) -> None:
        model = self.rules.functions() if self.rules else {}
        self.functions: dict[str, object] = dict(model)
        environment = environment_names(self.functions, self.parameters)
        self.form: FormDefinition = parse_form(self.raw_form, names=environment)
        for problem in form_problems(self.form, environment_names=environment):
            self._yaml("form.yaml", problem.path, problem.message)
        computed = {item.key for item in self.form.computed}
        self.names = frozenset({*environment, *self.form.groups, *computed, *self.process.steps, *CASE_NAMES})
        self.attributes: dict[tuple[str, str], Rule | Template] = {**dict(self._attributes()), **dict(self._outcomes())}
        self._conditions()
        self.notices = {key: self._notice(key, raw) for key, raw in self.raw_notices.items()}

    def page_template(self, text: str) -> Template:
        """Return the fee text of the service page, compiled over the names of the environment."""
        try:
            return read_template(text, names=environment_names(self.functions, self.parameters))
        except RuleError as error:
            self._yaml("manifest.yaml", ("page", "fee"), error.message)
            return Template(source=text, parts=(text,))

    def _attributes(self) -> Iterator[tuple[tuple[str, str], Rule | Template]]:
        """Yield (step, attribute) → compiled expression or text of the process."""
        for step in self.process.steps.values():
            kinds = WORDS[step.word].attributes if step.word in WORDS else {}
            for key, text in step.attributes.items():
                try:
                    if kinds.get(key) == "feel":
                        yield (step.id, key), read_rule(text, names=self.names)
                    elif kinds.get(key) == "template":
                        yield (step.id, key), read_template(text, names=self.names)
                except RuleError as error:
                    self._say("process.bpmn", step.line, 1, f"{step.id}, {key}: {error.message}")

    def _outcomes(self) -> Iterator[tuple[tuple[str, str], Rule]]:
        """Yield (step, `key.when`) → when an outcome may be chosen."""
        for step in self.process.steps.values():
            for outcome in (outcome for outcome in step.outcomes if outcome.when):
                try:
                    yield (step.id, f"{outcome.key}.when"), read_rule(outcome.when, names=self.names)
                except RuleError as error:
                    self._say("process.bpmn", step.line, 1, f"{step.id}, {outcome.key}: {error.message}")

    def _conditions(self) -> None:
        for flow in self.process.flows:
            if flow.id not in self.process.conditions:
                continue
            try:
                refuse_unknown(self.process.conditions[flow.id], self.names)
            except RuleError as error:
                self._say("process.bpmn", flow.line, 1, f"Bedingung von {flow.id}: {error.message}")

    def _notice(self, key: str, raw: Mapping[str, Any]) -> NoticeDefinition:
        file = f"notices/{key}.yaml"
        valid = raw.get("valid", {})
        return NoticeDefinition(
            key=key,
            title=self._template(file, ("title",), raw) or Template(source="", parts=()),
            kind=raw["kind"],
            layout=raw.get("layout", "letter"),
            verify=raw.get("verify", False),
            law=raw.get("law", "general"),
            valid_from=self._rule(file, ("valid", "from"), valid),
            valid_until=self._rule(file, ("valid", "until"), valid),
            blocks=tuple(self._block(file, ("blocks", index), block) for index, block in enumerate(raw["blocks"])),
        )

    def _block(self, file: str, path: Path, raw: Mapping[str, Any]) -> BlockDefinition:
        return BlockDefinition(
            kind=raw["kind"],
            heading=raw.get("heading", ""),
            text=self._template(file, (*path, "text"), raw),
            rows=self._rule(file, (*path, "rows"), raw),
            total=self._rule(file, (*path, "total"), raw),
            items=self._rule(file, (*path, "items"), raw),
            when=self._rule(file, (*path, "when"), raw),
            public=raw.get("public", False),
        )

    def _rule(self, file: str, path: Path, raw: Mapping[str, Any]) -> Rule | None:
        if path[-1] not in raw:
            return None
        try:
            return read_rule(raw[str(path[-1])], names=self.names | set(NOTICE_NAMES), path=path)
        except RuleError as error:
            self._yaml(file, path, error.message)
            return None

    def _template(self, file: str, path: Path, raw: Mapping[str, Any]) -> Template | None:
        if path[-1] not in raw:
            return None
        try:
            return read_template(raw[str(path[-1])], names=self.names | set(NOTICE_NAMES))
        except RuleError as error:
            self._yaml(file, path, error.message)
            return None

    def _yaml(self, file: str, path: Path, message: str) -> None:
        line, column = self.documents[file].position(path)
        self._say(file, line, column, message)

    def _say(self, file: str, line: int, column: int, message: str) -> None:
        self.problems.append(PackageProblem(file=file, line=line, column=column, message=message))
