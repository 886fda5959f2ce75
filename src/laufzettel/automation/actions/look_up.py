"""Ask a register while somebody waits in front of the screen."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from datetime import datetime

from laufzettel.automation import breaker, domain
from laufzettel.automation.provider import NoAnswer, Register, RegisterAnswer
from laufzettel.automation.queries import LookUpAnswer
from laufzettel.automation.registry import register_of
from laufzettel.platform.api import now as clock

# Bounded: a register that hangs must not eat the threads of the whole process.
_askers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="register")


def look_up(
    *, register: str, municipality: str, query: Mapping[str, object], timeout_s: float = 2, now: datetime | None = None
) -> LookUpAnswer:
    """Ask a register now and return its answer; never raises because of it and never takes longer than `timeout_s`.

    `state` unavailable means: go on without it. After three failures in a row the register is not asked for
    20 seconds. Uses the network, so call it outside of transactions. `now` is only given by tests.
    """
    moment = now or clock()
    name = f"{municipality}/{register}"
    if breaker.is_open(name, now=moment):
        return LookUpAnswer(state=domain.LookUpState.UNAVAILABLE, register=register, asked_at=moment)
    try:
        provider = register_of(name=register, municipality=municipality)
        answer = _within(provider, domain.plain_query(query), timeout_s)
    except NoAnswer:
        breaker.note_failure(name, now=moment)
        return LookUpAnswer(state=domain.LookUpState.UNAVAILABLE, register=register, asked_at=moment)
    breaker.note_success(name)
    return LookUpAnswer(state=answer.state, register=register, asked_at=moment, data=answer.data)


def _within(provider: Register, query: Mapping[str, str], timeout_s: float) -> RegisterAnswer:
    """Hold the time limit even when the provider does not: name resolution and drip feeds know none."""
    asked = _askers.submit(provider.look_up, query=query, timeout_s=timeout_s)
    try:
        return asked.result(timeout=timeout_s)
    except TookTooLong:
        asked.cancel()
        raise NoAnswer("took too long") from None
