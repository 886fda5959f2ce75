"""Values that the form components draw: portal and desk translate their fields into these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from laufzettel.kernel.language import phrase, say

ControlKind = Literal[
    "text", "textarea", "choice", "select", "search", "checks", "date", "parts", "file", "info", "check"
]
DATE_PARTS = (("tag", phrase("Tag"), 2), ("monat", phrase("Monat"), 2), ("jahr", phrase("Jahr"), 4))


@dataclass(frozen=True, kw_only=True)
class Option:
    """One possible answer of a choice."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One file that is already there."""

    id: str
    name: str
    size: str
    remove_url: str = ""


@dataclass(frozen=True, kw_only=True)
class PartInput:
    """One input of an answer in several parts; with `is_searched` the proposals of the control belong to it."""

    key: str
    label: str
    value: str = ""
    autocomplete: str = "off"
    inputmode: str = "text"
    is_required: bool = True
    is_wrong: bool = False
    is_searched: bool = False


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A link for the phone that adds files to a field: as a picture and in words; `here` is this page with it."""

    link: str
    picture: str
    until: datetime
    here: str


@dataclass(frozen=True, kw_only=True)
class Control:
    """One field on a page. `value` is text; `values` holds the parts of a date, `parts` those of other answers.

    `proposals` are offered while somebody types (whole when short, else what fits); `concern` tells what looks odd
    about the answer without refusing it; `is_place` offers to fill in where the device is.
    """

    kind: ControlKind
    name: str
    label: str
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    chosen: frozenset[str] = frozenset()
    options: tuple[Option, ...] = ()
    parts: tuple[PartInput, ...] = ()
    proposals: tuple[str, ...] = ()
    concern: str = ""
    is_place: bool = False
    uploads: tuple[Upload, ...] = ()
    hint: str = ""
    error: str = ""
    why: str = ""
    legal_basis: str = ""
    kept: str = ""
    note: str = ""
    is_required: bool = True
    is_large: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    type: str = ""
    unit: str = ""
    width: str = ""
    accept: str = ""
    is_live: bool = False
    offers_phone: bool = False
    phone: Phone | None = None
    is_phone_over: bool = False

    @property
    def id(self) -> str:
        """Return the id of the input in the page."""
        return self.name.replace(".", "-")

    @property
    def focus_id(self) -> str:
        """Return the id of the first input, where a link of the error summary leads."""
        if self.kind == "date":
            return f"{self.id}-tag"
        if self.kind == "parts":
            return f"{self.id}-{self.parts[0].key}"
        if self.kind in {"choice", "checks"}:
            return f"{self.id}-1"
        return self.id

    @property
    def described_by(self) -> str:
        """Return the ids of hint and error in reading order."""
        parts = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.error)
        return " ".join(parts)

    @property
    def template(self) -> str:
        """Return the template that draws this control."""
        return f"look/controls/{self.kind}.html"

    @property
    def date_parts(self) -> tuple[tuple[str, str, int, str], ...]:
        """Return name, label, length and value of the three inputs of a date."""
        return tuple((key, say(label), size, self.values.get(key, "")) for key, label, size in DATE_PARTS)


@dataclass(frozen=True, kw_only=True)
class ErrorLine:
    """One line of the error summary: what to do and where."""

    target: str
    message: str
    url: str = ""

    @property
    def href(self) -> str:
        """Return where the line leads: another page, or a place on this one."""
        return self.url or (f"#{self.target}" if self.target else "")
