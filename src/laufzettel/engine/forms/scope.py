"""What expressions of a form see while it is evaluated: answers so far, computed values, answers of registers."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from laufzettel.engine.forms.answers import Item
from laufzettel.engine.forms.definition import (
    CheckDefinition,
    ComputedDefinition,
    FormDefinition,
    GroupDefinition,
    LookUpDefinition,
)
from laufzettel.engine.forms.state import ComputedState, LookUpWish
from laufzettel.engine.forms.values import dump_value
from laufzettel.engine.rules import RuleError
from laufzettel.engine.texts import Rule, format_value
from laufzettel.kernel import money

NOT_ASKED = {"ergebnis": None, "daten": None}
BROKEN_RULE = "Diese Angabe konnte nicht geprüft werden. Bitte melden Sie uns das."


class Scope:
    """`context` grows from top to bottom of the form; computed values are worked out when a condition needs them."""

    def __init__(self, form: FormDefinition, environment: Mapping[str, object]) -> None:
        self.look_ups: list[LookUpWish] = []
        self._computed = {definition.key: definition for definition in form.computed}
        self._order = list(self._computed)
        self.context: dict[str, object] = dict.fromkeys(self._computed)
        self.context.update((key, [] if group.repeat else empty_item(group)) for key, group in form.groups.items())
        self.context.update(environment)

    def holds(self, rule: Rule | None, scope: dict[str, object]) -> bool:
        """Say whether a condition is exactly true; no condition always holds, a failing one never does."""
        if rule is None:
            return True
        self.prepare(rule.names, scope)
        try:
            return rule.evaluate(scope) is True
        except RuleError:
            return False

    def broken(self, checks: tuple[CheckDefinition, ...], scope: dict[str, object]) -> Iterator[str]:
        """Yield what to say for each check that is false or cannot be evaluated; null does not complain."""
        for check in checks:
            self.prepare(check.rule.names, scope)
            try:
                if check.rule.evaluate(scope) is False:
                    yield check.say
            except RuleError:
                yield BROKEN_RULE

    def prepare(self, names: frozenset[str], scope: dict[str, object]) -> None:
        """Work out the computed values among `names`, and those they rest on, from the answers seen so far."""
        wanted = names & self._computed.keys()
        needed = self._closure(wanted) if wanted else wanted
        for key in self._order if needed else ():
            if key in needed:
                self._compute(self._computed[key])
        scope.update((name, self.context[name]) for name in wanted)

    def _closure(self, names: frozenset[str]) -> frozenset[str]:
        reached, frontier = set(names), set(names)
        while frontier:
            used = {name for key in frontier for name in self._computed[key].value.names}
            frontier = (used & self._computed.keys()) - reached
            reached |= frontier
        return frozenset(reached)

    def compute_all(self) -> dict[str, object]:
        """Return every computed value; each may use the earlier ones."""
        return {key: self._compute(definition) for key, definition in self._computed.items()}

    def _compute(self, definition: ComputedDefinition) -> object:
        try:
            value = _typed(definition, definition.value.evaluate(self.context))
        except RuleError:
            value = None
        self.context[definition.key] = value
        return value

    def shown(self, definition: ComputedDefinition) -> ComputedState:
        """Return a computed value ready to be shown."""
        value = self.context[definition.key]
        as_money = definition.type == "money" and isinstance(value, Decimal)
        display = money.say_amount(value) if as_money and isinstance(value, Decimal) else format_value(value)
        return ComputedState(definition=definition, value=value, display=display)

    def look_up(self, definition: LookUpDefinition, path: str, scope: dict[str, object]) -> None:
        """Note the question to a register; an answer to another question counts as not given."""
        for rule in definition.query.values():
            self.prepare(rule.names, scope)
        try:
            query = {key: dump_value(rule.evaluate(scope)) for key, rule in definition.query.items()}
        except RuleError:
            query = {}
        ready = bool(query) and all(part is not None for part in query.values())
        known = self.context.get("auskunft")
        answers = dict(known) if isinstance(known, Mapping) else {}
        answer = answers.get(definition.name)
        asked = answer.get("anfrage") if isinstance(answer, Mapping) else None
        fresh = ready and isinstance(answer, Mapping) and answer.get("ergebnis") is not None and asked in (None, query)
        self.context["auskunft"] = answers if fresh else {**answers, definition.name: NOT_ASKED}
        if ready:
            wish = LookUpWish(
                name=definition.name, register=definition.register, query=query, path=path, answered=fresh
            )
            self.look_ups.append(wish)


def empty_item(group: GroupDefinition) -> Item:
    """Return an item without answers: every field null."""
    return {field.key: None for field in group.fields}


def _typed(definition: ComputedDefinition, value: object) -> object:
    if value is None:
        return None
    if definition.type == "money":
        try:
            return money.euro(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else None
        except (ValueError, InvalidOperation):
            return None
    return value
