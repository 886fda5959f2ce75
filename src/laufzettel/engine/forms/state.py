"""What a form looks like with certain answers: everything a page needs to show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from laufzettel.engine.forms.definition import (
    ComputedDefinition,
    DeclarationDefinition,
    FieldDefinition,
    Option,
    PageDefinition,
    Repeat,
)
from laufzettel.engine.forms.values import display_value, entered_value, remark
from laufzettel.kernel.errors import Problem
from laufzettel.kernel.levels import Level, highest


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldState:
    """One field; `typed` are the texts that could not be read, by path, for all fields of the form."""

    path: str
    definition: FieldDefinition
    value: object
    shown: bool
    required: bool
    problems: tuple[Problem, ...] = ()
    typed: Mapping[str, object] = field(default_factory=dict, repr=False)
    options: tuple[Option, ...] = ()
    text: str = ""

    @property
    def display(self) -> str:
        """Return the value for reading."""
        return display_value(self.definition, self.value, self.options) if self.shown else ""

    @property
    def entered(self) -> object:
        """Return what stands in the input: text, a list of values, or texts by part; empty when it is not shown."""
        if not self.shown:
            return ""
        value = entered_value(self.definition, self.value)
        if not self.typed:
            return value
        if isinstance(value, dict):
            return {part: self.typed.get(f"{self.path}.{part}", text) for part, text in value.items()}
        return self.typed.get(self.path, value)

    @property
    def remark(self) -> str:
        """Return what we found out about the value: the bank of an IBAN, else nothing."""
        return remark(self.definition, self.value) if self.shown else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemState:
    """One item of a group; a group that is not repeated has exactly one, with index None."""

    index: int | None
    fields: tuple[FieldState, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupState:
    """One group with its items."""

    key: str
    title: str
    intro: str
    visible: bool
    repeat: Repeat | None
    items: tuple[ItemState, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PageState:
    """One page; `problems` holds everything wrong on it, `concerns` what is odd but may be right."""

    key: str
    title: str
    intro: str
    visible: bool
    groups: tuple[GroupState, ...]
    problems: tuple[Problem, ...] = ()
    definition: PageDefinition | None = None
    concerns: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ComputedState:
    """A computed value ready to be shown."""

    definition: ComputedDefinition
    value: object
    display: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LookUpWish:
    """A question to a register: ask it when `answered` is false."""

    name: str
    register: str
    query: Mapping[str, object]
    path: str
    answered: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FormState:
    """The form with its answers.

    `answers` holds only what is still relevant, `removed` the paths that were dropped; `complete` means that
    it could be sent (declarations aside); `missing_evidence` are proofs that may follow. `concerns` are told to the
    person and to the office but stop nobody (§ 24 (3) VwVfG). `signatures` are the paths of people who must sign too.
    """

    pages: tuple[PageState, ...]
    problems: tuple[Problem, ...]
    computed: Mapping[str, object]
    answers: Mapping[str, object]
    removed: tuple[str, ...]
    complete: bool
    missing_evidence: tuple[str, ...]
    shown: tuple[ComputedState, ...] = ()
    look_ups: tuple[LookUpWish, ...] = ()
    declarations: tuple[DeclarationDefinition, ...] = field(default=())
    concerns: tuple[Problem, ...] = ()
    signatures: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """Return the highest level of assurance that the pages asked with these answers demand."""
        return highest(page.definition.level for page in self.pages if page.visible and page.definition)

    def page(self, key: str) -> PageState | None:
        """Return the page with this key, or None."""
        return next((page for page in self.pages if page.key == key), None)
