"""A package as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import msgspec

from laufzettel.engine.forms import FormDefinition
from laufzettel.engine.process import ProcessDefinition
from laufzettel.engine.rules import DecisionModel
from laufzettel.engine.texts import Rule, Template
from laufzettel.kernel.errors import LaufzettelError
from laufzettel.kernel.levels import Level
from laufzettel.packages.yaml_loader import Document

Severity = Literal["error", "warning"]
Applying = Literal["self", "person", "company"]


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """Where a rule or value stands."""

    cite: str
    url: str = ""
    valid_from: date | None = None
    example: bool = False


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """The service in the national catalogues."""

    leika: str = ""
    ozg_service: str = ""
    typing: str = ""
    fim: str = ""


class Responsibility(msgspec.Struct, frozen=True, kw_only=True):
    """The office that works on the case."""

    unit: str
    place: str = ""


class RecordsPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How the record file is kept."""

    filing_plan_key: str
    retention: str
    starts: str
    disposal: str


class Privacy(msgspec.Struct, frozen=True, kw_only=True):
    """Why personal data are processed, and how long drafts live."""

    purpose: str
    legal_basis: str
    delete_drafts_after: str
    recipients: tuple[str, ...] = ()


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What the office promises."""

    processing: str = ""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """When and by whom the text of the page was last checked."""

    day: date
    by: str
    example: bool = False


class ServicePage(msgspec.Struct, frozen=True, kw_only=True):
    """The public page; `fee` may hold placeholders (see packages.fee_text)."""

    for_whom: str
    needs: tuple[str, ...]
    steps: tuple[str, ...]
    duration: str
    fee: str
    minutes: int
    synonyms: tuple[str, ...] = ()
    life_situations: tuple[str, ...] = ()
    text: str = ""
    prerequisites: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    remedies: str = ""
    hints: tuple[str, ...] = ()
    checked: Checked | None = None
    short: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """manifest.yaml; the unit of an overlay is already in place."""

    format: int
    key: str
    version: str
    title: str
    summary: str
    kind: str
    valid_from: date
    responsibility: Responsibility
    legal_basis: tuple[Citation, ...]
    level_of_assurance: Level
    uses: frozenset[str]
    records: RecordsPlan
    privacy: Privacy
    page: ServicePage
    catalogue: Catalogue = Catalogue()
    valid_until: date | None = None
    written_form: bool = False
    applicants: tuple[Applying, ...] = ("self", "person", "company")
    target: Target = Target()


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a table parameter."""

    key: str
    title: str
    type: str


@dataclass(frozen=True, kw_only=True)
class DatedValue:
    """A value from a day on."""

    starts: date
    value: object
    source: Citation
    example: bool = False


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number, switch or table with its history, newest first."""

    key: str
    title: str
    type: str
    values: tuple[DatedValue, ...]
    unit: str = ""
    columns: tuple[Column, ...] = ()

    def on(self, day: date) -> DatedValue | None:
        """Return the value in force on `day`, None before the first."""
        return next((value for value in self.values if value.starts <= day), None)


@dataclass(frozen=True, kw_only=True)
class BlockDefinition:
    """One part of a notice, compiled."""

    kind: str
    heading: str = ""
    text: Template | None = None
    rows: Rule | None = None
    total: Rule | None = None
    items: Rule | None = None
    when: Rule | None = None
    public: bool = False


@dataclass(frozen=True, kw_only=True)
class NoticeDefinition:
    """A notice, compiled."""

    key: str
    title: Template
    kind: str
    layout: str
    verify: bool
    blocks: tuple[BlockDefinition, ...]
    valid_from: Rule | None = None
    valid_until: Rule | None = None
    law: Literal["general", "tax"] = "general"


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """An executable example; `path` is its place when the file holds more than this."""

    file: str
    path: tuple[str | int, ...]
    name: str
    today: date
    submit: Mapping[str, Any]
    expect: Mapping[str, Any]
    account: Mapping[str, Any] | None = None
    registers: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Any] = field(default_factory=dict)
    declarations: tuple[str, ...] | None = None
    then: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PackageProblem:
    """Something wrong in a package: file, line and column from 1, a German sentence."""

    file: str
    line: int
    column: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class PackageRefused(LaufzettelError):
    """The package cannot be read at all; `problems` say why."""

    def __init__(self, problems: tuple[PackageProblem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems[:5]))
        self.problems = problems


class PackageError(LaufzettelError):
    """A step, notice or value of the package cannot be worked out with these facts."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Package:
    """A service, read and compiled. `ref` is key@version#hash12; `problems` were seen while compiling."""

    manifest: Manifest
    form: FormDefinition
    parameters: Mapping[str, Parameter]
    rules: DecisionModel | None
    process: ProcessDefinition
    notices: Mapping[str, NoticeDefinition]
    texts: Mapping[str, Mapping[str, str]]
    scenarios: tuple[Scenario, ...]
    readiness: Mapping[str, Mapping[str, str]]
    files: Mapping[str, bytes]
    documents: Mapping[str, Document]
    content_hash: str
    attributes: Mapping[tuple[str, str], Rule | Template]
    functions: Mapping[str, object]
    raw_manifest: Mapping[str, Any]
    raw_form: Mapping[str, Any]
    fee: Template
    offered: bool = True
    overlay_name: str = ""
    problems: tuple[PackageProblem, ...] = ()

    @property
    def key(self) -> str:
        """Return the key of the service."""
        return self.manifest.key

    @property
    def ref(self) -> str:
        """Return what identifies exactly this content: key@version#hash12."""
        return f"{self.manifest.key}@{self.manifest.version}#{self.content_hash[:12]}"
