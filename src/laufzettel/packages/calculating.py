"""Which rules of the decision model led to a computed value, in words for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laufzettel.engine.rules import DecisionExplanation, Heading, RuleError, RuleTrace, TableTrace
from laufzettel.engine.texts import Rule, format_value
from laufzettel.kernel import money

MAX_RULES = 60


@dataclass(frozen=True, kw_only=True)
class HitRule:
    """A rule that counted: the question it answers, its number in the table (0: a formula), what it was given.

    `given` are pairs of label and German value, `result` is German too, `notes` is what the table says about it.
    """

    title: str
    number: int
    given: tuple[tuple[str, str], ...]
    result: str
    notes: str = ""


def hit_rules(rule: Rule, facts: Mapping[str, object], wording: Mapping[str, str]) -> tuple[HitRule, ...]:
    """Return the rules that an expression over `facts` comes to, each once, in the order of their evaluation.

    `wording` has the words for codes, such as those of the options of a form. Tables always count; a formula counts
    when the model gives it a label. Empty beyond the limits of the rules.
    """
    try:
        _, explanation = rule.expression.trace(facts)
    except RuleError:
        return ()
    telling = _Telling(wording)
    found = (one for decision in explanation.decisions for one in telling.decision(decision))
    return tuple(dict.fromkeys(found))[:MAX_RULES]


@dataclass(frozen=True)
class _Telling:
    """Puts what the model decided into words."""

    wording: Mapping[str, str]

    def decision(self, decision: DecisionExplanation) -> Iterator[HitRule]:
        label = decision.called.label
        title = label or in_words(decision.name)
        for table in decision.tables:
            given = tuple(self._given(table.asked, tuple(table.inputs.values())))
            for rule in table.hits:
                notes = "; ".join(filter(None, rule.notes))
                result = self._result(table, rule)
                yield HitRule(title=title, number=rule.number, given=given, result=result, notes=notes)
        result = self._shown(decision.value, decision.called.type_name)
        if label and not decision.tables and result:
            values = tuple(decision.inputs.get(heading.name) for heading in decision.parameters)
            yield HitRule(title=title, number=0, given=tuple(self._given(decision.parameters, values)), result=result)

    def _given(self, headings: tuple[Heading, ...], values: tuple[object, ...]) -> Iterator[tuple[str, str]]:
        for heading, value in zip(headings, values, strict=False):
            shown = self._shown(value, heading.type_name)
            label = heading.label or (in_words(heading.name) if heading.name.isidentifier() else "")
            if shown and label:
                yield label, shown

    def _result(self, table: TableTrace, rule: RuleTrace) -> str:
        values = zip(table.answered, rule.outputs.values(), strict=False)
        return ", ".join(filter(None, (self._shown(value, heading.type_name) for heading, value in values)))

    def _shown(self, value: object, type_name: str) -> str:
        if isinstance(value, Decimal) and type_name == "Euro":
            return money.say_amount(money.euro(value))
        if isinstance(value, bool | Decimal | date):
            return format_value(value) + (" %" if type_name == "Prozent" else "")
        return self.wording.get(value, in_words(value)) if isinstance(value, str) else ""


def in_words(name: str) -> str:
    """Return a key of the model as it would be written: `neben_anderen` becomes „Neben anderen“."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
