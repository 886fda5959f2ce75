import pytest

from laufzettel.catalogue.api import ServiceCard
from laufzettel.catalogue.domain import address_of
from laufzettel.organisation.api import OpeningHours, Unit
from laufzettel.portal.hours import hours_lines
from laufzettel.portal.narrowing import narrow


@pytest.mark.parametrize(
    ("days", "opens", "words", "machine"),
    [
        (("mo", "tu", "we", "th", "fr"), "08:00", "Montag bis Freitag: 8 bis 18 Uhr", "Mo-Fr 08:00-18:00"),
        (("th",), "14:30", "Donnerstag: 14.30 bis 18 Uhr", "Th 14:30-18:00"),
        (("fr", "mo", "tu"), "08:00", "Montag, Dienstag, Freitag: 8 bis 18 Uhr", "Mo-Tu,Fr 08:00-18:00"),
    ],
)
def test_opening_hours_are_said_as_people_and_machines_say_them(
    days: tuple[str, ...], opens: str, words: str, machine: str
) -> None:
    unit = Unit(key="amt", name="Amt", hours=(OpeningHours(days=days, opens=opens, closes="18:00"),))  # type: ignore[arg-type]

    (line,) = hours_lines(unit)

    assert (words, machine) == (f"{line.days}: {line.times}", line.machine)


def _card(number: int) -> ServiceCard:
    return ServiceCard(
        key=str(number),
        title=str(number),
        summary="",
        online=number % 2 == 0,
        fee_text="",
        minutes=0,
        unit="",
        units=("eins",) if number < 5 else ("zwei",),
        life_situations=("Auto",) if number < 3 else (),
        situation_keys=("auto",) if number < 3 else (),
    )


UNITS = [Unit(key="eins", name="Amt 1"), Unit(key="zwei", name="Amt 2"), Unit(key="drei", name="Amt 3")]


def test_up_to_twenty_hits_are_not_narrowed_down() -> None:
    cards = tuple(map(_card, range(20)))

    narrowed = narrow(cards, {"online": "1", "amt": "eins"}, UNITS)

    assert (cards, False) == (narrowed.cards, narrowed.offers)


def test_more_hits_are_narrowed_down_by_everything_chosen() -> None:
    cards = tuple(map(_card, range(21)))

    narrowed = narrow(cards, {"online": "1", "amt": "eins", "lage": "auto"}, UNITS)

    assert ["0", "2"] == [card.key for card in narrowed.cards]
    assert [("Amt 1", 5, True), ("Amt 2", 16, False)] == [(c.name, c.count, c.is_chosen) for c in narrowed.offices]


def test_unknown_choice_hides_nothing() -> None:
    cards = tuple(map(_card, range(21)))

    assert cards == narrow(cards, {"amt": "'; DROP", "lage": "mond"}, UNITS).cards


def test_address_of_a_situation_can_be_typed() -> None:
    assert "ueber-uns-und-groesse" == address_of("Über uns und Größe")
