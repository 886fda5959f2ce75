"""Scenarios: the kitchen sink passes, a wrong expectation fails with a sentence, commands print and count."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from laufzettel.packages import Package, Scenario, commands, from_files, load, play, play_all

Change = Callable[..., dict[str, bytes]]


def scenario(package: Package, file: str, **changed: Any) -> Scenario:
    found = next(item for item in package.scenarios if item.file == f"scenarios/{file}.yaml")
    return replace(found, **changed)


def test_every_scenario_of_the_kitchen_sink_passes(package: Package) -> None:
    assert [()] * 7 == [result.failures for result in play_all(package)]


def test_town_plays_its_own_scenarios_instead_of_those_it_replaces(
    kitchen_sink_folder: Path, overlay_file: Path
) -> None:
    results = play_all(load(kitchen_sink_folder, overlay_file))

    assert [()] * 5 == [result.failures for result in results]
    assert "musterstadt/services/kuechenspuele.yaml" == results[-1].scenario.file


def test_scenario_is_played_within_100_ms(package: Package) -> None:
    started = time.perf_counter()
    play_all(package)

    assert time.perf_counter() - started < 0.1 * len(package.scenarios)


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ({"fee": 11}, "fee: erwartet 11, war 10.00."),
        ({"state": "open"}, "state: erwartet open, war closed."),
        ({"path": ["eingegangen"]}, "path: erwartet eingegangen, war eingegangen → registerabfrage"),
        ({"decision": "erlauben"}, "decision: erwartet erlauben, war ablehnen."),
        ({"no_notice": True}, "Es wurde ein Bescheid erlassen: ablehnung."),
        ({"notice": {"template": "erlaubnis"}}, "Der Bescheid erlaubnis wurde nicht erlassen."),
        ({"notice": {"template": "ablehnung", "contains": ["Mond"]}}, "Im Bescheid ablehnung fehlt „Mond“"),
        ({"notice": {"template": "ablehnung", "lacks": ["voll"]}}, "Im Bescheid ablehnung steht „voll“."),
        ({"filed_under": "1"}, "filed_under: erwartet 1, war 10.01."),
        ({"messages": ["a"]}, "messages: erwartet 1 Nachrichten, es waren 0"),
        ({"computed": {"tage": 2}}, "tage: erwartet 2, war 1."),
        ({"removed": []}, "removed: erwartet [], war ['zusatz.leistungen']."),
        ({"waiting_for": "pruefen"}, "waiting_for: erwartet pruefen, es wartet nichts."),
        ({"problems": [{"path": "person.vorname"}]}, "Bei person.vorname wurde kein Fehler gemeldet."),
        ({"paid": False}, "paid: erwartet False, war True."),
        ({"handed_over": {"a": 1}}, "Es wurden keine Daten übergeben."),
    ],
)
def test_expectation_that_is_not_met_fails_with_a_sentence(package: Package, expect: dict[str, Any], says: str) -> None:
    result = play(package, scenario(package, "abgelehnt", expect=expect))

    assert not result.ok
    assert result.failures[0].startswith(says)


@pytest.mark.parametrize(
    ("happening", "says"),
    [
        ({"task": "entscheiden"}, "wartet die Aufgabe entscheiden nicht. Es wartet: pruefen."),
        ({"task": "pruefen", "values": {"lage": "mitte"}}, "fehlt „vollstaendig“"),
        ({"task": "pruefen", "values": {"farbe": 1}}, "kennt die Angabe „farbe“ nicht"),
        ({"payment": "paid"}, "wartet eine Zahlung nicht"),
        ({"hand_over": "refused"}, "wartet eine Übergabe nicht"),
    ],
)
def test_happening_that_is_not_possible_fails_with_a_sentence(
    package: Package, happening: dict[str, Any], says: str
) -> None:
    item = scenario(package, "abgelehnt", expect={"state": "open"})

    result = play(package, replace(item, then=({"at": item.today, **happening},)))

    assert says in result.failures[0]


def test_unexpected_problem_of_the_form_fails(package: Package) -> None:
    result = play(package, scenario(package, "abgelehnt", submit={}, attachments={}))

    assert "Unerwarteter Fehler bei person.vorname: Geben Sie Ihren Vornamen ein." == result.failures[0]


def test_account_that_is_not_known_well_enough_may_not_submit(package: Package) -> None:
    strict = replace(package, manifest=msgspec.structs.replace(package.manifest, level_of_assurance="substantial"))

    result = play(
        strict, scenario(package, "erlaubt", expect={"problems": [{"path": "konto"}], "state": "not_submitted"})
    )

    assert () == result.failures


def test_command_test_prints_one_line_per_scenario_and_the_count(
    kitchen_sink_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = commands.test(["kuechenspuele"], kitchen_sink_folder.parent, kitchen_sink_folder.parent)

    lines = capsys.readouterr().out.splitlines()
    assert 0 == code
    assert 13 == len(lines)
    assert "12 passed, 0 failed" == lines[-1]


def test_command_test_fails_for_a_package_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = commands.test(["fehlt"], tmp_path, tmp_path)

    assert 1 == code
    assert "0 passed, 1 failed" == capsys.readouterr().out.splitlines()[-1]


def test_command_check_prints_file_line_and_column(
    tmp_path: Path, change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in change("form.yaml", "beginn > heute", "beginn > huete").items():
        path = tmp_path / "kuechenspuele" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    code = commands.check([], tmp_path, tmp_path)

    lines = capsys.readouterr().out.splitlines()
    assert 1 == code
    assert f"{tmp_path}/kuechenspuele/form.yaml:30:68: Der Name „huete“ ist hier nicht bekannt." in lines[0]
    assert "1 Fehler, 0 Hinweise" == lines[-1]


def test_step_that_cannot_be_planned_fails_its_scenario_and_not_the_check(change: Change) -> None:
    files = change("process.bpmn", "label: &quot;Zuschlag&quot;, amount", "titel: &quot;Zuschlag&quot;, amount")
    package = from_files(files)

    played = play(package, scenario(package, "abgelehnt", expect={"due": {"bezahlen": date(2026, 5, 19)}}))

    assert "due.bezahlen: erwartet 2026-05-19, war None." in played.failures
