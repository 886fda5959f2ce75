"""Built-in functions that compare points and ranges in time or number (DMN 1.5, table 78)."""

from __future__ import annotations

from typing import Any

from .errors import FeelError, RuleError
from .limits import Run
from .operators import contains, equal, less
from .registry import builtin
from .values import Range

RANGE = "Bereiche"
Edge = tuple[int, int]


def _as_range(value: Any) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _only_range(value: Any) -> Range:
    if not isinstance(value, Range):
        raise FeelError("Gebraucht wird ein Bereich.")
    return value


def _order(left: Any, right: Any, run: Run) -> int:
    if equal(left, right, run) is True:
        return 0
    result = less(left, right)
    if result is None:
        raise FeelError("Die Werte lassen sich nicht vergleichen.")
    return -1 if result else 1


def _starts_order(one: Range, other: Range, run: Run) -> int:
    """Which range starts first: below 0 the first one."""
    if one.start is None or other.start is None:
        return (one.start is not None) - (other.start is not None)
    return _order(one.start, other.start, run) or other.start_included - one.start_included


def _ends_order(one: Range, other: Range, run: Run) -> int:
    """Which range ends first: below 0 the first one."""
    if one.end is None or other.end is None:
        return (one.end is None) - (other.end is None)
    return _order(one.end, other.end, run) or one.end_included - other.end_included


def _gap(one: Range, other: Range, run: Run) -> bool:
    """True when the first range is over before the second begins."""
    if one.end is None or other.start is None:
        return False
    return (_order(one.end, other.start, run) or (one.end_included and other.start_included) - 1) < 0


_POINTS = "(point1: any, point2: any) -> boolean"
_MIXED = ("(point: any, range: any) -> boolean", "(range: any, point: any) -> boolean")
_RANGES = "(range1: any, range2: any) -> boolean"


def _all(name: str, *shapes: str) -> tuple[str, ...]:
    return tuple(name + shape for shape in shapes)


@builtin(*_all("before", _POINTS, *_MIXED, _RANGES), group=RANGE, needs_run=True)
def before(run: Run, one: Any, other: Any) -> bool:
    """Ob der erste Wert oder Bereich ganz vor dem zweiten liegt.

    >>> feel('before(date("2026-01-01"), [date("2026-05-01")..date("2026-05-31")])')
    true
    """
    return _gap(_as_range(one), _as_range(other), run)


@builtin(*_all("after", _POINTS, *_MIXED, _RANGES), group=RANGE, needs_run=True)
def after(run: Run, one: Any, other: Any) -> bool:
    """Ob der erste Wert oder Bereich ganz nach dem zweiten liegt.

    >>> feel('after(6, [1..5])')
    true
    """
    return _gap(_as_range(other), _as_range(one), run)


def _meets(one: Range, other: Range, run: Run) -> bool:
    touching = one.end is not None and equal(one.end, other.start, run) is True
    return touching and one.end_included and other.start_included


@builtin("meets" + _RANGES, group=RANGE, needs_run=True)
def meets(run: Run, one: Any, other: Any) -> bool:
    """Ob der erste Bereich dort endet, wo der zweite beginnt.

    >>> feel('meets([1..5], [5..10])')
    true
    """
    return _meets(_only_range(one), _only_range(other), run)


@builtin("met by" + _RANGES, group=RANGE, needs_run=True)
def met_by(run: Run, one: Any, other: Any) -> bool:
    """Ob der erste Bereich dort beginnt, wo der zweite endet.

    >>> feel('met by([5..10], [1..5])')
    true
    """
    return _meets(_only_range(other), _only_range(one), run)


@builtin("overlaps" + _RANGES, group=RANGE, needs_run=True)
def overlaps(run: Run, one: Any, other: Any) -> bool:
    """Ob zwei Bereiche gemeinsame Werte haben.

    >>> feel('overlaps([1..5], [3..8])')
    true
    """
    first, second = _only_range(one), _only_range(other)
    return not _gap(first, second, run) and not _gap(second, first, run)


def _overlaps_before(first: Range, second: Range, run: Run) -> bool:
    early = _starts_order(first, second, run) < 0 and _ends_order(first, second, run) <= 0
    return early and not _gap(first, second, run)


@builtin("overlaps before" + _RANGES, group=RANGE, needs_run=True)
def overlaps_before(run: Run, one: Any, other: Any) -> bool:
    """Ob der erste Bereich früher beginnt und in den zweiten hineinreicht.

    >>> feel('overlaps before([1..5], [3..8])')
    true
    """
    return _overlaps_before(_only_range(one), _only_range(other), run)


@builtin("overlaps after" + _RANGES, group=RANGE, needs_run=True)
def overlaps_after(run: Run, one: Any, other: Any) -> bool:
    """Ob der zweite Bereich früher beginnt und in den ersten hineinreicht.

    >>> feel('overlaps after([3..8], [1..5])')
    true
    """
    first, second = _only_range(one), _only_range(other)
    late = _starts_order(second, first, run) <= 0 and _ends_order(second, first, run) < 0
    return late and not _gap(second, first, run)


def _finishes(one: Any, area: Range, run: Run) -> bool:
    if not isinstance(one, Range):
        return area.end_included and _order(one, area.end, run) == 0
    return _ends_order(one, area, run) == 0 and _starts_order(one, area, run) >= 0


def _starts(one: Any, area: Range, run: Run) -> bool:
    if not isinstance(one, Range):
        return area.start_included and _order(one, area.start, run) == 0
    return _starts_order(one, area, run) == 0 and _ends_order(one, area, run) <= 0


@builtin(*_all("finishes", _MIXED[0], _RANGES), group=RANGE, needs_run=True)
def finishes(run: Run, one: Any, area: Any) -> bool:
    """Ob der erste Wert oder Bereich genau am Ende des zweiten endet.

    >>> feel('finishes(10, [1..10])')
    true
    """
    return _finishes(one, _only_range(area), run)


@builtin(*_all("finished by", _MIXED[1], _RANGES), group=RANGE, needs_run=True)
def finished_by(run: Run, area: Any, one: Any) -> bool:
    """Ob der Bereich genau mit dem zweiten Wert oder Bereich endet.

    >>> feel('finished by([1..10], [5..10])')
    true
    """
    return _finishes(one, _only_range(area), run)


def _includes(area: Range, inner: Any, run: Run) -> bool:
    if isinstance(inner, Range):
        return _starts_order(area, inner, run) <= 0 and _ends_order(area, inner, run) >= 0
    result = contains(area, inner)
    if result is None:
        raise FeelError("Die Werte lassen sich nicht vergleichen.")
    return result


@builtin(*_all("includes", _MIXED[1], _RANGES), group=RANGE, needs_run=True)
def includes(run: Run, area: Any, inner: Any) -> bool:
    """Ob der Bereich den zweiten Wert oder Bereich ganz enthält.

    >>> feel('includes([1..10], 5)')
    true
    """
    return _includes(_only_range(area), inner, run)


@builtin(*_all("during", _MIXED[0], _RANGES), group=RANGE, needs_run=True)
def during(run: Run, inner: Any, area: Any) -> bool:
    """Ob der erste Wert oder Bereich ganz im zweiten liegt.

    >>> feel('during([4..6], [1..10])')
    true
    """
    return _includes(_only_range(area), inner, run)


@builtin(*_all("starts", _MIXED[0], _RANGES), group=RANGE, needs_run=True)
def starts(run: Run, one: Any, area: Any) -> bool:
    """Ob der erste Wert oder Bereich genau am Anfang des zweiten beginnt.

    >>> feel('starts(1, [1..10])')
    true
    """
    return _starts(one, _only_range(area), run)


@builtin(*_all("started by", _MIXED[1], _RANGES), group=RANGE, needs_run=True)
def started_by(run: Run, area: Any, one: Any) -> bool:
    """Ob der Bereich genau mit dem zweiten Wert oder Bereich beginnt.

    >>> feel('started by([1..10], [1..5])')
    true
    """
    return _starts(one, _only_range(area), run)


@builtin(*_all("coincides", _POINTS, _RANGES), group=RANGE, needs_run=True)
def coincides(run: Run, one: Any, other: Any) -> bool:
    """Ob zwei Werte oder Bereiche genau gleich sind.

    >>> feel('coincides([1..5], [1..5])')
    true
    """
    if isinstance(one, Range) != isinstance(other, Range):
        raise FeelError("Ein Wert und ein Bereich lassen sich nicht vergleichen.")
    first, second = _as_range(one), _as_range(other)
    return _starts_order(first, second, run) == 0 and _ends_order(first, second, run) == 0


@builtin("range(from: string) -> range", group=RANGE, needs_run=True)
def range_of(run: Run, text: str) -> Range:
    """Ein Bereich aus einem Text.

    >>> feel('range("[18..21)")')
    [18..21)
    """
    run.spend(60)
    if len(text) < 4 or text[0] not in "[](" or text[-1] not in "[])" or ".." not in text:
        raise FeelError("Der Text ist kein Bereich.")
    low, _, high = text[1:-1].partition("..")
    start, end = _end(low, run), _end(high, run)
    if (start is None and end is None) or (start is not None and end is not None and _order(start, end, run) > 0):
        raise FeelError("Der Text ist kein Bereich.")
    if (start is None and text[0] == "[") or (end is None and text[-1] == "]"):
        raise FeelError("Ein offenes Ende kann nicht zum Bereich gehören.")
    return Range(start, end, text[0] == "[", text[-1] == "]", start is None or end is None)


def _end(text: str, run: Run) -> Any:
    """The value of one end: a literal or a call of date, time or duration; nothing else is evaluated."""
    if not text.strip():
        return None
    from . import syntax
    from .compiler import Compiler
    from .reading import read_expression

    try:
        node = read_expression(text.strip())
    except RuleError:
        raise FeelError("Der Text ist kein Bereich.") from None
    call = (
        isinstance(node, syntax.Call)
        and isinstance(node.function, syntax.Name)
        and node.function.name in ("date", "time", "date and time", "duration")
        and all(isinstance(part, syntax.Literal) for part in node.arguments)
    )
    sign = isinstance(node, syntax.Negation) and isinstance(node.operand, syntax.Literal)
    if not (call or sign or isinstance(node, syntax.Literal)):
        raise FeelError("Die Enden eines Bereichs müssen feste Werte sein.")
    value = Compiler().code(node)({}, {None: run})
    if value is None:
        raise FeelError("Der Text ist kein Bereich.")
    return value
