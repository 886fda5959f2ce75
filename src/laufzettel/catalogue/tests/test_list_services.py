from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue import directory
from laufzettel.catalogue.tests.conftest import BICYCLE, NOW
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Invalid
from laufzettel.platform import api as platform

pytestmark = pytest.mark.django_db
MAINZ = Path(__file__).resolve().parents[4] / "municipalities" / "mainz" / "services.csv"
HEAD = "key,title,ozg_service,units,package,source\n"


def _publish() -> None:
    catalogue.publish(municipality="mainz", folder=BICYCLE, overlay=None, actor=Actor.system("mainz"), now=NOW)


def test_list_shows_what_is_online_and_what_is_not_yet(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(HEAD + "wohngeld,Wohngeld beantragen,Wohngeld,amt-50,,T099\n")
    catalogue.load_service_list(municipality="mainz", path=tmp_path / "services.csv", now=NOW)
    _publish()

    seen = [(card.title, card.online, card.unit) for card in catalogue.list_services("mainz")]

    assert [("Fahrrad registrieren", True, "buergeramt"), ("Wohngeld beantragen", False, "amt-50")] == seen


def test_entry_gives_way_to_the_package_that_replaces_it(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(HEAD + "rad,Rad melden,Fundbüro,buergeramt,fahrrad-registrieren,T1\n")
    catalogue.load_service_list(municipality="mainz", path=tmp_path / "services.csv", now=NOW)
    before = [card.key for card in catalogue.list_services("mainz")]
    _publish()

    assert (["rad"], ["fahrrad-registrieren"]) == (before, [card.key for card in catalogue.list_services("mainz")])


def test_list_of_mainz_is_complete_and_honest() -> None:
    count = catalogue.load_service_list(municipality="mainz", path=MAINZ, now=NOW)

    cards = catalogue.list_services("mainz")
    assert (87, 87) == (count, len(cards))
    assert not any(card.online for card in cards)
    assert () == catalogue.list_services("musterstadt")


def test_loading_the_same_list_again_tells_nothing() -> None:
    for _ in range(2):
        catalogue.load_service_list(municipality="mainz", path=MAINZ, now=NOW)

    assert 1 == len(platform.timeline("mainz", "services"))


def test_town_without_a_list_has_none(tmp_path: Path) -> None:
    assert 0 == catalogue.load_service_list(municipality="mainz", path=tmp_path / "services.csv", now=NOW)


def test_list_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text("name\nWohngeld\n")

    with pytest.raises(Invalid, match="Spalten"):
        catalogue.load_service_list(municipality="mainz", path=tmp_path / "services.csv", now=NOW)


def test_search_goes_through_the_whole_list() -> None:
    catalogue.load_service_list(municipality="mainz", path=MAINZ, now=NOW)

    found = catalogue.search("mainz", "fuehrerschein verlieren verlust", on=NOW.date())

    assert "Führerschein ersetzen" in found.cards[0].title


def test_search_knows_what_was_published_a_moment_ago() -> None:
    before = catalogue.search("mainz", "fahrräder", on=NOW.date())
    _publish()
    after = catalogue.search("mainz", "fahrräder", on=NOW.date())

    assert ([], ["fahrrad-registrieren"]) == ([c.key for c in before.cards], [c.key for c in after.cards])


def test_search_asks_the_database_one_small_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _publish()
    catalogue.search("mainz", "rad", on=NOW.date())

    with django_assert_num_queries(1):
        catalogue.search("mainz", "fahrrad", on=NOW.date())


def test_search_goes_on_with_the_former_index_while_another_thread_builds_the_new_one() -> None:
    _publish()
    catalogue.search("mainz", "rad", on=NOW.date())
    catalogue.load_service_list(municipality="mainz", path=MAINZ, now=NOW)

    with directory._building:
        meanwhile = catalogue.search("mainz", "wohngeld", on=NOW.date()).cards
    afterwards = catalogue.search("mainz", "wohngeld", on=NOW.date()).cards

    assert (0, 1) == (len(meanwhile), len(afterwards))


def test_short_address_is_the_same_every_time_and_leads_to_its_service_only() -> None:
    catalogue.load_service_list(municipality="mainz", path=MAINZ, now=NOW)
    cards = catalogue.list_services("mainz", on=NOW.date())

    assert len(cards) == len({card.short_key for card in cards})
    assert "navuzimi" == cards[0].short_key
    assert (cards[0],) == catalogue.list_by_short("mainz", cards[0].short_key, on=NOW.date())
    assert () == catalogue.list_by_short("musterstadt", cards[0].short_key, on=NOW.date())
