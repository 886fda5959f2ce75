"""Ask a register for a step of a process, in the background."""

from collections.abc import Mapping
from datetime import datetime

from laufzettel.automation import domain, models
from laufzettel.automation.conf import conf
from laufzettel.automation.domain import LookUpState
from laufzettel.automation.events import LookUpAnswered, LookUpOrdered
from laufzettel.automation.provider import NoAnswer, RegisterAnswer
from laufzettel.automation.registry import register_of
from laufzettel.kernel.actor import Actor
from laufzettel.platform.api import action, crash_point, defer, job


@action("automation.order_look_up", by=("system", "clerk"))
def order_look_up(
    *,
    subject: str,
    municipality: str,
    step: str,
    register: str,
    query: Mapping[str, object],
    actor: Actor,
    now: datetime,
) -> LookUpOrdered | None:
    """Have a register asked for a step; `LookUpAnswered` follows. A second order for the step does nothing."""
    row, is_new = models.LookUp.objects.get_or_create(
        municipality=municipality,
        subject=subject,
        step=step,
        defaults={"register": register, "query": domain.plain_query(query), "ordered_at": now},
    )
    if not is_new:
        return None
    defer(ask_register, look_up_id=row.pk)
    return LookUpOrdered(subject=subject, municipality=municipality, step=step, register=register)


@job("automation.ask_register")
def ask_register(*, look_up_id: int, now: datetime) -> None:
    """Ask outside of a transaction, then keep the answer."""
    row = models.LookUp.objects.get(pk=look_up_id)
    if row.state != LookUpState.WAITING:
        return
    answer: RegisterAnswer | None = None
    try:
        provider = register_of(name=row.register, municipality=row.municipality)
        answer = provider.look_up(query=row.query, timeout_s=conf().timeout_s)
    except NoAnswer:
        answer = None
    crash_point("automation:register-asked")
    keep_answer(look_up_id=look_up_id, answer=answer, actor=Actor.system(row.municipality), now=now)


@action("automation.keep_answer", by=("system",))
def keep_answer(
    *, look_up_id: int, answer: RegisterAnswer | None, actor: Actor, now: datetime
) -> LookUpAnswered | None:
    """Keep what a register said, once; None means silence, which is asked about again until it is given up."""
    row = models.LookUp.objects.select_for_update().get(pk=look_up_id)
    if row.state != LookUpState.WAITING:
        return None
    tries = row.tries + 1
    wait = domain.wait_before_look_up(tries=tries) if answer is None else None
    rows = models.LookUp.objects.filter(pk=look_up_id, state=LookUpState.WAITING)
    if wait is not None:
        rows.update(tries=tries)
        defer(ask_register, at=now + wait, look_up_id=look_up_id)
        return None
    state = LookUpState(answer.state) if answer else LookUpState.UNAVAILABLE
    rows.update(state=state, data=dict(answer.data) if answer else {}, tries=tries, answered_at=now)
    return LookUpAnswered(
        subject=row.subject,
        municipality=row.municipality,
        step=row.step,
        register=row.register,
        state=state.value,
        answer_id=row.pk,
    )
