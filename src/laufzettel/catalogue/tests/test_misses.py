"""Questions without a hit are counted for editors, and nobody learns who asked."""

from datetime import date, timedelta

import pytest

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue import models
from laufzettel.catalogue.searching import countable_words

DAY = date(2026, 11, 2)


def _ask(text: str, *days: int, municipality: str = "mainz") -> None:
    for number in days:
        catalogue.note_miss(municipality=municipality, text=text, today=DAY + timedelta(days=number))


@pytest.mark.django_db
def test_words_are_shown_only_after_they_were_asked_on_three_days() -> None:
    _ask("Einhorn halten", 0, 0, 0, 1)
    before = catalogue.list_misses("mainz")
    _ask("halten Einhorn", 2)

    assert () == before
    assert [("einhorn halten", 3)] == [(miss.words, miss.days) for miss in catalogue.list_misses("mainz")]


@pytest.mark.django_db
def test_what_was_asked_seldom_is_stored_as_a_hash_only() -> None:
    _ask("Erika Beispielfrau", 0, 1)

    assert [""] == [row.words for row in models.MissedSearch.objects.all()]


@pytest.mark.django_db
def test_towns_do_not_see_each_others_questions() -> None:
    _ask("Einhorn", 0, 1, 2)

    assert () == catalogue.list_misses("musterstadt")


@pytest.mark.django_db
def test_what_nobody_asked_for_long_is_forgotten() -> None:
    _ask("Einhorn", 0, 1, 2)
    _ask("Drache", 100)

    assert () == catalogue.list_misses("mainz")


NEVER_COUNTED = (
    "erika@beispiel.example",
    "MZ AB 123",
    "06131 000",
    "wohnt in haus 7",
    "x y",
    "langer Text über meine Nachbarin Erika Beispielfrau",
    "",
    "ich möchte",
)


@pytest.mark.parametrize("text", NEVER_COUNTED)
def test_what_could_name_a_person_is_not_counted(text: str) -> None:
    assert "" == countable_words(text)
