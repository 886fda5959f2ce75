import shutil
from datetime import date
from pathlib import Path

import pytest

from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue.conf import read_conf
from laufzettel.catalogue.models import PublishedPackage
from laufzettel.catalogue.tests.conftest import BICYCLE, NOW, PACKAGES
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.errors import Conflict, Invalid, NotFound
from laufzettel.platform import api as platform

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("mainz")
TODAY = date(2026, 11, 21)


def _publish(folder: Path = BICYCLE, overlay: Path | None = None, town: str = "mainz") -> object:
    return catalogue.publish(municipality=town, folder=folder, overlay=overlay, actor=Actor.system(town), now=NOW)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BICYCLE, tmp_path / "fahrrad-registrieren"))


def _replace(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_published_package_is_in_force() -> None:
    _publish()

    published = catalogue.get_published("mainz", "fahrrad-registrieren", TODAY)
    assert ("Fahrrad registrieren", published.package.ref) == (published.package.manifest.title, published.ref)


def test_publishing_is_told_once_for_the_same_content() -> None:
    first, second = _publish(), _publish()

    assert (True, None) == (first is not None, second)
    assert 1 == len(platform.timeline("mainz", "package:fahrrad-registrieren"))


def test_package_is_published_for_one_town_only() -> None:
    _publish()

    with pytest.raises(NotFound):
        catalogue.get_published("musterstadt", "fahrrad-registrieren", TODAY)


def test_package_is_not_in_force_before_its_first_day() -> None:
    _publish()

    with pytest.raises(NotFound):
        catalogue.get_published("mainz", "fahrrad-registrieren", date(2025, 12, 31))


def test_package_with_an_error_is_refused_and_named(copy: Path) -> None:
    _replace(copy, "form.yaml", "geburtsdatum <= heute", "geburtsdatum <= gestern")

    with pytest.raises(Invalid) as refused:
        _publish(copy)

    assert ["form.yaml"] == [problem.path.split(":")[0] for problem in refused.value.problems]
    assert not PublishedPackage.objects.exists()


def test_package_that_cannot_be_read_is_refused(copy: Path) -> None:
    (copy / "manifest.yaml").write_text("format: [")

    with pytest.raises(Invalid):
        _publish(copy)


def test_other_content_under_the_same_version_is_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAUFZETTEL_REPLACE_PACKAGES", "0")
    read_conf.cache_clear()
    _publish()
    _replace(copy, "form.yaml", "label: Marke", "label: Hersteller")

    with pytest.raises(Conflict, match="Erhöhen Sie die Version"):
        _publish(copy)
    read_conf.cache_clear()


def test_replaced_package_leaves_the_earlier_one_for_open_cases(copy: Path) -> None:
    first = _publish()
    _replace(copy, "form.yaml", "label: Marke", "label: Hersteller")
    second = _publish(copy)

    assert first is not None
    assert second is not None
    assert second.ref == catalogue.get_published("mainz", "fahrrad-registrieren", TODAY).ref  # type: ignore[attr-defined]
    field = catalogue.get_package("mainz", first.ref).form.field("raeder", "marke")  # type: ignore[attr-defined]
    assert field is not None
    assert "Marke" == field.label


def test_later_version_waits_for_its_day(copy: Path) -> None:
    _publish()
    _replace(copy, "manifest.yaml", "version: 1.0.0", "version: 1.1.0")
    _replace(copy, "manifest.yaml", "valid_from: 2026-01-01", "valid_from: 2027-01-01")
    _publish(copy)

    versions = [
        catalogue.get_published("mainz", "fahrrad-registrieren", day).package.manifest.version
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]

    assert ["1.0.0", "1.1.0"] == versions


def test_package_closes_after_its_last_day(copy: Path) -> None:
    _replace(copy, "manifest.yaml", "valid_from: 2026-01-01", "valid_from: 2026-01-01\nvalid_until: 2026-11-21")
    _publish(copy)

    assert [1, 0] == [len(catalogue.list_services("mainz", on=day)) for day in (TODAY, date(2026, 11, 22))]
    with pytest.raises(NotFound):
        catalogue.get_published("mainz", "fahrrad-registrieren", date(2026, 11, 22))


def test_overlay_of_the_town_counts_as_content(tmp_path: Path) -> None:
    overlay = tmp_path / "fahrrad-registrieren.yaml"
    overlay.write_text("package: fahrrad-registrieren\nunit: steuern\n")
    plain, changed = _publish(), _publish(overlay=overlay)

    assert plain is not None
    assert changed is not None
    package = catalogue.get_package("mainz", changed.ref)  # type: ignore[attr-defined]
    assert "steuern" == package.manifest.responsibility.unit


def test_package_is_parsed_once_per_process(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    event = _publish()
    assert event is not None
    first = catalogue.get_package("mainz", event.ref)  # type: ignore[attr-defined]

    with django_assert_num_queries(0):
        assert first is catalogue.get_package("mainz", event.ref)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("overlay", "count"), [("offered: true", 1), ("offered: false", 0), (None, 0)])
def test_town_publishes_what_its_overlays_offer(tmp_path: Path, overlay: str | None, count: int) -> None:
    if overlay:
        (tmp_path / "fahrrad-registrieren.yaml").write_text(f"package: fahrrad-registrieren\n{overlay}\n")

    told = catalogue.publish_all(municipality="mainz", services=PACKAGES, overlays=tmp_path, actor=SYSTEM, now=NOW)

    assert count == len(told)
