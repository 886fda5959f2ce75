"""The demo finds its programs and remembers what its database was prepared from."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from laufzettel.console.conf import Conf, read_conf
from laufzettel.console.demo import Ports, environment, programs
from laufzettel.console.preparation import is_prepared, remember_prepared
from laufzettel.console.town import list_towns


@pytest.fixture
def conf(tmp_path: Path) -> Conf:
    for key in ("adorf", "bestadt"):
        (tmp_path / "municipalities" / key).mkdir(parents=True)
        (tmp_path / "municipalities" / key / "town.yaml").write_text(f"key: {key}\n")
    return replace(read_conf(), home=tmp_path, state_dir=tmp_path / "var")


@pytest.fixture
def url() -> Iterator[str]:
    server = settings.DATABASE_URL
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS test_preparation")
        connection.execute("CREATE DATABASE test_preparation")
    yield urlsplit(server)._replace(path="/test_preparation").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE test_preparation")


def test_simulators_stand_beside_the_web() -> None:
    ports = Ports.beside(9000)

    assert {"payment": 9010, "registers": 9011, "finance": 9012, "identity": 9013} == ports.simulators()


def test_form_may_lead_to_payment_and_identity_and_nowhere_else(conf: Conf) -> None:
    found = environment(conf, Ports.beside(9000), database_url="postgresql:///x")

    assert "http://127.0.0.1:9010,http://127.0.0.1:9013" == found["LAUFZETTEL_FORM_TARGETS"]


def test_settings_that_name_a_simulator_follow_its_port(conf: Conf) -> None:
    found = environment(conf, Ports.beside(9000), database_url="postgresql:///x")

    assert "http://127.0.0.1:9013" == found["LAUFZETTEL_IDENTITY_ISSUER"]
    assert not [name for name, value in found.items() if "127.0.0.1:80" in value]


def test_group_consists_of_simulators_worker_and_web(conf: Conf) -> None:
    names = [program.name for program in programs(conf, Ports.beside(9000), environment={})]

    assert ["payment", "registers", "finance", "identity", "worker", "web"] == names


def test_town_to_show_comes_first(conf: Conf) -> None:
    assert ("adorf", "bestadt") == list_towns(conf)
    assert ("bestadt", "adorf") == list_towns(replace(conf, town="bestadt"))


def test_database_prepared_from_the_same_files_is_ready(conf: Conf, url: str) -> None:
    before = is_prepared(conf, url=url)

    remember_prepared(conf, url=url)

    assert (False, True) == (before, is_prepared(conf, url=url))


def test_database_is_prepared_again_when_a_file_changed(conf: Conf, url: str) -> None:
    remember_prepared(conf, url=url)

    (conf.home / "municipalities" / "adorf" / "town.yaml").write_text("key: adorf\nname: Adorf\n")

    assert not is_prepared(conf, url=url)
