"""The rates of a dog tax add up to what was assessed, to the cent."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from laufzettel import packages
from laufzettel.engine import rules

HOME = Path(__file__).parents[4]
DAYS = [{"quartal": Decimal(quarter), "tag": Decimal(15), "monat": Decimal(3 * quarter - 1)} for quarter in range(1, 5)]


def _rates(*entries: tuple[str, int]) -> list[Decimal]:
    """Return the rates for dogs, each with the tax of a whole year (EUR) and its months."""
    package = packages.load(HOME / "services" / "hundesteuer-anmeldung")
    items: list[dict[str, Any]] = [
        {"jahresbetrag": Decimal(year), "monate": Decimal(months), "betrag": _share(year, months)}
        for year, months in entries
    ]
    scope = {**package.functions, "posten": items, "jahr": Decimal(2027), "faelligkeiten": DAYS}
    told: Any = rules.compile("raten(posten, jahr, faelligkeiten)").evaluate(scope)
    return [rate["betrag"] for rate in told]


def _share(year: str, months: int) -> Decimal:
    return (Decimal(year) * months / 12).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_last_rate_takes_the_cents_that_rounding_left() -> None:
    rates = _rates(("93.50", 12))

    assert [Decimal("23.38"), Decimal("23.38"), Decimal("23.38"), Decimal("23.36")] == rates
    assert Decimal("93.50") == sum(rates)


def test_rate_of_nothing_falls_away() -> None:
    assert [Decimal("15.58"), Decimal("23.38")] == _rates(("93.50", 5))


@pytest.mark.parametrize("months", range(1, 13))
def test_rates_add_up_to_what_was_assessed(months: int) -> None:
    entries = (("93.50", months), ("100.01", max(1, months - 4)), ("0.07", months))

    assert sum(_share(year, paid) for year, paid in entries) == sum(_rates(*entries))
