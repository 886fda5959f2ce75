"""What a town, an office and a clerk are, and how their files are read; no Django, no files."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Invalid, NotFound, Problem

Role = Literal["clerk", "lead"]
Weekday = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]
ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
T = TypeVar("T")


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the values below: immutable, by name only, unknown keys are errors."""


class Contact(_Value, frozen=True):
    """Where an office is reached; `example` says that the data is invented for the demo."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    example: bool = False


class DataProtection(_Value, frozen=True):
    """Whom people turn to about their data: the officer of the town, and the authority of the Land (Art. 13, 77 DSGVO).

    `example` says that the data is invented for the demo.
    """

    officer: str = ""
    email: str = ""
    phone: str = ""
    authority: str = ""
    authority_web: str = ""
    example: bool = False


class Accessibility(_Value, frozen=True):
    """What the town declares about the accessibility of these pages, and who enforces it (§ 7 BITV 2.0).

    Days are ISO dates. `status` follows the European model statement (Implementing Decision (EU) 2018/1523).
    `gaps` are the contents that are not accessible, each with its reason; `answer_weeks` is how soon the town answers.
    `example` says that the data is invented for the demo.
    """

    status: Literal["full", "partial", "none"] = "partial"
    stated_on: str = ""
    checked_on: str = ""
    method: str = ""
    gaps: tuple[str, ...] = ()
    answer_weeks: int = 4
    enforcement: str = "Durchsetzungsstelle bei der oder dem Landesbeauftragten für Menschen mit Behinderungen"
    enforcement_email: str = ""
    enforcement_phone: str = ""
    enforcement_web: str = ""
    example: bool = False


class FilingPlanEntry(_Value, frozen=True):
    """One line of the filing plan (Aktenplan)."""

    key: str
    title: str
    example: bool = False


class Municipality(_Value, frozen=True):
    """A town whose work this installation does.

    `names_in_access_log` shows applicants by name which clerks looked at their case; without it they see the unit.
    """

    key: str
    name: str
    short_name: str
    prefix: str
    land: str
    hosts: tuple[str, ...]
    colour: str
    contact: Contact
    hours: str = ""
    filing_plan: tuple[FilingPlanEntry, ...] = ()
    data_protection: DataProtection = DataProtection()
    accessibility: Accessibility = Accessibility()
    names_in_access_log: bool = False

    def filing_plan_title(self, plan_key: str) -> str:
        """Return the title of a filing plan key, or an empty text when the plan of the town lacks it."""
        return next((entry.title for entry in self.filing_plan if entry.key == plan_key), "")


class OpeningHours(_Value, frozen=True):
    """A span of hours on days of the week; times as HH:MM."""

    days: tuple[Weekday, ...]
    opens: ClockTime
    closes: ClockTime


class Unit(_Value, frozen=True):
    """An office of a town; `name_given` is false where no source names it and `name` shows only its number.

    `hours` are for visitors, `hours_note` what is to be said about them, `access` how people with a disability get in.
    """

    key: str
    name: str
    number: str = ""
    name_given: bool = True
    contact: Contact = Contact()
    hours: tuple[OpeningHours, ...] = ()
    hours_note: str = ""
    access: tuple[str, ...] = ()


class DemoClerk(_Value, frozen=True):
    """A clerk of the demo with everything needed to sign in; never for a real town."""

    email: str
    password: str
    totp_secret: str
    name: str
    phone: str
    units: tuple[str, ...]
    roles: tuple[Role, ...] = ("clerk",)


class Clerk(_Value, frozen=True):
    """Somebody who works in the town hall, with the offices they may see."""

    id: int
    name: str
    municipality: str
    units: frozenset[str]
    roles: frozenset[str]
    phone: str = ""
    email: str = ""


class Offices(_Value, frozen=True):
    """Everything known about all towns, looked up without the database."""

    municipalities: dict[str, Municipality]
    units: dict[tuple[str, str], Unit]
    hosts: dict[str, str]

    def municipality(self, key: str) -> Municipality:
        """Return a town by key; raises `NotFound`."""
        return _found(self.municipalities.get(key))

    def for_host(self, host: str) -> Municipality:
        """Return the town that answers under a host name, with or without port; raises `NotFound`."""
        return _found(self.municipalities.get(self.hosts.get(bare_host(host), "")))

    def unit(self, municipality: str, key: str) -> Unit:
        """Return an office of a town; raises `NotFound`."""
        return _found(self.units.get((municipality, key)))

    def units_of(self, municipality: str) -> tuple[Unit, ...]:
        """Return the offices of a town in the order of its file."""
        return tuple(unit for (town, _), unit in self.units.items() if town == municipality)


def bare_host(host: str) -> str:
    """Return a host name in lower case without port and trailing dot."""
    name = host.strip().lower()
    if name.startswith("["):
        return name.split("]", 1)[0] + "]"
    return name.split(":", 1)[0].rstrip(".")


def read_municipality(raw: object) -> Municipality:
    """Read the content of `town.yaml`; raises `Invalid` naming what does not fit."""
    town: Municipality = _convert(raw, Municipality, "town.yaml")
    if not town.hosts:
        raise Invalid((Problem("town.yaml", "Es fehlt der Rechnername der Stadt (hosts)."),))
    return town


def read_units(raw: object) -> tuple[Unit, ...]:
    """Read the content of `units.yaml`; raises `Invalid` for wrong shapes and keys used twice."""
    units: tuple[Unit, ...] = _convert(raw, tuple[Unit, ...], "units.yaml")
    doubles = _doubles(unit.key for unit in units)
    if doubles:
        raise Invalid((Problem("units.yaml", f"Doppelte Schlüssel: {', '.join(doubles)}"),))
    return units


def read_demo_clerks(raw: object) -> tuple[DemoClerk, ...]:
    """Read the content of `demo.yaml`; raises `Invalid` naming what does not fit."""
    clerks: tuple[DemoClerk, ...] = _convert(raw, tuple[DemoClerk, ...], "demo.yaml")
    return clerks


def actor_of_clerk(clerk: Clerk) -> Actor:
    """Return the actor that a clerk is for verbs and questions about rights; clerks are always `high`."""
    return Actor(
        kind="clerk",
        key=str(clerk.id),
        municipality=clerk.municipality,
        units=clerk.units,
        roles=clerk.roles,
        level="high",
        name=clerk.name,
    )


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotFound
    return thing


def _convert(raw: object, shape: Any, file: str) -> Any:
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise Invalid((Problem(file, str(error)),)) from error


def _doubles(keys: Iterable[str]) -> tuple[str, ...]:
    seen: set[str] = set()
    return tuple(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]
