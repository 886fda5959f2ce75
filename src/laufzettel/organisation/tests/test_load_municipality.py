from pathlib import Path

import pytest

from laufzettel.kernel.errors import Invalid, NotFound
from laufzettel.organisation import api as organisation
from laufzettel.organisation.tests.conftest import NOW, TOWNS
from laufzettel.platform import api as platform


@pytest.mark.usefixtures("towns")
@pytest.mark.parametrize(
    ("host", "town"),
    [
        ("127.0.0.1:8000", "mainz"),
        ("LOCALHOST", "mainz"),
        ("musterstadt.localhost:8000", "musterstadt"),
        ("musterstadt.localhost.", "musterstadt"),
    ],
)
def test_town_answers_under_its_host(host: str, town: str) -> None:
    assert town == organisation.municipality_for_host(host).key


@pytest.mark.usefixtures("towns")
def test_unknown_host_belongs_to_no_town() -> None:
    with pytest.raises(NotFound):
        organisation.municipality_for_host("mainz.localhost.example")


@pytest.mark.usefixtures("towns")
def test_office_without_a_name_in_the_sources_shows_its_number() -> None:
    unit = organisation.get_unit("mainz", "verkehrswesen")

    assert (False, "Amt 61", "61") == (unit.name_given, unit.name, unit.number)


@pytest.mark.usefixtures("towns")
def test_office_of_another_town_does_not_exist() -> None:
    with pytest.raises(NotFound):
        organisation.get_unit("musterstadt", "hauptamt")


@pytest.mark.usefixtures("towns")
def test_offices_keep_the_order_of_the_file() -> None:
    assert ["1", "2", "3"] == [unit.number for unit in organisation.list_units("musterstadt")]


@pytest.mark.usefixtures("towns")
def test_loading_the_same_town_again_tells_nothing() -> None:
    organisation.load_municipality(folder=TOWNS / "mainz", now=NOW)

    assert ["MunicipalityLoaded"] == [event.kind for event in platform.timeline("mainz", "municipality:mainz")]


@pytest.mark.usefixtures("towns")
def test_loading_changed_files_replaces_offices(tmp_path: Path) -> None:
    (tmp_path / "town.yaml").write_text((TOWNS / "mainz" / "town.yaml").read_text().replace("#7a1f2b", "#000000"))
    (tmp_path / "units.yaml").write_text("- {key: neu, name: Neues Amt}\n")

    organisation.load_municipality(folder=tmp_path, now=NOW)

    assert "#000000" == organisation.get_municipality("mainz").colour
    assert ["neu"] == [unit.key for unit in organisation.list_units("mainz")]
    assert 3 == len(organisation.list_units("musterstadt"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("units", "says"),
    [
        ("- {key: a, name: A}\n- {key: a, name: B}\n", "Doppelte Schlüssel: a"),
        ("- {key: a, name: A, farbe: rot}\n", "farbe"),
        ("- {key: a}\n", "name"),
        ("- &x {key: a, name: A}\n", "Anker"),
    ],
)
def test_file_that_does_not_fit_is_refused_with_a_reason(tmp_path: Path, units: str, says: str) -> None:
    (tmp_path / "town.yaml").write_text((TOWNS / "mainz" / "town.yaml").read_text())
    (tmp_path / "units.yaml").write_text(units)

    with pytest.raises(Invalid, match=says):
        organisation.load_municipality(folder=tmp_path, now=NOW)


@pytest.mark.usefixtures("towns")
def test_filing_plan_gives_titles() -> None:
    town = organisation.get_municipality("mainz")

    assert ("Hundesteuer", "") == (town.filing_plan_title("22.41"), town.filing_plan_title("99.99"))


@pytest.mark.usefixtures("towns")
def test_offices_are_read_once_and_not_for_every_question(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    organisation.get_municipality("mainz")

    with django_assert_num_queries(0):
        organisation.municipality_for_host("localhost")
        organisation.get_unit("mainz", "buergeramt")
