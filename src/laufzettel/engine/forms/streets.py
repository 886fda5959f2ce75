"""Streets of a town from a table parameter: proposed while typing, told when unknown, never refused."""

from collections.abc import Mapping
from functools import lru_cache

from laufzettel.engine.forms.choosing import plain
from laufzettel.engine.forms.definition import Option, StreetsFrom
from laufzettel.kernel.errors import Problem


def street_options(source: StreetsFrom, context: Mapping[str, object]) -> tuple[Option, ...]:
    """Return the streets to propose, by name."""
    names = {str(row.get(source.street)) for row in _rows(source, context) if row.get(source.street)}
    return tuple(Option(value=name, label=name) for name in sorted(names))


def street_concerns(
    source: StreetsFrom, address: Mapping[str, object], context: Mapping[str, object], path: str
) -> list[Problem]:
    """Return the sentence about a street that the table does not know; nothing for addresses elsewhere."""
    rows = _rows(source, context)
    street = address.get("strasse")
    if not source.unknown or not rows or not street:
        return []
    if source.postal_code and address.get("plz") not in {row.get(source.postal_code) for row in rows}:
        return []
    known = {_same(str(row.get(source.street))) for row in rows}
    return [] if _same(str(street)) in known else [Problem(f"{path}.strasse", source.unknown)]


def _rows(source: StreetsFrom, context: Mapping[str, object]) -> list[Mapping[str, object]]:
    table = context.get(source.parameter)
    return [row for row in table if isinstance(row, Mapping)] if isinstance(table, list) else []


@lru_cache(maxsize=4096)
def _same(street: str) -> str:
    """Return a street so that `Str.`, `Straße` and `strasse` compare equal."""
    words = plain(street).replace(" ", "")
    return words.removesuffix("strasse") + "str" if words.endswith("strasse") else words
