"""The schema that programs read describes the answers that forms accept."""

from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from laufzettel.engine import forms
from laufzettel.packages import answers_schema, load
from laufzettel.packages.answers_schema import WHEN
from laufzettel.packages.submitting import submit


def _packages(request: pytest.FixtureRequest) -> list[Path]:
    root = Path(request.config.rootpath)
    found = [*root.glob("services/[!_]*/manifest.yaml"), *root.glob("tests/kitchen_sink/*/manifest.yaml")]
    return sorted(path.parent for path in found)


def _without_files(form: forms.FormDefinition, answers: dict[str, Any]) -> dict[str, Any]:
    """Return answers without files, which are sent apart."""
    files = {(group.key, field.key) for group in form.groups.values() for field in group.fields if field.type == "file"}

    def kept(group: str, item: dict[str, Any]) -> dict[str, Any]:
        # A part of an address or a person that was not given is not sent.
        return {
            key: {part: text for part, text in value.items() if text is not None} if isinstance(value, dict) else value
            for key, value in item.items()
            if (group, key) not in files
        }

    return {
        key: [kept(key, item) for item in value] if isinstance(value, list) else kept(key, value)
        for key, value in answers.items()
    }


def test_every_answer_that_a_scenario_submits_fits_the_schema(request: pytest.FixtureRequest) -> None:
    tried = 0
    for folder in _packages(request):
        package = load(folder)
        for scenario in package.scenarios:
            sent = submit(package, scenario)
            if sent.problems:
                continue
            validator = jsonschema_rs.validator_for(answers_schema(package, on=scenario.today))
            answers = _without_files(package.form, forms.dump_answers(sent.form.answers))
            errors = [f"{folder.name} {scenario.file} {error.instance_path}: {error.message}"
                      for error in validator.iter_errors(answers)]  # fmt: skip
            assert [] == errors
            tried += 1
    assert tried > 40


def test_a_plain_condition_is_a_rule_of_the_schema_and_every_condition_stands_as_feel(
    request: pytest.FixtureRequest,
) -> None:
    [folder] = [path for path in _packages(request) if path.name == "hundesteuer-anmeldung"]
    household = answers_schema(load(folder), on=date(2026, 5, 4))["properties"]["haushalt"]

    assert "hat_hunde = true" == household["properties"]["zahl"][WHEN]
    assert {
        "if": {"properties": {"hat_hunde": {"const": True}}, "required": ["hat_hunde"]},
        "then": {"required": ["zahl"]},
    } in household["allOf"]
