"""Functions the platform lends to expressions, beside those of FEEL and of rules.dmn."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from laufzettel.engine.forms import FormDefinition
from laufzettel.engine.rules import NativeFunction
from laufzettel.engine.rules.types import ANY
from laufzettel.kernel import dates, money

NAMES = ("euro", "datum", "bezeichnung")


def platform_functions(form: FormDefinition, tables: Mapping[str, object]) -> dict[str, object]:
    """Return euro(x) „1.234,50 €“, datum(d) „21.11.2026“, bezeichnung("gruppe.feld", wert) → label of the option.

    `tables` are the parameters in force, for options that come from a table.
    """

    def bezeichnung(path: object, value: object) -> object:
        group, _, key = str(path).partition(".")
        field = form.field(group, key)
        if field is None or value is None:
            return None
        labels = {option.value: option.label for option in field.options}
        if field.options_from:
            rows = tables.get(field.options_from.parameter)
            source = field.options_from
            labels = (
                {str(row.get(source.value)): str(row.get(source.label)) for row in rows}
                if isinstance(rows, list)
                else {}
            )
        return labels.get(str(value))

    return {
        "euro": NativeFunction("euro", [("betrag", ANY)], ANY, _euro),
        "datum": NativeFunction("datum", [("tag", ANY)], ANY, _datum),
        "bezeichnung": NativeFunction("bezeichnung", [("feld", ANY), ("wert", ANY)], ANY, bezeichnung),
    }


def _euro(amount: object) -> str | None:
    return money.say_amount(amount) if isinstance(amount, Decimal) else None


def _datum(day: object) -> str | None:
    return dates.say_day(day) if isinstance(day, date) else None
