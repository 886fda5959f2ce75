"""A FIM schema (XDatenfelder) as frozen values, as close to the file as a linter needs: codes stay as written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from laufzettel.kernel.errors import LaufzettelError

Version = Literal["2", "3"]

# What an importer reads; where the versions differ, the code of version 3 is used throughout.
FIELD_KINDS = ("input", "select", "label", "hidden", "locked")
DATA_TYPES = (
    "text", "text_latin", "date", "time", "datetime", "bool", "num", "num_int", "num_currency", "file", "obj",
)  # fmt: skip
ELEMENT_KINDS = ("ABS", "HAR", "RNG")
PREFILLINGS = ("keine", "optional", "verpflichtend")
RELATIONS = ("ABL", "ERS", "EQU", "VKN")
RULE_KINDS = ("K", "M", "V", "B")
STATES = ("1", "2", "3", "4", "5", "6", "7", "8")
STATES_2 = ("inVorbereitung", "aktiv", "inaktiv")

PROFILE_URI = "urn:laufzettel:form:"
"""Keywords with this beginning carry what only Laufzettel knows of a field, for example that a text is an IBAN."""


class FimRefused(LaufzettelError):
    """The file is no XDatenfelder schema that can be read; the message says where and why."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A rule of law (Handlungsgrundlage), perhaps with its address."""

    text: str
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Keyword:
    """A Stichwort with the vocabulary it comes from."""

    text: str
    uri: str = ""


@dataclass(frozen=True, kw_only=True)
class Relation:
    """How an element relates to another: code, id and version of the other."""

    kind: str
    id: str
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class FimRule:
    """A rule of a schema, group or field: prose first; scripts are never run."""

    id: str
    version: str
    name: str
    prose: str
    script: str = ""
    kind: str = ""
    author: str = ""
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class Code:
    """One entry of a code list."""

    code: str
    name: str
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class CodeListRef:
    """The code list that a field takes its answers from; the entries stand elsewhere."""

    uri: str
    version: str = ""
    version_uri: str = ""


@dataclass(frozen=True, kw_only=True)
class Precision:
    """Limits of a field as they were written (praezisierung); empty where nothing is said."""

    min_length: str = ""
    max_length: str = ""
    min_value: str = ""
    max_value: str = ""
    pattern: str = ""


@dataclass(frozen=True, kw_only=True)
class Element:
    """What schema, groups and fields have in common."""

    id: str
    version: str
    name: str
    label: str = ""
    label_output: str = ""
    description: str = ""
    definition: str = ""
    sources: tuple[Source, ...] = ()
    state: str = ""
    state_set_on: str = ""
    published_on: str = ""
    author: str = ""
    help: str = ""
    help_output: str = ""
    keywords: tuple[Keyword, ...] = ()
    relations: tuple[Relation, ...] = ()
    rules: tuple[FimRule, ...] = ()
    line: int = 1

    @property
    def title(self) -> str:
        """Return what people read: the label, else the name."""
        return self.label or self.name or self.id

    def keyword(self, name: str) -> str:
        """Return what Laufzettel noted under this name (see `PROFILE_URI`), or an empty text."""
        return next((word.text for word in self.keywords if word.uri == PROFILE_URI + name), "")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A place in a structure: how often (`min:max`, as written), by which law, and what stands there."""

    count: str
    sources: tuple[Source, ...]
    element: "Group | Field"
    line: int = 1

    @property
    def bounds(self) -> tuple[int, int | None]:
        """Return least and most number; None is without limit. What cannot be read counts as once."""
        low, _, high = self.count.partition(":")
        if not low.isascii() or not low.isdigit() or not (high == "*" or (high.isascii() and high.isdigit())):
            return 1, 1
        return int(low[:6]), None if high == "*" else int(high[:6])


@dataclass(frozen=True, kw_only=True)
class Field(Element):
    """A field (Datenfeld)."""

    kind: str = ""
    element_kind: str = ""
    data_type: str = ""
    precision: Precision = Precision()
    content: str = ""
    prefilling: str = ""
    codes: tuple[Code, ...] = ()
    code_list: CodeListRef | None = None
    columns: tuple[str, ...] = ()
    max_size: str = ""
    media_types: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group(Element):
    """A group of fields (Datenfeldgruppe); `is_choice` means that one of the parts is given, not all."""

    element_kind: str = ""
    art: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def is_choice(self) -> bool:
        """Say whether only one of the parts is to be given."""
        return self.art == "X"


@dataclass(frozen=True, kw_only=True)
class Schema(Element):
    """A whole schema, or a single group wrapped as one; `format` is the version of XDatenfelder."""

    format: Version
    is_group: bool = False
    profile: str = ""
    profile_version: str = ""
    structure_change: str = ""
    representation_change: str = ""
    parts: tuple[Part, ...] = field(default=())

    @property
    def urn(self) -> str:
        """Return id and version in one, for example S00000121V1.0."""
        return f"{self.id}V{self.version}"


def walk(parts: tuple[Part, ...], above: tuple["Group", ...] = ()) -> Iterator[tuple[Part, tuple["Group", ...]]]:
    """Yield every part below, parents first, with the groups it stands in from the outside in."""
    for part in parts:
        yield part, above
        if isinstance(part.element, Group):
            yield from walk(part.element.parts, (*above, part.element))
