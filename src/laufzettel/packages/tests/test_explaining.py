"""Why an amount is what it is: the rules that hit, in words a clerk reads, for the packages of the house."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from laufzettel import packages
from laufzettel.engine.forms import evaluate
from laufzettel.packages import ExplanationRow, Package

HOME = Path(__file__).parents[4]
DAY = date(2026, 5, 4)
PUPPY = {
    "name": "Bello",
    "gefaehrlich": False,
    "herkunft": "geboren",
    "seit": "2026-01-10",
    "verguenstigung": "keine",
}


def _explained(key: str, computed_key: str, answers: dict[str, Any], *, today: date = DAY) -> list[ExplanationRow]:
    overlay = HOME / "municipalities" / "musterstadt" / "services" / f"{key}.yaml"
    package = packages.load(HOME / "services" / key, overlay)
    environment = packages.environment(package, today=DAY, account=None, look_ups={})
    state = evaluate(package.form, answers, environment=environment)
    facts = packages.facts(
        package, answers=state.answers, computed=state.computed, results={}, today=today, received_on=DAY
    )
    rows = packages.explain_fee(package, computed_key, facts)
    return [row for row in rows if row.kind == "rule"]


def test_parking_fee_names_formula_table_and_legal_basis() -> None:
    answers = {"fahrzeug": {"halterart": "ich", "laenge": 4200, "breite": 1800}}

    size, fee = _explained("bewohnerparkausweis-beantragen", "gebuehr", answers)

    assert ("Gebühr nach Größe", 0, "235,87\N{NO-BREAK SPACE}€") == (size.label, size.rule, size.value)
    assert ("Länge in Millimetern", "4200") == size.given[0]
    assert ("Gebühr für ein Jahr", 2, "235,87\N{NO-BREAK SPACE}€") == (fee.label, fee.rule, fee.value)
    assert "§ 6a Abs. 5a StVG, Beschluss der Stadt: nach Länge und Breite" == fee.source
    assert (("Gebühr nach Größe weniger Mindestgebühr", "105,87\N{NO-BREAK SPACE}€"),) == fee.given


def test_small_vehicle_pays_the_least_fee_and_the_rule_says_so() -> None:
    answers = {"fahrzeug": {"halterart": "ich", "laenge": 2000, "breite": 1000}}

    fee = _explained("bewohnerparkausweis-beantragen", "gebuehr", answers)[-1]

    assert ("130,00\N{NO-BREAK SPACE}€", 1) == (fee.value, fee.rule)
    assert fee.source.endswith("Mindestgebühr")


def test_dog_tax_follows_the_values_it_rests_on_and_uses_the_words_of_the_form() -> None:
    rows = _explained("hundesteuer-anmeldung", "jahressteuer", {"haushalt": {"hat_hunde": False}, "hunde": [PUPPY]})

    assert [
        "Wann gilt der Hund als aufgenommen?",
        "Beginn der Steuerpflicht",
        "Erster oder weiterer Hund?",
        "Steuer im Jahr vor einer Ermäßigung",
        "Anteil, der zu zahlen ist",
        "Steuermonate im Jahr der Festsetzung",
    ] == [row.label for row in rows]
    assert (("Wie kam der Hund?", "Er ist bei mir geboren"),) == rows[0].given
    assert ["10.04.2026", "01.05.2026", "Erster", "60,00\N{NO-BREAK SPACE}€", "100 %", "8"] == [r.value for r in rows]


def test_explanation_looks_at_the_day_of_the_application() -> None:
    answers = {"haushalt": {"hat_hunde": False}, "hunde": [PUPPY]}

    later = _explained("hundesteuer-anmeldung", "jahressteuer", answers, today=date(2027, 2, 1))

    assert _explained("hundesteuer-anmeldung", "jahressteuer", answers) == later


@pytest.mark.parametrize(("purpose", "number", "value"), [("rente", 1, "0,00"), ("bank", 2, "6,00")])
def test_certificate_says_whether_the_purpose_is_free(purpose: str, number: int, value: str) -> None:
    (row,) = _explained("meldebescheinigung-beantragen", "gebuehr", {"bescheinigung": {"zweck": purpose}})

    assert ("Gebühr nach dem Zweck", number, f"{value}\N{NO-BREAK SPACE}€") == (row.label, row.rule, row.value)


def test_nothing_technical_is_shown(package: Package) -> None:
    facts = packages.facts(
        package, answers={"stand": {"flaeche": "12.5"}}, computed={"satz": "25.00"}, results={}, today=DAY
    )

    row = next(row for row in packages.explain_fee(package, "gebuehr", facts) if row.kind == "rule")

    assert ("Standsatz", "25", (("Fläche", "12,5"),)) == (row.label, row.value, row.given)
