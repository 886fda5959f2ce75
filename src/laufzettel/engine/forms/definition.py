"""A form as frozen values; every expression is compiled once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from laufzettel.engine.texts import Rule, Template
from laufzettel.kernel.errors import LaufzettelError
from laufzettel.kernel.levels import Level

Path = tuple[str | int, ...]

PREFILLS = ("family_name", "given_name", "birth_date", "address", "email", "phone")


class FormError(LaufzettelError):
    """The form was used wrongly: an unknown page, or answers of the wrong shape."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class OptionsFrom:
    """Answers to choose from a table parameter: stored column, shown column; `only` lists the values to offer."""

    parameter: str
    value: str
    label: str
    only: Rule | None = None


@dataclass(frozen=True, kw_only=True)
class StreetsFrom:
    """Streets to propose for an address: table parameter and column; `unknown` is said about any other street.

    With the column `postal_code` only addresses inside the table are compared.
    """

    parameter: str
    street: str
    postal_code: str = ""
    unknown: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckDefinition:
    """A rule that must not be false, what to say then, and where; a `soft` one is told but stops nobody."""

    rule: Rule
    say: str
    at: str = ""
    soft: bool = False


@dataclass(frozen=True, kw_only=True)
class LookUpDefinition:
    """Which register is asked, with which values, and the name of the answer."""

    register: str
    query: Mapping[str, Rule]
    name: str


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why the question is asked."""

    text: str
    legal_basis: str = ""


@dataclass(frozen=True, kw_only=True)
class FieldDefinition:
    """One question; see form.schema.json for the meaning of each part.

    `prefill` names a fact of the account, `earlier` the name under which an answer of an earlier matter is proposed.
    `required: soft` of the file is `required` false and `soft` true: its absence is told but stops nobody.
    """

    group: str
    key: str
    type: str
    label: str
    hint: str = ""
    text: Template | None = None
    why: Why | None = None
    required: bool = True
    soft: bool = False
    missing: str = ""
    when: Rule | None = None
    checks: tuple[CheckDefinition, ...] = ()
    options: tuple[Option, ...] = ()
    options_from: OptionsFrom | None = None
    parts: tuple[str, ...] = ()
    streets_from: StreetsFrom | None = None
    multiline: bool = False
    max_length: int | None = None
    decimals: int = 0
    min: Decimal | None = None
    max: Decimal | None = None
    unit: str = ""
    may_follow: bool = False
    accept: tuple[str, ...] = ("pdf", "jpg", "png")
    max_count: int = 3
    autocomplete: str = ""
    prefill: str = ""
    earlier: str = ""
    look_up: LookUpDefinition | None = None


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """How often a group may be given, and what one item is called."""

    min: int
    max: int
    label: str


@dataclass(frozen=True, kw_only=True)
class GroupDefinition:
    """Fields that belong together."""

    key: str
    title: str
    intro: str = ""
    when: Rule | None = None
    repeat: Repeat | None = None
    fields: tuple[FieldDefinition, ...] = ()
    checks: tuple[CheckDefinition, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PageDefinition:
    """One question page; `level` is how surely somebody must be known to see it and to answer."""

    key: str
    title: str
    intro: str = ""
    when: Rule | None = None
    groups: tuple[GroupDefinition, ...] = ()
    checks: tuple[CheckDefinition, ...] = ()
    section: str = ""
    after: tuple[str, ...] = ()
    level: Level = "none"

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the groups of the page."""
        return tuple(group.key for group in self.groups)


@dataclass(frozen=True, kw_only=True)
class ComputedDefinition:
    """A value that follows from the answers."""

    key: str
    type: str
    label: str
    value: Rule
    show: bool = False
    page: str = ""
    role: str = ""
    explain: bool = False
    example: bool = False


@dataclass(frozen=True, kw_only=True)
class DeclarationDefinition:
    """A box that must be ticked before sending; in a state `label` is `words` filled with the answers."""

    key: str
    label: str
    words: Template | None = None
    when: Rule | None = None


@dataclass(frozen=True, kw_only=True)
class FormProblem:
    """Something wrong in the definition: where in the file, and a German sentence."""

    path: Path
    message: str


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """The whole form; `problems` are the faults seen while reading. `tasks`: pages are done in any order.

    `around` keeps what `reach.groups_around` worked out, by page.
    """

    pages: tuple[PageDefinition, ...]
    computed: tuple[ComputedDefinition, ...] = ()
    declarations: tuple[DeclarationDefinition, ...] = ()
    checks: tuple[CheckDefinition, ...] = ()
    problems: tuple[FormProblem, ...] = ()
    groups: Mapping[str, GroupDefinition] = field(default_factory=dict)
    tasks: bool = False
    around: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def page(self, key: str) -> PageDefinition:
        """Return the page with this key; raises FormError when there is none."""
        for page in self.pages:
            if page.key == key:
                return page
        raise FormError(f"Die Seite „{key}“ gibt es in diesem Formular nicht.")

    def field(self, group: str, key: str) -> FieldDefinition | None:
        """Return a field, or None."""
        found = self.groups.get(group)
        return next((item for item in found.fields if item.key == key), None) if found else None
