"""Built-in functions for lists."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from .builtins_numbers import whole
from .durations import DaysDuration, YearsMonthsDuration
from .errors import FeelError
from .limits import Run, check_items
from .operators import add, equal, less
from .registry import builtin
from .values import NUMBERS, Function

LIST = "Listen"


def _numbers(items: list[Any]) -> list[Decimal]:
    if not all(type(item) is Decimal for item in items):
        raise FeelError("Die Liste enthält etwas, das keine Zahl ist.")
    return items


def _index(items: list[Any], position: Decimal) -> int:
    number = whole(position, "Die Stelle")
    if number == 0 or abs(number) > len(items):
        raise FeelError(f"Die Liste hat keine Stelle {number}.")
    return number - 1 if number > 0 else len(items) + number


def _has(items: list[Any], value: Any, run: Run) -> bool:
    run.spend(len(items))
    return any(equal(item, value, run) is True for item in items)


@builtin("list contains(list: list, element: any?) -> boolean", group=LIST, needs_run=True)
def list_contains(run: Run, items: list[Any], element: Any) -> bool:
    """Ob ein Wert in einer Liste steht.

    >>> feel('list contains(["Hund", "Katze"], "Hund")')
    true
    """
    return _has(items, element, run)


@builtin("count(list: list) -> number", group=LIST)
def count(items: list[Any]) -> Decimal:
    """Wie viele Einträge eine Liste hat.

    >>> feel('count(["Hund", "Katze"])')
    2
    """
    return Decimal(len(items))


def _extreme(items: list[Any], better: Callable[[Any, Any], bool | None]) -> Any:
    if not items:
        raise FeelError("Die Liste ist leer.")
    best = items[0]
    if less(best, best) is None:
        raise FeelError("Die Einträge haben keine Reihenfolge.")
    for item in items[1:]:
        result = better(item, best)
        if result is None:
            raise FeelError("Die Einträge lassen sich nicht vergleichen.")
        best = item if result else best
    return best


@builtin("min(list: list) -> any", "min(...c: any?) -> any", group=LIST)
def minimum(items: Any, *more: Any) -> Any:
    """Der kleinste Wert.

    >>> feel('min(186, 124.50, 200)')
    124.50
    """
    return _extreme([items, *more] if more else items, less)


@builtin("max(list: list) -> any", "max(...c: any?) -> any", group=LIST)
def maximum(items: Any, *more: Any) -> Any:
    """Der größte Wert.

    >>> feel('max([1, 3, 2])')
    3
    """
    return _extreme([items, *more] if more else items, lambda item, best: less(best, item))


def _sum(items: list[Any]) -> Any:
    if not items:
        raise FeelError("Die Liste ist leer.")
    total = items[0]
    if not isinstance(total, Decimal | DaysDuration | YearsMonthsDuration):
        raise FeelError("Die Liste enthält etwas, das keine Zahl ist.")
    for item in items[1:]:
        if type(item) is not type(total):
            raise FeelError("Die Liste enthält etwas, das keine Zahl ist.")
        total = add(total, item)
    return total


@builtin("sum(list: list) -> number", "sum(...n: any?) -> number", group=LIST)
def total(items: Any, *more: Any) -> Any:
    """Die Summe.

    >>> feel('sum([186.00, 272.00])')
    458.00
    """
    return _sum([items, *more] if more else items)


@builtin("mean(list: list) -> number", "mean(...n: any?) -> number", group=LIST)
def mean(items: Any, *more: Any) -> Decimal:
    """Der Durchschnitt.

    >>> feel('mean([1, 2, 6])')
    3
    """
    numbers = _numbers([items, *more] if more else items)
    return NUMBERS.divide(_sum(numbers), Decimal(len(numbers)))


@builtin("product(list: list) -> number", "product(...n: any?) -> number", group=LIST)
def product(items: Any, *more: Any) -> Decimal:
    """Das Produkt.

    >>> feel('product([2, 3, 4])')
    24
    """
    numbers = _numbers([items, *more] if more else items)
    if not numbers:
        raise FeelError("Die Liste ist leer.")
    result = Decimal(1)
    for number in numbers:
        result = NUMBERS.multiply(result, number)
    return result


@builtin("median(list: list) -> number", "median(...n: any?) -> number", group=LIST)
def median(items: Any, *more: Any) -> Decimal:
    """Der mittlere Wert.

    >>> feel('median([6, 1, 2, 3])')
    2.5
    """
    numbers = sorted(_numbers([items, *more] if more else items))
    if not numbers:
        raise FeelError("Die Liste ist leer.")
    half = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[half]
    return NUMBERS.divide(NUMBERS.add(numbers[half - 1], numbers[half]), Decimal(2))


@builtin("stddev(list: list) -> number", "stddev(...n: any?) -> number", group=LIST)
def stddev(items: Any, *more: Any) -> Decimal:
    """Die Standardabweichung einer Stichprobe.

    >>> feel('stddev([2, 4, 7, 5])')
    2.081665999466132735282297706979931
    """
    numbers = _numbers([items, *more] if more else items)
    if len(numbers) < 2:
        raise FeelError("Für eine Standardabweichung braucht es mindestens zwei Zahlen.")
    middle = mean(numbers)
    squares = [NUMBERS.power(NUMBERS.subtract(number, middle), Decimal(2)) for number in numbers]
    return NUMBERS.sqrt(NUMBERS.divide(_sum(squares), Decimal(len(numbers) - 1)))


@builtin("mode(list: list) -> list", "mode(...n: any?) -> list", group=LIST)
def mode(items: Any, *more: Any) -> list[Decimal]:
    """Die häufigsten Werte, aufsteigend.

    >>> feel('mode([6, 3, 9, 6, 6])')
    [6]
    """
    counted: dict[Decimal, int] = {}
    for number in _numbers([items, *more] if more else items):
        counted[number] = counted.get(number, 0) + 1
    most = max(counted.values(), default=0)
    return sorted(number for number, times in counted.items() if times == most)


def _truths(items: list[Any], settles: bool) -> bool | None:
    if any(item is settles for item in items):
        return settles
    return not settles if all(type(item) is bool for item in items) else None


@builtin("all(list: list) -> boolean", "all(...b: any?) -> boolean", group=LIST)
def every(items: Any, *more: Any) -> bool | None:
    """Ob alle Einträge wahr sind.

    >>> feel('all([true, false])')
    false
    """
    return _truths([items, *more] if more else items, False)


@builtin("any(list: list) -> boolean", "any(...b: any?) -> boolean", group=LIST)
def some(items: Any, *more: Any) -> bool | None:
    """Ob ein Eintrag wahr ist.

    >>> feel('any([false, true])')
    true
    """
    return _truths([items, *more] if more else items, True)


@builtin("sublist(list: list, start position: number, [length: number]) -> list", group=LIST)
def sublist(items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any]:
    """Ein Stück einer Liste, gezählt ab 1.

    >>> feel('sublist(["a", "b", "c"], 2, 1)')
    ["b"]
    """
    first = _index(items, start)
    if length is None:
        return items[first:]
    size = whole(length, "Die Länge")
    if size < 0 or first + size > len(items):
        raise FeelError("Das Stück liegt außerhalb der Liste.")
    return items[first : first + size]


@builtin("append(list: list, ...item: any?) -> list", group=LIST)
def append(items: list[Any], *more: Any) -> list[Any]:
    """Die Liste mit weiteren Einträgen am Ende.

    >>> feel('append(["Hund"], "Katze")')
    ["Hund", "Katze"]
    """
    check_items(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate(...list: list) -> list", group=LIST)
def concatenate(*lists: list[Any]) -> list[Any]:
    """Mehrere Listen hintereinander.

    >>> feel('concatenate([1, 2], [3])')
    [1, 2, 3]
    """
    check_items(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before(list: list, position: number, newItem: any?) -> list", group=LIST)
def insert_before(items: list[Any], position: Decimal, item: Any) -> list[Any]:
    """Die Liste mit einem Eintrag vor einer Stelle.

    >>> feel('insert before([1, 3], 2, 2)')
    [1, 2, 3]
    """
    index = _index(items, position)
    return [*items[:index], item, *items[index:]]


@builtin("remove(list: list, position: number) -> list", group=LIST)
def remove(items: list[Any], position: Decimal) -> list[Any]:
    """Die Liste ohne den Eintrag an einer Stelle.

    >>> feel('remove([1, 2, 3], 2)')
    [1, 3]
    """
    index = _index(items, position)
    return [*items[:index], *items[index + 1 :]]


@builtin(
    "list replace(list: list, position: number, newItem: any?) -> list",
    "list replace(list: list, match: function, newItem: any?) -> list",
    group=LIST,
    needs_run=True,
)
def list_replace(run: Run, items: list[Any], where: Any, item: Any) -> list[Any]:
    """Die Liste, in der eine Stelle oder alle passenden Einträge ersetzt sind.

    >>> feel('list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)')
    [5, 5, 7, 8]
    """
    if isinstance(where, Function):
        return [item if where.call([old, item], run) is True else old for old in items]
    index = _index(items, where)
    return [*items[:index], item, *items[index + 1 :]]


@builtin("reverse(list: list) -> list", group=LIST)
def reverse(items: list[Any]) -> list[Any]:
    """Die Liste in umgekehrter Reihenfolge.

    >>> feel('reverse([1, 2, 3])')
    [3, 2, 1]
    """
    return items[::-1]


@builtin("index of(list: list, match: any?) -> list", group=LIST, needs_run=True)
def index_of(run: Run, items: list[Any], match: Any) -> list[Decimal]:
    """An welchen Stellen ein Wert in einer Liste steht.

    >>> feel('index of([1, 2, 3, 2], 2)')
    [2, 4]
    """
    return [Decimal(place) for place, item in enumerate(items, 1) if equal(item, match, run) is True]


def _distinct(items: list[Any], run: Run) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        if not _has(kept, item, run):
            kept.append(item)
    return kept


@builtin("union(...list: list) -> list", group=LIST, needs_run=True)
def union(run: Run, *lists: list[Any]) -> list[Any]:
    """Alle verschiedenen Einträge mehrerer Listen.

    >>> feel('union([1, 2], [2, 3])')
    [1, 2, 3]
    """
    return _distinct(concatenate(*lists), run)


@builtin("distinct values(list: list) -> list", group=LIST, needs_run=True)
def distinct_values(run: Run, items: list[Any]) -> list[Any]:
    """Die Liste ohne Wiederholungen.

    >>> feel('distinct values([1, 2, 3, 2, 1])')
    [1, 2, 3]
    """
    return _distinct(items, run)


@builtin("flatten(list: list) -> list", group=LIST, needs_run=True)
def flatten(run: Run, items: list[Any]) -> list[Any]:
    """Eine Liste, in der keine Listen mehr stecken.

    >>> feel('flatten([[1, 2], [[3]], 4])')
    [1, 2, 3, 4]
    """
    flat: list[Any] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            run.spend(1)
            if type(item) is list:
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    check_items(len(flat))
    return flat


@builtin("sort(list: list, [precedes: function]) -> list", group=LIST, needs_run=True)
def sort(run: Run, items: list[Any], precedes: Function | None = None) -> list[Any]:
    """Die Liste geordnet; die Funktion sagt, ob ihr erster Wert vor dem zweiten kommt.

    >>> feel('sort([3, 1, 2], function(x, y) x < y)')
    [1, 2, 3]
    """

    def before(first: Any, second: Any) -> bool:
        run.spend(1)
        result = less(first, second) if precedes is None else precedes.call([first, second], run)
        if type(result) is not bool:
            raise FeelError("Die Reihenfolge lässt sich nicht bestimmen.")
        return result

    return sorted(items, key=cmp_to_key(lambda a, b: -1 if before(a, b) else int(before(b, a))))
