"""Closures for filters, `for`, `some` and `every`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from . import syntax
from .errors import FeelError
from .limits import Run, check_items
from .temporal import Day, day_number, make_day
from .types import type_name
from .values import Range

if TYPE_CHECKING:
    from .compiler import Code, Compiler, Globals, Locals


def weight(node: object) -> int:
    """How many parts an expression has: what one turn of a loop costs."""
    if isinstance(node, tuple):
        return sum(weight(part) for part in node)
    if not isinstance(node, syntax.Node):
        return 0
    own = _COSTS.get(type(node), 1)
    return own + sum(weight(getattr(node, name)) for name in node.__dataclass_fields__)


_COSTS: dict[type, int] = {syntax.Call: 3, syntax.Operation: 3, syntax.In: 2, syntax.Path: 2, syntax.ContextLiteral: 2}


def mentions(node: object, name: str) -> bool:
    """True when an expression reads a name."""
    if isinstance(node, tuple):
        return any(mentions(part, name) for part in node)
    if isinstance(node, syntax.Name):
        return node.name == name
    return isinstance(node, syntax.Node) and any(
        mentions(getattr(node, part), name) for part in node.__dataclass_fields__
    )


def make_filter(compiler: Compiler, node: syntax.Filter) -> Code:
    """value[number] takes an item, value[condition] the items for which it is true."""
    value, inner, position = compiler.code(node.value), compiler.code(node.inner), node.position
    cost = weight(node.inner)
    is_condition = _is_condition(node.inner)

    def filtered(given: Globals, local: Locals) -> Any:
        source = value(given, local)
        if source is None:
            return local[None].fail(position, "Die Liste fehlt.")
        items = source if type(source) is list else [source]
        if not is_condition:
            index = inner(given, _quiet(local))
            if type(index) is Decimal:
                return _item_at(items, index, local[None], position)
        return _select(items, inner, cost, given, local)

    return filtered


def _is_condition(node: syntax.Node) -> bool:
    if isinstance(node, syntax.Operation):
        return node.sign in ("=", "!=", "<", "<=", ">", ">=")
    kinds = (syntax.Junction, syntax.Between, syntax.In, syntax.InstanceOf)
    return isinstance(node, kinds) or (isinstance(node, syntax.Loop) and node.word != "for")


def _quiet(local: Locals) -> Locals:
    run: Run = local[None]
    if not run.heard:
        return local
    return {**local, None: Run()}


def _item_at(items: list[Any], index: Decimal, run: Run, position: int) -> Any:
    if index != index.to_integral_value() or not 1 <= abs(index) <= len(items):
        return run.fail(position, f"Die Liste hat keinen {index}. Eintrag.")
    number = int(index)
    return items[number - 1] if number > 0 else items[number]


def _select(items: list[Any], inner: Code, cost: int, given: Globals, local: Locals) -> Any:
    run: Run = local[None]
    chosen = []
    for item in items:
        run.spend(cost)
        inside = {**local, "item": item}
        if type(item) is dict:
            inside.update(item)
        result = inner(given, inside)
        if result is True:
            chosen.append(item)
        elif type(result) is Decimal:
            return _item_at(items, result, run, 0)
    return chosen


def make_loop(compiler: Compiler, node: syntax.Loop) -> Code:
    """for, some, every."""
    domains = [(name, _domain(compiler, domain)) for name, domain in node.variables]
    body, cost = compiler.code(node.body), weight(node.body) + 1
    run_loop = {"for": _collect, "some": _some, "every": _every}[node.word]
    if node.word == "for" and mentions(node.body, "partial"):
        run_loop = _collect_with_partial
    position = node.position

    def loop(given: Globals, local: Locals) -> Any:
        try:
            return run_loop(_turns(domains, 0, given, dict(local), cost), body, given)
        except FeelError as error:
            return local[None].fail(position, error.reason)

    return loop


Domain = Callable[["Globals", "Locals"], Iterable[Any]]


def _turns(domains: list[tuple[str, Domain]], at: int, given: Globals, local: Locals, cost: int) -> Iterator[Locals]:
    name, domain = domains[at]
    run: Run = local[None]
    for item in domain(given, local):
        run.spend(cost)
        inside = {**local, name: item}
        if at + 1 < len(domains):
            yield from _turns(domains, at + 1, given, inside, cost)
        else:
            yield inside


def _collect(turns: Iterator[Locals], body: Code, given: Globals) -> list[Any]:
    results: list[Any] = []
    for inside in turns:
        results.append(body(given, inside))
        check_items(len(results))
    return results


def _collect_with_partial(turns: Iterator[Locals], body: Code, given: Globals) -> list[Any]:
    results: list[Any] = []
    for inside in turns:
        inside[None].spend(len(results))
        inside["partial"] = list(results)  # a copy: the list must not come to hold itself
        results.append(body(given, inside))
    return results


def _some(turns: Iterator[Locals], body: Code, given: Globals) -> bool | None:
    undecided = False
    for inside in turns:
        result = body(given, inside)
        if result is True:
            return True
        undecided = undecided or result is not False
    return None if undecided else False


def _every(turns: Iterator[Locals], body: Code, given: Globals) -> bool | None:
    undecided = False
    for inside in turns:
        result = body(given, inside)
        if result is False:
            return False
        undecided = undecided or result is not True
    return None if undecided else True


def _domain(compiler: Compiler, node: syntax.Node) -> Domain:
    if isinstance(node, syntax.Span):
        low, high = compiler.code(node.low), compiler.code(node.high)
        return lambda given, local: span(low(given, local), high(given, local))
    code = compiler.code(node)
    return lambda given, local: items_of(code(given, local))


def items_of(value: Any) -> Iterable[Any]:
    """What a loop runs over: the items of a list, the steps of a range; a single value counts as a list of one."""
    if type(value) is list:
        return value
    if value is None:
        raise FeelError("Die Liste für die Wiederholung fehlt.")
    if type(value) is Range:
        return _range_items(value)
    return [value]


def _range_items(area: Range) -> Iterable[Any]:
    items = iter(span(area.start, area.end))
    for item in items:
        if (item == area.start and not area.start_included) or (item == area.end and not area.end_included):
            continue
        yield item


def span(low: Any, high: Any) -> Iterable[Any]:
    """low..high in steps of one (numbers, or days of dates), downwards when high is lower; FeelError otherwise."""
    if type(low) is Decimal and type(high) is Decimal:
        if low != low.to_integral_value() or high != high.to_integral_value() or max(abs(low), abs(high)) > 10**18:
            raise FeelError("Eine Wiederholung braucht ganze Zahlen als Grenzen.")
        return map(Decimal, _steps(int(low), int(high)))
    if isinstance(low, Day) and isinstance(high, Day):
        return map(make_day, _steps(day_number(low), day_number(high)))
    raise FeelError(f"Über {type_name(low)} bis {type_name(high)} lässt sich nichts wiederholen.")


def _steps(low: int, high: int) -> range:
    return range(low, high + 1) if low <= high else range(low, high - 1, -1)


__all__ = ["items_of", "make_filter", "make_loop", "span", "weight"]
