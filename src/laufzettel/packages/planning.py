"""What a step asks for, worked out over the facts of a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laufzettel.engine.forms import FieldDefinition
from laufzettel.engine.process import WORDS, Outcome, StepDefinition, StepField
from laufzettel.engine.rules import RuleError
from laufzettel.engine.texts import Rule, Template
from laufzettel.kernel import dates, money
from laufzettel.packages.model import Package, PackageError


@dataclass(frozen=True, kw_only=True)
class Position:
    """One line of a bill in EUR."""

    label: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class StepPlan:
    """A step with its attributes evaluated.

    `attributes` holds FEEL values and filled texts by name; `positions` are never empty for request_payment;
    `ask_fields` are the fields of the form that an ask step wants answered, as (path, field); `outcomes` are
    those the case allows; `automatic` is the outcome a decide step may take by itself; `due_on` counts from `heute`.
    """

    step: str
    name: str
    word: str
    attributes: Mapping[str, object]
    fields: tuple[StepField, ...]
    outcomes: tuple[Outcome, ...]
    due_on: date | None
    unit: str = ""
    hint: str = ""
    legal_basis: str = ""
    automatic: str = ""
    four_eyes: bool = False
    positions: tuple[Position, ...] = ()
    ask_fields: tuple[tuple[str, FieldDefinition], ...] = ()


def plan_step(package: Package, step_id: str, facts: Mapping[str, object], *, land: str = "") -> StepPlan:
    """Return what the step with this element id asks for.

    With the `land` of a town (`RP`) a step is never due on a Saturday, Sunday or holiday there (§ 31 (3) VwVfG,
    § 193 BGB); scenarios of a package know no town and count plain calendar days.
    Raises PackageError when a value that the step needs cannot be worked out: no amount, no date, positions that
    do not add up, an outcome that does not exist.
    """
    step = package.process.steps.get(step_id)
    if step is None:
        raise PackageError(f"Den Schritt „{step_id}“ gibt es in diesem Prozess nicht.")
    attributes = {key: _evaluated(package, step, key, facts) for key in step.attributes}
    if step.word == "request_payment":
        attributes["amount"] = _amount(step, attributes["amount"])
    if step.word == "wait_until" and not isinstance(attributes["date"], date):
        raise PackageError(f"{step.id}: Das Datum lässt sich nicht bestimmen.")
    return StepPlan(
        step=step.id,
        name=step.name or step.id,
        word=step.word,
        attributes=attributes,
        fields=step.fields,
        outcomes=_outcomes(package, step, facts),
        due_on=_due(step, facts, land),
        unit=step.attributes.get("unit", ""),
        hint=str(attributes.get("hint", "")),
        legal_basis=step.attributes.get("legal_basis", ""),
        automatic=_automatic(step, attributes),
        four_eyes=attributes.get("four_eyes") is True,
        positions=_positions(step, attributes),
        ask_fields=ask_fields(package, step),
    )


def ask_fields(package: Package, step: StepDefinition) -> tuple[tuple[str, FieldDefinition], ...]:
    """Return the fields of the form named by an ask step: `field` or `group.field`, separated by blanks."""
    found: list[tuple[str, FieldDefinition]] = []
    for name in step.attributes.get("fields", "").split():
        group, _, key = name.rpartition(".")
        groups = [package.form.groups[group]] if group in package.form.groups else package.form.groups.values()
        found.extend((f"{item.key}.{field.key}", field) for item in groups for field in item.fields if field.key == key)
    return tuple(found)


def _evaluated(package: Package, step: StepDefinition, key: str, facts: Mapping[str, object]) -> object:
    part = package.attributes.get((step.id, key))
    try:
        if isinstance(part, Rule):
            return part.evaluate(facts)
        return part.fill(facts).text if isinstance(part, Template) else step.attributes.get(key)
    except RuleError as error:
        raise PackageError(f"{step.id}, {key}: {error.message}") from error


def _amount(step: StepDefinition, value: object) -> Decimal:
    if not isinstance(value, Decimal) or value < 0:
        raise PackageError(f"{step.id}: Der Betrag lässt sich nicht bestimmen.")
    return money.euro(value)


def _positions(step: StepDefinition, attributes: Mapping[str, object]) -> tuple[Position, ...]:
    if step.word != "request_payment":
        return ()
    amount = attributes["amount"]
    assert isinstance(amount, Decimal)
    if "positions" not in attributes:
        return (Position(label=str(attributes["purpose"]), amount=amount),)
    rows = attributes["positions"]
    positions = tuple(_position(step, row) for row in rows) if isinstance(rows, list) else ()
    if sum((position.amount for position in positions), Decimal(0)) != amount:
        raise PackageError(f"{step.id}: Die Positionen ergeben zusammen nicht den Betrag.")
    return positions


def _position(step: StepDefinition, row: object) -> Position:
    amount = row.get("amount") if isinstance(row, Mapping) else None
    if not isinstance(row, Mapping) or not isinstance(amount, Decimal) or not row.get("label"):
        raise PackageError(f"{step.id}: Eine Position braucht label und amount.")
    return Position(label=str(row["label"]), amount=money.euro(amount))


def _outcomes(package: Package, step: StepDefinition, facts: Mapping[str, object]) -> tuple[Outcome, ...]:
    """Return the outcomes that this case allows."""
    return tuple(
        outcome
        for outcome in step.outcomes
        if not outcome.when or _evaluated(package, step, f"{outcome.key}.when", facts) is True
    )


def _automatic(step: StepDefinition, attributes: Mapping[str, object]) -> str:
    value = attributes.get("automatic")
    if value is None:
        return ""
    if value not in {outcome.key for outcome in step.outcomes}:
        raise PackageError(f"{step.id}: Das Ergebnis „{value}“ gibt es nicht.")
    return str(value)


def _due(step: StepDefinition, facts: Mapping[str, object], land: str) -> date | None:
    start = facts.get("heute")
    if "due" not in step.attributes or "due" not in WORDS[step.word].attributes or not isinstance(start, date):
        return None
    period = step.attributes["due"]
    return dates.deadline_end(start=start, period=period, land=land) if land else dates.add_period(start, period)
