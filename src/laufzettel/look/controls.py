"""Values that the form components draw: portal and desk translate their fields into these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ControlKind = Literal["text", "textarea", "choice", "select", "checks", "date", "address", "file", "info", "check"]

ADDRESS_PARTS = (
    ("strasse", "Straße", "address-line1", "text"),
    ("hausnummer", "Hausnummer", "off", "text"),
    ("plz", "Postleitzahl", "postal-code", "numeric"),
    ("ort", "Ort", "address-level2", "text"),
)
DATE_PARTS = (("tag", "Tag", 2), ("monat", "Monat", 2), ("jahr", "Jahr", 4))


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
class Control:
    """One field on a page. `value` is text; `values` holds the parts of dates and addresses or chosen values."""

    kind: ControlKind
    name: str
    label: str
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()
    options: tuple[Option, ...] = ()
    uploads: tuple[Upload, ...] = ()
    hint: str = ""
    error: str = ""
    why: str = ""
    legal_basis: str = ""
    note: str = ""
    is_required: bool = True
    is_large: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    unit: str = ""
    width: str = ""
    accept: str = ""
    is_live: bool = False

    @property
    def id(self) -> str:
        """Return the id of the input in the page."""
        return self.name.replace(".", "-")

    @property
    def focus_id(self) -> str:
        """Return the id of the first input, where a link of the error summary leads."""
        if self.kind == "date":
            return f"{self.id}-tag"
        if self.kind == "address":
            return f"{self.id}-strasse"
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
        return tuple((key, label, size, self.values.get(key, "")) for key, label, size in DATE_PARTS)

    @property
    def address_parts(self) -> tuple[tuple[str, str, str, str, str], ...]:
        """Return name, label, autocomplete token, input mode and value of the inputs of an address."""
        return tuple((key, label, auto, mode, self.values.get(key, "")) for key, label, auto, mode in ADDRESS_PARTS)


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
