"""The kernel as a specification: amounts, periods, references."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from laufzettel.kernel import dates, ids, levels, money
from laufzettel.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit (only for this test)."""

    watts: int
    price: Decimal


def test_amount_is_rounded_commercially_to_the_cent() -> None:
    assert Decimal("0.13") == money.euro("0.125")


def test_amount_from_float_is_refused() -> None:
    with pytest.raises(TypeError):
        money.euro(0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["zehn", "NaN", "Infinity"])
def test_amount_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.euro(text)


def test_amount_is_written_the_german_way() -> None:
    assert "1.234,50\N{NO-BREAK SPACE}€" == money.format_de(Decimal("1234.5"))


def test_cents_and_amount_are_the_same_money() -> None:
    assert Decimal("272.05") == money.from_cents(money.to_cents(Decimal("272.05")))


def test_month_added_to_the_last_day_is_clipped() -> None:
    assert date(2026, 2, 28) == dates.add_period(date(2026, 1, 31), "P1M")


def test_deadline_ending_on_saturday_moves_to_monday() -> None:
    assert date(2026, 12, 7) == dates.deadline_end(start=date(2026, 11, 5), period="P1M", land="RP")


def test_deadline_ending_on_corpus_christi_moves_on_in_rhineland_palatinate_only() -> None:
    ends = {land: dates.deadline_end(start=date(2026, 5, 21), period="P14D", land=land) for land in ("RP", "BE")}

    assert {"RP": date(2026, 6, 5), "BE": date(2026, 6, 4)} == ends


@pytest.mark.parametrize("text", ["", "P", "14D", "P-1D", "PT5M"])
def test_period_in_another_notation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        dates.parse_period(text)


def test_day_of_a_moment_is_the_day_in_germany() -> None:
    assert date(2026, 7, 2) == dates.local_date(datetime(2026, 7, 1, 22, 30, tzinfo=UTC))


def test_reference_typed_in_small_letters_is_understood() -> None:
    reference = ids.reference(prefix="MZ", on=date(2026, 11, 21))

    assert reference == ids.tidy_reference(reference.lower().replace("-", " "))


def test_reference_with_any_single_wrong_character_is_noticed() -> None:
    reference = ids.reference(prefix="MZ", on=date(2026, 11, 21))
    place = len(reference) - 3
    wrong = [reference[:place] + other + reference[place + 1 :] for other in ids.ALPHABET if other != reference[place]]

    assert [None] * len(wrong) == [ids.tidy_reference(text) for text in wrong]


def test_payment_reference_with_a_wrong_digit_is_noticed() -> None:
    right = ids.payment_reference(prefix="MZ", number=4711)
    wrong = right.replace("4711", "4712")

    assert (True, False) == (ids.is_payment_reference(right), ids.is_payment_reference(wrong))


def test_level_substantial_is_enough_for_low_but_not_for_high() -> None:
    answers = [levels.at_least(have="substantial", need=need) for need in ("low", "substantial", "high")]

    assert [True, True, False] == answers


def test_event_tells_its_facts_without_subject_and_town() -> None:
    event = LampLit(subject="lamp:1", municipality="mainz", watts=40, price=Decimal("1.20"))

    assert ("LampLit", {"watts": 40, "price": "1.20"}) == (event.kind, event.payload())


def test_event_with_a_fact_that_is_no_plain_value_is_refused() -> None:
    event = LampLit(subject="lamp:1", municipality="mainz", watts={"no": 1}, price=Decimal(1))  # type: ignore[arg-type]

    with pytest.raises(TypeError):
        event.payload()
