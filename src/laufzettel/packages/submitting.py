"""The first half of a scenario: fill in the form and try to send it."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laufzettel.engine.forms import FieldDefinition, FormDefinition, FormState, evaluate
from laufzettel.kernel.errors import Problem
from laufzettel.kernel.language import say
from laufzettel.kernel.levels import Level, at_least, highest
from laufzettel.packages.facts import environment
from laufzettel.packages.model import Manifest, Package, Scenario

MAX_ROUNDS = 6


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A form as sent: its state, what stops it, and the answers of the registers."""

    form: FormState
    problems: tuple[Problem, ...]
    look_ups: Mapping[str, Mapping[str, object]]


def submit(package: Package, scenario: Scenario) -> Submission:
    """Fill in and send; registers answer as the scenario says, one that it does not name finds nothing."""
    answers = _with_attachments(package.form, scenario)
    look_ups: dict[str, Mapping[str, object]] = {}
    for _ in range(MAX_ROUNDS):
        known = environment(package, today=scenario.today, account=scenario.account, look_ups=look_ups)
        state = evaluate(package.form, answers, environment=known)
        wishes = [wish for wish in state.look_ups if not wish.answered]
        if not wishes:
            break
        look_ups.update({wish.name: ask_register(scenario, wish.register, wish.query) for wish in wishes})
    problems = (*state.problems, *_identity(package.manifest, state, scenario), *_declarations(state, scenario))
    return Submission(form=state, problems=problems, look_ups=look_ups)


def ask_register(scenario: Scenario, register: str, query: Mapping[str, object]) -> dict[str, object]:
    """Return what a register of the scenario answers."""
    answer = scenario.registers.get(register, {"state": "not_found"})
    if answer == "down":
        return {"state": "unavailable", "data": None, "query": query}
    return {"state": answer["state"], "data": answer.get("data"), "query": query}


def identity_problem(manifest: Manifest, level: Level, *, asked: Level = "none") -> Problem | None:
    """Return why somebody known this well may not submit a form whose pages ask for the level `asked`, or None."""
    needed = highest((manifest.level_of_assurance, asked))
    if at_least(have=level, need=needed) and (level != "none" or not manifest.written_form):
        return None
    return Problem("konto", say("Melden Sie sich mit einem Konto an, das dafür sicher genug ist."))


def _identity(manifest: Manifest, state: FormState, scenario: Scenario) -> list[Problem]:
    level: Level = (scenario.account or {}).get("level_of_assurance", "none")
    problem = identity_problem(manifest, level, asked=state.level)
    return [problem] if problem else []


def _declarations(state: FormState, scenario: Scenario) -> list[Problem]:
    if scenario.declarations is None:
        return []
    return [
        Problem(f"erklaerung.{item.key}", say("Bestätigen Sie diese Erklärung."))
        for item in state.declarations
        if item.key not in scenario.declarations
    ]


def _with_attachments(form: FormDefinition, scenario: Scenario) -> dict[str, Any]:
    answers: dict[str, Any] = copy.deepcopy(dict(scenario.submit))
    for path, names in scenario.attachments.items():
        group, index, field = _place(form, path)
        target = answers.setdefault(group, [] if index is not None else {})
        if index is not None:
            target.extend({} for _ in range(index + 1 - len(target)))
            target = target[index]
        target[field] = [f"anlage-{number}" for number, _ in enumerate(names, 1)]
    return answers


def _place(form: FormDefinition, path: str) -> tuple[str, int | None, str]:
    parts = path.split(".")
    if len(parts) == 3 and parts[1].isdigit():
        return parts[0], int(parts[1]), parts[2]
    if len(parts) == 2:
        return parts[0], None, parts[1]
    fields = [field for group in form.groups.values() for field in group.fields if field.key == path]
    field: FieldDefinition | None = fields[0] if len(fields) == 1 else None
    if field is None:
        return path, None, path
    return field.group, 0 if form.groups[field.group].repeat else None, field.key
