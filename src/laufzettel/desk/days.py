"""Read days the way clerks type them."""

from datetime import date

from laufzettel.engine.forms import FieldDefinition, Unreadable, read_text_answer

_DAY = FieldDefinition(group="", key="tag", type="date", label="Tag")


def read_day(text: str) -> date | None:
    """Return the day a clerk typed (`21.11.2026`, `1.2.26`), or None when it is none."""
    try:
        found = read_text_answer(_DAY, text)
    except Unreadable:
        return None
    return found if isinstance(found, date) else None
