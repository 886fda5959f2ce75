"""What type each part of an expression has, and which parts cannot work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from laufzettel.engine.rules import syntax
from laufzettel.engine.rules.builtins import BUILTINS
from laufzettel.engine.rules.properties import PROPERTY_TYPES
from laufzettel.engine.rules.registry import Builtin
from laufzettel.engine.rules.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    MONTHS_DURATION,
    NULL,
    NUMBER,
    STRING,
    TIME,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
    german,
    shape,
    type_of,
)

Types = Mapping[str, FeelType]
Report = Callable[[int, str, str], None]
_DURATIONS = (DAYS_DURATION, MONTHS_DURATION)
_MOMENTS = (DATE, DATE_TIME, TIME)
_RESULTS: dict[tuple[str, FeelType, FeelType], FeelType] = {
    ("+", NUMBER, NUMBER): NUMBER, ("-", NUMBER, NUMBER): NUMBER, ("*", NUMBER, NUMBER): NUMBER,
    ("/", NUMBER, NUMBER): NUMBER, ("**", NUMBER, NUMBER): NUMBER, ("+", STRING, STRING): STRING,
    ("-", DATE, DATE): DAYS_DURATION, ("-", DATE_TIME, DATE_TIME): DAYS_DURATION, ("-", TIME, TIME): DAYS_DURATION,
    ("-", DATE, DATE_TIME): DAYS_DURATION, ("-", DATE_TIME, DATE): DAYS_DURATION,
    ("+", TIME, DAYS_DURATION): TIME, ("-", TIME, DAYS_DURATION): TIME, ("+", DAYS_DURATION, TIME): TIME,
}  # fmt: skip
for _length in _DURATIONS:
    for _sign in "+-":
        _RESULTS[(_sign, _length, _length)] = _length
        for _moment in (DATE, DATE_TIME):
            _RESULTS[(_sign, _moment, _length)] = _moment
    for _moment in (DATE, DATE_TIME):
        _RESULTS[("+", _length, _moment)] = _moment
    _RESULTS[("*", _length, NUMBER)] = _RESULTS[("*", NUMBER, _length)] = _RESULTS[("/", _length, NUMBER)] = _length
    _RESULTS[("/", _length, _length)] = NUMBER


class Inference:
    """Infers types and reports what cannot work; ANY stands for "not known"."""

    def __init__(self, types: Types, report: Report, *, closed: bool = True) -> None:
        self.report = report
        self.types = types
        self.closed = closed  # every name must be known

    def type(self, node: syntax.Node, local: Types) -> FeelType:
        """The type of a part; problems inside it are reported."""
        return shape(_RULES[type(node)](self, node, local))

    def error(self, node: syntax.Node, message: str) -> FeelType:
        """Report a mistake; its type is not known."""
        self.report(node.position, message, "error")
        return ANY

    def warn(self, node: syntax.Node, message: str) -> None:
        """Report something that works but hardly as meant."""
        self.report(node.position, message, "warning")


def _literal(_infer: Inference, node: syntax.Literal, _local: Types) -> FeelType:
    return type_of(node.value)


def _name(infer: Inference, node: syntax.Name, local: Types) -> FeelType:
    for known in (local, infer.types):
        if node.name in known:
            return known[node.name]
    if node.name in BUILTINS:
        return ANY
    if node.local or (node.loose and "\0open" in local) or not infer.closed:
        return ANY
    close = _similar(node.name, [*local, *infer.types])
    hint = f" Meinen Sie „{close}“?" if close else ""
    return infer.error(node, f"Den Namen „{node.name}“ gibt es hier nicht.{hint}")


def _similar(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, [one for one in known if "\0" not in one], 1, 0.75)), "")


def _negation(infer: Inference, node: syntax.Negation, local: Types) -> FeelType:
    kind = infer.type(node.operand, local)
    if kind in (ANY, NUMBER, *_DURATIONS):
        return kind
    return infer.error(node, f"Ein Minus vor „{german(kind)}“ geht nicht.")


def _operation(infer: Inference, node: syntax.Operation, local: Types) -> FeelType:
    left, right = infer.type(node.left, local), infer.type(node.right, local)
    if node.sign in ("=", "!=", "<", "<=", ">", ">="):
        return _comparison(infer, node, left, right)
    if ANY in (left, right):
        return _half_known(node.sign, left, right)
    if NULL in (left, right):
        return infer.error(node, f"„{node.sign}“ mit null ergibt immer null.")
    result = _RESULTS.get((node.sign, left, right))
    return result if result is not None else infer.error(node, _unit_mistake(node.sign, left, right))


def _half_known(sign: str, left: FeelType, right: FeelType) -> FeelType:
    known = left if right is ANY else right
    return NUMBER if sign == "**" else known if known in (STRING,) and sign == "+" else ANY


def _unit_mistake(sign: str, left: FeelType, right: FeelType) -> str:
    if left in (DATE, DATE_TIME) and right is NUMBER:
        return (
            f'{german(left)} {sign} Zahl geht nicht. Schreiben Sie die Zahl als Dauer, zum Beispiel duration("P14D").'
        )
    if STRING in (left, right) and sign == "+":
        other = right if left is STRING else left
        return f"Text + {german(other)} geht nicht. Machen Sie mit string(…) erst einen Text daraus."
    if {left, right} == set(_DURATIONS):
        return "Tage und Monate lassen sich nicht miteinander verrechnen, weil Monate verschieden lang sind."
    return f"{german(left)} {sign} {german(right)} geht nicht."


def _comparison(infer: Inference, node: syntax.Operation, left: FeelType, right: FeelType) -> FeelType:
    ordering = node.sign not in ("=", "!=")
    if ANY in (left, right) or (NULL in (left, right) and not ordering):
        return BOOLEAN
    if not comparable(left, right):
        infer.error(
            node, f"{german(left)} und {german(right)} lassen sich nicht vergleichen; das Ergebnis ist immer null."
        )
    elif ordering and left is BOOLEAN:
        infer.error(node, "Ja/Nein-Werte haben keine Reihenfolge.")
    return BOOLEAN


def comparable(left: FeelType, right: FeelType) -> bool:
    """True when values of two types can be compared at all."""
    left, right = shape(left), shape(right)
    if ANY in (left, right) or left == right:
        return True
    return any(isinstance(left, kind) and isinstance(right, kind) for kind in (ListType, ContextType, RangeType))


def _junction(infer: Inference, node: syntax.Junction, local: Types) -> FeelType:
    for side in (node.left, node.right):
        require_boolean(infer, side, infer.type(side, local))
    return BOOLEAN


def require_boolean(infer: Inference, node: syntax.Node, kind: FeelType) -> None:
    """Report a condition that is no condition."""
    if kind not in (ANY, BOOLEAN):
        infer.error(node, f"Hier muss eine Bedingung stehen (wahr oder falsch), nicht „{german(kind)}“.")


def _between(infer: Inference, node: syntax.Between, local: Types) -> FeelType:
    kind = infer.type(node.value, local)
    for end in (node.low, node.high):
        other = infer.type(end, local)
        if not comparable(kind, other):
            infer.error(end, f"{german(kind)} und {german(other)} lassen sich nicht vergleichen.")
    return BOOLEAN


def _in(infer: Inference, node: syntax.In, local: Types) -> FeelType:
    kind = infer.type(node.value, local)
    for test in node.tests:
        check_test(infer, test, kind, local)
    return BOOLEAN


def check_test(infer: Inference, test: syntax.Node, kind: FeelType, local: Types) -> None:
    """Check one unary test against the type of the value it tests."""
    found = infer.type(test.operand if isinstance(test, syntax.SignTest) else test, local)
    while isinstance(found, RangeType | ListType) and not isinstance(kind, RangeType | ListType):
        found = shape(found.item)
    if found is BOOLEAN and kind is not BOOLEAN:
        return
    if kind is not ANY and found is not NULL and not comparable(kind, found):
        infer.error(test, f"Der Wert ist „{german(kind)}“, geprüft wird auf „{german(found)}“: Das trifft nie zu.")


def _range(infer: Inference, node: syntax.RangeLiteral, local: Types) -> FeelType:
    low, high = infer.type(node.low, local), infer.type(node.high, local)
    if not comparable(low, high):
        infer.error(node, f"Ein Bereich von {german(low)} bis {german(high)} geht nicht.")
    return RangeType(low if low is not ANY else high)


def _sign_test(infer: Inference, node: syntax.SignTest, local: Types) -> FeelType:
    return RangeType(infer.type(node.operand, local))


def _list(infer: Inference, node: syntax.ListLiteral, local: Types) -> FeelType:
    kinds = [infer.type(item, local) for item in node.items]
    return ListType(kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else ANY)


def _context(infer: Inference, node: syntax.ContextLiteral, local: Types) -> FeelType:
    inside = dict(local)
    entries: list[tuple[str, FeelType]] = []
    for key, value in node.entries:
        inside[key] = infer.type(value, inside)
        entries.append((key, inside[key]))
    if len(dict(entries)) < len(entries):
        return infer.error(node, "Ein Eintrag kommt doppelt vor; das Ergebnis ist immer null.")
    return ContextType(tuple(entries))


def _path(infer: Inference, node: syntax.Path, local: Types) -> FeelType:
    owner = infer.type(node.value, local)
    if isinstance(owner, ListType):
        return ListType(entry_type(infer, node, shape(owner.item)))
    return entry_type(infer, node, owner)


def entry_type(infer: Inference, node: syntax.Path, owner: FeelType) -> FeelType:
    """The type of owner.entry; reports an entry that does not exist."""
    if owner is ANY or (isinstance(owner, ContextType) and not owner.entries):
        return ANY
    known = dict(owner.entries) if isinstance(owner, ContextType) else PROPERTY_TYPES.get(str(owner), {})
    if isinstance(owner, RangeType):
        known = {"start": owner.item, "end": owner.item, "start included": BOOLEAN, "end included": BOOLEAN}
    if node.entry in known:
        return known[node.entry]
    close = _similar(node.entry, list(known))
    hint = f" Meinen Sie „{close}“?" if close else ""
    return infer.error(node, f"{german(owner)} hat keinen Eintrag „{node.entry}“.{hint}")


def _filter(infer: Inference, node: syntax.Filter, local: Types) -> FeelType:
    source = infer.type(node.value, local)
    item = shape(source.item) if isinstance(source, ListType) else source
    inside = {**local, "item": item}
    if isinstance(item, ContextType) and item.entries:
        inside |= dict(item.entries)
    elif item is ANY or isinstance(item, ContextType):
        inside["\0open"] = ANY
    kind = infer.type(node.inner, inside)
    if kind is NUMBER:
        return item
    require_boolean(infer, node.inner, kind)
    return ListType(item) if kind is BOOLEAN else ANY


def _call(infer: Inference, node: syntax.Call, local: Types) -> FeelType:
    kinds = [infer.type(argument, local) for argument in node.arguments]
    function = node.function
    if (
        isinstance(function, syntax.Name)
        and function.name in BUILTINS
        and function.name not in {**infer.types, **local}
    ):
        return _call_builtin(infer, node, BUILTINS[function.name], kinds)
    kind = infer.type(function, local)
    if isinstance(kind, FunctionType):
        return _call_known(infer, node, kind, kinds)
    return ANY if kind is ANY else infer.error(node, f"„{german(kind)}“ kann nicht aufgerufen werden.")


def _call_known(infer: Inference, node: syntax.Call, kind: FunctionType, kinds: list[FeelType]) -> FeelType:
    if kind.parameters is not None and len(kind.parameters) != len(kinds):
        expected = len(kind.parameters)
        infer.error(node, f"Die Funktion erwartet {expected} Angaben, bekommt aber {len(kinds)}.")
    elif kind.parameters is not None and not node.names:
        for argument, given, wanted in zip(node.arguments, kinds, kind.parameters, strict=True):
            require(infer, argument, given, wanted, "Die Funktion")
    return kind.result


def require(infer: Inference, node: syntax.Node, given: FeelType, wanted: FeelType, who: str) -> None:
    """Report an argument that cannot fit, also after the implicit conversions."""
    wanted = shape(wanted)
    inner = shape(given.item) if isinstance(given, ListType) else given
    if isinstance(wanted, ListType) or wanted is ANY or given in (ANY, NULL) or inner is ANY:
        return
    if wanted is DATE_TIME and inner is DATE:
        return
    if not comparable(inner, wanted) and not comparable(given, wanted):
        infer.error(node, f"{who} braucht hier {german(wanted)}, bekommt aber {german(given)}.")


def _call_builtin(infer: Inference, node: syntax.Call, builtin: Builtin, kinds: list[FeelType]) -> FeelType:
    if node.names:
        fitting = [one for one in builtin.signatures if one.takes_names(set(node.names))]
        if not fitting:
            infer.error(node, f"{builtin.name} kennt die Angaben {', '.join(node.names)} nicht.")
        return builtin.result
    fitting = [one for one in builtin.signatures if one.takes(len(kinds))]
    if not fitting:
        return infer.error(node, f"{builtin.name} gibt es nicht mit {len(kinds)} Angaben.")
    if len(fitting) == 1:
        for place, (argument, kind) in enumerate(zip(node.arguments, kinds, strict=True)):
            parameter = fitting[0].parameters[min(place, len(fitting[0].parameters) - 1)]
            require(infer, argument, kind, parameter.kind, builtin.name)
    return _builtin_result(builtin, kinds)


def _builtin_result(builtin: Builtin, kinds: list[FeelType]) -> FeelType:
    first = kinds[0] if kinds else ANY
    if builtin.name in ("min", "max", "sum"):
        return shape(first.item) if isinstance(first, ListType) else first
    if builtin.name in ("sublist", "reverse", "sort", "remove", "distinct values") and isinstance(first, ListType):
        return first
    return first if builtin.name == "abs" else builtin.result


def _if(infer: Inference, node: syntax.If, local: Types) -> FeelType:
    require_boolean(infer, node.condition, infer.type(node.condition, local))
    then, otherwise = infer.type(node.then, local), infer.type(node.otherwise, local)
    if then == otherwise or otherwise is NULL:
        return then
    return otherwise if then is NULL else ANY


def _loop(infer: Inference, node: syntax.Loop, local: Types) -> FeelType:
    inside = dict(local)
    for name, domain in node.variables:
        inside[name] = _item_type(infer, domain, inside)
    if node.word == "for":
        inside["partial"] = ListType(ANY)
    kind = infer.type(node.body, inside)
    if node.word == "for":
        return ListType(kind)
    require_boolean(infer, node.body, kind)
    return BOOLEAN


def _item_type(infer: Inference, domain: syntax.Node, local: Types) -> FeelType:
    if isinstance(domain, syntax.Span):
        low, high = infer.type(domain.low, local), infer.type(domain.high, local)
        if low not in (ANY, NUMBER, DATE) or not comparable(low, high):
            infer.error(domain, f"Von {german(low)} bis {german(high)} lässt sich nichts wiederholen.")
        return low
    kind = infer.type(domain, local)
    return shape(kind.item) if isinstance(kind, ListType | RangeType) else kind


def _function(infer: Inference, node: syntax.FunctionLiteral, local: Types) -> FeelType:
    inside = {**local, **dict(node.parameters)}
    result = ANY if node.external else infer.type(node.body, inside)
    return FunctionType(tuple(kind for _, kind in node.parameters), result)


def _instance(infer: Inference, node: syntax.InstanceOf, local: Types) -> FeelType:
    infer.type(node.value, local)
    return BOOLEAN


_RULES: dict[type, Callable[..., FeelType]] = {
    syntax.Literal: _literal, syntax.Name: _name, syntax.Negation: _negation, syntax.Operation: _operation,
    syntax.Junction: _junction, syntax.Between: _between, syntax.In: _in, syntax.RangeLiteral: _range,
    syntax.SignTest: _sign_test, syntax.ListLiteral: _list, syntax.ContextLiteral: _context, syntax.Path: _path,
    syntax.Filter: _filter, syntax.Call: _call, syntax.If: _if, syntax.Loop: _loop,
    syntax.FunctionLiteral: _function, syntax.InstanceOf: _instance,
}  # fmt: skip
__all__ = ["Decimal", "Inference", "check_test", "comparable", "german"]
