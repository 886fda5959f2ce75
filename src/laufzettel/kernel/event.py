"""What happened: one value that becomes audit entry, timeline line and trigger."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to a subject of a town.

    Subclasses are named in the past tense, live in `<app>/events.py` and carry references and small facts,
    never personal data: event rows outlive the deletion of the data they point to.
    """

    subject: str
    municipality: str

    kind: ClassVar[str] = "Event"

    def __init_subclass__(cls) -> None:
        cls.kind = cls.__name__

    def payload(self) -> dict[str, Any]:
        """Return the facts besides subject and town as plain JSON values."""
        return {
            field.name: plain(getattr(self, field.name))
            for field in fields(self)
            if field.name not in {"subject", "municipality"}
        }


def plain(value: object) -> Any:
    """Turn a fact into a JSON value; raises `TypeError` for anything that does not belong into an event."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} does not belong into an event")
