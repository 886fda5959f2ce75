"""The register and finance simulators answer, refuse and break down on demand."""

from pathlib import Path

import pytest
from werkzeug.test import Client as Browser

from laufzettel_simulators.finance.app import FinanceSystem
from laufzettel_simulators.registers.app import RegisterService
from laufzettel_simulators.store import Store

KEY = {"X-Api-Key": "schluessel"}


@pytest.fixture
def registers(tmp_path: Path) -> Browser:
    return Browser(RegisterService(Store(tmp_path / "registers.sqlite3"), api_key="schluessel"))


@pytest.fixture
def finance(tmp_path: Path) -> Browser:
    return Browser(FinanceSystem(Store(tmp_path / "finance.sqlite3"), api_key="schluessel"))


@pytest.mark.parametrize("plate", ["MZ-LZ 100", "mz lz100", "MZLZ100"])
def test_vehicle_is_found_however_the_plate_is_written(registers: Browser, plate: str) -> None:
    answer = registers.get("/vehicles", query_string={"plate": plate}, headers=KEY).get_json()

    assert ("gefunden", "Beispiel") == (answer["ergebnis"], answer["daten"]["familienname"])


def test_unknown_plate_is_not_found(registers: Browser) -> None:
    answer = registers.get("/vehicles?plate=XX-YY 1", headers=KEY)

    assert (404, {"ergebnis": "nicht_gefunden"}) == (answer.status_code, answer.get_json())


def test_resident_is_found_by_name_and_day_of_birth(registers: Browser) -> None:
    query = {"given_name": "ayşe", "family_name": "Öztürk-Großmann", "birth_date": "1991-11-30"}

    answer = registers.get("/population", query_string=query, headers=KEY).get_json()

    assert "Probengasse" == answer["daten"]["anschrift"]["strasse"]


def test_register_without_key_tells_nothing(registers: Browser) -> None:
    assert 401 == registers.get("/vehicles?plate=MZ-LZ 100").status_code


def test_register_that_is_down_answers_503(registers: Browser) -> None:
    registers.post("/steuerung", data={"mode": "down"})

    assert 503 == registers.get("/vehicles?plate=MZ-LZ 100", headers=KEY).status_code


def send(finance: Browser, key: str, body: object) -> tuple[int, object]:
    answer = finance.post("/assessments", json=body, headers=KEY | {"Idempotency-Key": key})
    return answer.status_code, answer.get_json()


def test_same_key_gets_the_same_answer(finance: Browser) -> None:
    first, second = send(finance, "k-1", {"betrag": 186}), send(finance, "k-1", {"betrag": 186})

    assert (201, {"state": "acknowledged", "reference": "FIN-000001"}) == first == second


def test_same_key_with_other_data_is_a_conflict(finance: Browser) -> None:
    send(finance, "k-1", {"betrag": 186})

    assert 409 == send(finance, "k-1", {"betrag": 187})[0]


def test_refusal_names_its_reason(finance: Browser) -> None:
    finance.post("/steuerung", data={"verdict": "refuse"})

    assert (422, {"state": "refused", "reason": "Das Sachkonto ist gesperrt."}) == send(finance, "k-1", {})


def test_lost_answer_is_acknowledged_at_the_second_try(finance: Browser) -> None:
    finance.post("/steuerung", data={"verdict": "lost"})

    states = (send(finance, "k-1", {})[0], send(finance, "k-1", {})[0])

    assert (500, 201) == states


def test_list_shows_what_arrived(finance: Browser) -> None:
    send(finance, "k-1", {"name": "<b>Beispiel</b>"})

    page = finance.get("/").text

    assert "FIN-000001" in page
    assert "&lt;b&gt;Beispiel" in page
