"""References across files: notices, fields, outcomes, results of steps, parts of answers."""

from collections.abc import Iterator, Mapping

from laufzettel.engine.forms.definition import GroupDefinition
from laufzettel.engine.process import StepDefinition
from laufzettel.engine.rules import Expression
from laufzettel.packages.checks.places import at, in_process
from laufzettel.packages.facts import facts
from laufzettel.packages.model import Package, PackageProblem
from laufzettel.packages.planning import ask_fields
from laufzettel.packages.used_names import all_rules, used_names

_ACCOUNT = frozenset({"stufe", "familienname", "vorname", "geburtsdatum", "anschrift", "email", "telefon", "kennung"})


def check(package: Package) -> Iterator[PackageProblem]:
    """Yield references into nothing, names used twice, and parameters nobody uses."""
    for step in package.process.steps.values():
        yield from _step(package, step)
    yield from _taken(package)
    yield from _paths(package)
    used = used_names(package)
    sources = {
        source.parameter
        for group in package.form.groups.values()
        for field in group.fields
        for source in (field.options_from, field.streets_from)
        if source
    }
    for index, key in enumerate(package.parameters):
        if key not in used | sources:
            yield at(package, "parameters.yaml", (index,), f"Den Parameter „{key}“ benutzt nichts.", "warning")


def _step(package: Package, step: StepDefinition) -> Iterator[PackageProblem]:
    notice = step.attributes.get("notice")
    if step.word == "issue_notice" and notice not in package.notices:
        yield in_process(step.line, f"Den Bescheid „{notice}“ gibt es nicht (notices/{notice}.yaml).")
    for outcome in step.outcomes:
        if outcome.notice and outcome.notice not in package.notices:
            yield in_process(step.line, f"Den Bescheid „{outcome.notice}“ gibt es nicht.")
    if step.word == "ask" and "fields" in step.attributes:
        found = {path.rpartition(".")[2] for path, _ in ask_fields(package, step)}
        for name in step.attributes["fields"].split():
            if name.rpartition(".")[2] not in found:
                yield in_process(step.line, f"Das Feld „{name}“ gibt es im Formular nicht.")


def _taken(package: Package) -> Iterator[PackageProblem]:
    taken = set(package.form.groups) | {item.key for item in package.form.computed} | set(package.parameters)
    for step in package.process.steps.values():
        if step.id in taken:
            yield in_process(step.line, f"Der Name „{step.id}“ ist schon vergeben; nennen Sie die Aufgabe anders.")


def _paths(package: Package) -> Iterator[PackageProblem]:
    parts = _parts(package)
    for file, path, group, rule in all_rules(package):
        siblings = {field.key for field in package.form.groups[group].fields} if group else set()
        for message in _wrong(rule.expression, parts, siblings):
            yield at(package, file, path, message)
    for flow in package.process.flows:
        condition = package.process.conditions.get(flow.id)
        for message in _wrong(condition, parts, set()) if condition else ():
            yield in_process(flow.line, f"Bedingung von {flow.id}: {message}")


def _wrong(expression: Expression, parts: Mapping[str, frozenset[str]], siblings: set[str]) -> Iterator[str]:
    for path in sorted(expression.paths):
        head, _, rest = path.partition(".")
        key = rest.partition(".")[0]
        if key and head in parts and head not in siblings and key not in parts[head]:
            yield f"„{head}.{key}“ gibt es nicht. Bekannt sind: {', '.join(sorted(parts[head]))}."


def _parts(package: Package) -> dict[str, frozenset[str]]:
    """Return name → the parts it has, for answers, results of steps and the account."""
    day = package.manifest.valid_from
    example = facts(package, answers={}, computed={}, results={}, today=day)
    parts = {key: _fields(group) for key, group in package.form.groups.items()}
    parts["konto"] = _ACCOUNT
    look_ups = example["auskunft"]
    parts["auskunft"] = frozenset(look_ups) if isinstance(look_ups, dict) else frozenset()
    parts["entscheidung"] = frozenset({"ergebnis", "gruende", "nebenbestimmungen"})
    for step in package.process.steps.values():
        known = example[step.id]
        asked = {path.rpartition(".")[2] for path, _ in ask_fields(package, step)}
        decided = {
            field.key for item in package.process.steps.values() if item.word == "decide" for field in item.fields
        }
        parts["entscheidung"] |= decided
        parts[step.id] = frozenset(known if isinstance(known, dict) else ()) | asked
    return parts


def _fields(group: GroupDefinition) -> frozenset[str]:
    return frozenset(field.key for field in group.fields)
