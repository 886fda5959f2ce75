"""The data of a letter: one value from which both the PDF and its web twin are made."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import msgspec

from laufzettel.kernel.dates import format_de
from laufzettel.notices import rules
from laufzettel.organisation.api import Municipality, Unit
from laufzettel.packages import NoticeContent


@dataclass(frozen=True, kw_only=True)
class Town:
    """Who writes: the town and its office, as they stand at the head of the letter."""

    name: str
    office: str
    street: str
    postcode: str
    city: str
    phone: str
    email: str
    web: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What surrounds the content of a letter; `recipient` are the lines of the address field."""

    town: Town
    recipient: tuple[str, ...]
    reference: str
    clerk: str


def letterhead(
    *, municipality: Municipality, unit: Unit, recipient: tuple[str, ...], reference: str, clerk: str
) -> Letterhead:
    """Make the letterhead of an office; what the office does not say is taken from the town."""
    own, general = unit.contact, municipality.contact
    return Letterhead(
        town=Town(
            name=municipality.name,
            office=unit.name,
            street=own.street or general.street,
            postcode=own.postcode or general.postcode,
            city=own.city or general.city,
            phone=own.phone or general.phone,
            email=own.email or general.email,
            web=own.web or general.web,
            colour=municipality.colour,
        ),
        recipient=recipient,
        reference=reference,
        clerk=clerk,
    )


def letter_data(
    *, content: NoticeContent, letterhead: Letterhead, on: date, verification_code: str | None, is_draft: bool = False
) -> dict[str, Any]:
    """Return everything that the layout and the web twin show, as plain JSON values."""
    notice = _plain(content)
    for block in notice["blocks"]:
        if block["kind"] == "amounts":
            block["rows"] = [
                {"label": row["label"], "amount": row["value"], "note": row["note"]} for row in block["rows"]
            ]
    notice["valid_from_de"] = format_de(content.valid_from) if content.valid_from else ""
    notice["valid_until_de"] = format_de(content.valid_until) if content.valid_until else ""
    data: dict[str, Any] = {
        **_plain(asdict(letterhead)),
        "date": on.isoformat(),
        "date_de": format_de(on),
        "draft": is_draft,
        "notice": notice,
    }
    if verification_code:
        data["verify_url"] = rules.verification_url(verification_code)
    return data


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value)


def recipient_lines(*, names: Sequence[str], address: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return the lines of the address field for an applicant; without an address only the names."""
    given = address or {}
    street = " ".join(part for part in (given.get("strasse", ""), given.get("hausnummer", "")) if part)
    city = " ".join(part for part in (given.get("plz", ""), given.get("ort", "")) if part)
    return tuple(line for line in (*names, street, city) if line)


def town_data(letterhead: Letterhead) -> dict[str, Any]:
    """Return who writes, as plain JSON values for any document."""
    return dict(_plain(asdict(letterhead.town)))
