"""Dated values: read them, take a town's instead, know the ones in force on a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from laufzettel.packages.model import Citation, Column, DatedValue, Parameter

Raw = Mapping[str, Any]


def read_parameters(raw: Sequence[Raw], overlay: Mapping[str, Sequence[Raw]]) -> dict[str, Parameter]:
    """Return key → parameter; the values of an overlay replace those of the package as a whole."""
    found: dict[str, Parameter] = {}
    for item in raw:
        columns = tuple(msgspec.convert(column, Column) for column in item.get("columns", ()))
        values = [_value(value, item["type"], columns) for value in overlay.get(item["key"], item["values"])]
        found[item["key"]] = Parameter(
            key=item["key"],
            title=item["title"],
            type=item["type"],
            unit=item.get("unit", ""),
            columns=columns,
            values=tuple(sorted(values, key=lambda value: value.starts, reverse=True)),
        )
    return found


def in_force(parameters: Mapping[str, Parameter], day: date) -> dict[str, object]:
    """Return key → value in force on `day`; None before the first."""
    values = {key: parameter.on(day) for key, parameter in parameters.items()}
    return {key: value.value if value else None for key, value in values.items()}


def _value(raw: Raw, kind: str, columns: tuple[Column, ...]) -> DatedValue:
    source = msgspec.convert(raw["source"], Citation)
    return DatedValue(
        starts=raw["from"],
        value=_typed(raw["value"], kind, columns),
        source=source,
        example=raw.get("example", False) or source.example,
    )


def _typed(value: Any, kind: str, columns: tuple[Column, ...]) -> object:
    if kind == "table" and isinstance(value, list):
        kinds = {column.key: column.type for column in columns}
        return [{key: _typed(cell, kinds.get(key, ""), ()) for key, cell in row.items()} for row in value]
    if kind in ("money", "number") and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value).quantize(Decimal("0.01")) if kind == "money" else Decimal(value)
    return value


def fits(value: object, kind: str) -> bool:
    """Say whether a value has the type that its parameter or column declares."""
    expected: dict[str, tuple[type, ...]] = {
        "money": (Decimal,),
        "number": (Decimal,),
        "text": (str,),
        "boolean": (bool,),
        "date": (date,),
        "table": (list,),
    }
    return isinstance(value, expected[kind])
