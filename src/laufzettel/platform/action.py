"""The shape of every verb: one transaction, one permission check, events told."""

import functools
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ParamSpec, TypeVar, cast

from django.db import transaction

from laufzettel.kernel import language
from laufzettel.kernel.actor import Actor, ActorKind
from laufzettel.kernel.errors import Forbidden
from laufzettel.kernel.event import Event
from laufzettel.platform import journal, unit_of_work
from laufzettel.platform.crash import crash_point

P = ParamSpec("P")
R = TypeVar("R")

permissions: dict[str, frozenset[ActorKind]] = {}


def action(permission: str, *, by: Sequence[ActorKind]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb that actors of the kinds `by` may use.

    The verb takes everything by keyword, among it `actor` and `now`, and returns the event it tells, a tuple of
    events, or None. Which objects an actor may touch is decided by the `access_*` functions that the verb loads with.
    Raises `Forbidden` for actors of another kind. A verb called by a verb runs under the outer verb's permission
    and in its transaction.
    """
    allowed = frozenset(by)
    permissions[permission] = allowed

    def wrap(verb: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(verb)
        def run(*args: P.args, **given: P.kwargs) -> R:
            actor, now = cast(Actor, given["actor"]), cast(datetime, given["now"])
            if now.tzinfo is None:
                raise ValueError("a moment needs a time zone")

            def perform() -> R:
                return _told(verb(*args, **given), actor=actor, at=now)

            if unit_of_work.current() is not None:
                return perform()
            if actor.kind not in allowed:
                raise Forbidden
            return _outermost(permission, perform)

        return run

    return wrap


def _told(result: R, *, actor: Actor, at: datetime) -> R:
    for event in result if isinstance(result, tuple) else (result,):
        if isinstance(event, Event):
            journal.tell(event, actor=actor, at=at)
    return result


def _outermost(name: str, perform: Callable[[], R]) -> R:
    work = unit_of_work.begin()
    try:
        # What verbs write lies in German files; their errors are said again to the reader.
        with transaction.atomic(), language.reading(language.SOURCE):
            result = perform()
            journal.flush(work)
            crash_point(f"action:{name}:before-commit")
    finally:
        unit_of_work.end()
    crash_point(f"action:{name}:after-commit")
    return result


def in_one_go(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let several verbs and reactions of one cause share a transaction (used for reactions run by a job)."""

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **given: P.kwargs) -> R:
            if unit_of_work.current() is not None:
                return function(*args, **given)
            return _outermost(name, functools.partial(function, *args, **given))

        return run

    return wrap
