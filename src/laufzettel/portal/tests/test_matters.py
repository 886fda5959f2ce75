"""My matters: what waits for me stands first, and how long the rest takes is said honestly."""

from datetime import date

import pytest
from django.test import Client

from laufzettel.cases.api import Durations
from laufzettel.portal.durations import duration_lines, outlook, period_words
from laufzettel.portal.tests.conftest import sent

MEASURED = Durations(count=40, half=9, most=21)


def test_measured_times_are_said_with_what_they_rest_on() -> None:
    assert (
        "Die Hälfte ist in 9 Tagen fertig, 9 von 10 in 21 Tagen.",
        "Gemessen an 40 Vorgängen, die in den letzten 90 Tagen fertig wurden.",
    ) == duration_lines(MEASURED, target="P14D")


def test_quick_services_are_done_on_the_same_day() -> None:
    assert (
        "Die Hälfte ist noch am selben Tag fertig, 9 von 10 in 1 Tag."
        == duration_lines(Durations(count=5, half=0, most=1), target="")[0]
    )


def test_without_experience_the_promise_is_called_a_promise() -> None:
    promised = duration_lines(Durations(count=4), target="P14D")

    assert "Unser Ziel: höchstens 14 Tage." == promised[0]
    assert "zu wenige Vorgänge" in promised[1]
    assert 1 == len(duration_lines(Durations(count=0), target=""))


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 11, 5), "vermutlich bis zum 10.11.2026, ziemlich sicher bis zum 22.11.2026"),
        (date(2026, 11, 11), "ziemlich sicher bis zum 22.11.2026"),
        (date(2026, 11, 23), "länger als 9 von 10"),
    ],
)
def test_measured_times_become_days_of_this_matter(today: date, said: str) -> None:
    assert said in outlook(MEASURED, since=date(2026, 11, 1), today=today)


def test_nothing_is_foretold_from_nothing() -> None:
    assert "" == outlook(Durations(count=3), since=date(2026, 11, 1), today=date(2026, 11, 5))


def test_periods_are_written_the_way_people_say_them() -> None:
    assert ["14 Tage", "1 Tag", "10 Jahre", "1 Jahr 6 Monate"] == [
        period_words(period) for period in ("P14D", "P1D", "P10Y", "P18M")
    ]


def test_card_says_who_acts_next_and_by_when(bicycle: str, citizen: Client) -> None:
    reference = sent(citizen)

    page = citizen.get("/meine/").text

    assert reference in page
    assert "Die Stadt ist dran" in page
    assert "Entscheidung spätestens am" in page


def test_page_of_a_matter_ends_its_course_with_what_comes_next(bicycle: str, citizen: Client) -> None:
    page = citizen.get(f"/vorgang/{sent(citizen)}/").text

    course = page[page.index('<ol class="lz-timeline">') : page.index("</ol>")]

    assert "Als Nächstes: Die Stadt ist dran" in course
    assert course.count("<li") == course.count("<time")
    assert "zu wenige Vorgänge" in page


def test_short_list_has_no_choices_and_a_long_one_has(bicycle: str, citizen: Client) -> None:
    for _ in range(20):
        sent(citizen)
    short = citizen.get("/meine/?stand=erledigt").text
    sent(citizen)

    every, mine, town = (citizen.get(f"/meine/?stand={key}").text for key in ("alle", "sie", "stadt"))

    assert "Vorgänge auswählen" not in short
    assert 20 == short.count('href="/vorgang/')
    assert "Vorgänge auswählen" in every
    assert (21, 0, 21) == tuple(page.count('href="/vorgang/') for page in (every, mine, town))


def test_page_of_a_service_says_how_long_it_takes(bicycle: str, citizen: Client) -> None:
    assert "zu wenige Vorgänge" in citizen.get("/leistungen/fahrrad-registrieren/").text
