"""Hand data of a case over to a specialist system: once, however often it has to be tried.

waiting ──yes──► acknowledged
   │ └────no───► refused
   └─silence─► waiting, with a next try
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from laufzettel.automation import domain, models
from laufzettel.automation.conf import conf
from laufzettel.automation.domain import HandOverState
from laufzettel.automation.events import HandOverDelayed, HandOverEnded, HandOverStarted
from laufzettel.automation.provider import NoAnswer, SystemAnswer
from laufzettel.automation.registry import system_of
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.event import Event
from laufzettel.platform.api import action, crash_point, defer, job

_PATIENCE = timedelta(minutes=1)


@action("automation.hand_over", by=("system", "clerk"))
def hand_over(
    *,
    subject: str,
    municipality: str,
    step: str,
    system: str,
    data: Mapping[str, object],
    actor: Actor,
    now: datetime,
) -> HandOverStarted | None:
    """Have data handed over for a step; `HandOverEnded` follows. A second call for the step does nothing."""
    row, is_new = models.HandOver.objects.get_or_create(
        municipality=municipality,
        subject=subject,
        step=step,
        defaults={"system": system, "data": domain.plain(data), "started_at": now, "next_try_at": now},
    )
    if not is_new:
        return None
    defer(deliver, hand_over_id=row.pk)
    return HandOverStarted(subject=subject, municipality=municipality, step=step, system=system)


@job("automation.deliver")
def deliver(*, hand_over_id: str, now: datetime) -> None:
    """Hand over outside of a transaction, under the same key each time, then keep the answer."""
    row = models.HandOver.objects.get(pk=hand_over_id)
    if row.state != HandOverState.WAITING:
        return
    answer: SystemAnswer | None = None
    try:
        provider = system_of(name=row.system, municipality=row.municipality)
        answer = provider.hand_over(key=row.pk, data=row.data, timeout_s=conf().timeout_s)
    except NoAnswer:
        answer = None
    crash_point("automation:handed-over")
    keep_verdict(hand_over_id=hand_over_id, answer=answer, actor=Actor.system(row.municipality), now=now)


@action("automation.keep_verdict", by=("system",))
def keep_verdict(*, hand_over_id: str, answer: SystemAnswer | None, actor: Actor, now: datetime) -> Event | None:
    """Keep what the specialist system said, once; None means silence: try again, and say so the first time."""
    row = models.HandOver.objects.select_for_update().get(pk=hand_over_id)
    if row.state != HandOverState.WAITING:
        return None
    if answer is None:
        return _try_again(row, now)
    models.HandOver.objects.filter(pk=row.pk, state=HandOverState.WAITING).update(
        state=HandOverState(answer.state),
        reason=answer.reason[:500],
        external_reference=answer.external_reference[:100],
        tries=row.tries + 1,
        next_try_at=None,
        ended_at=now,
    )
    return HandOverEnded(
        subject=row.subject,
        municipality=row.municipality,
        step=row.step,
        system=row.system,
        state=answer.state,
        reason="by_system" if answer.state == "refused" else "",
        external_reference=answer.external_reference[:100],
    )


def _try_again(row: models.HandOver, now: datetime) -> HandOverDelayed | None:
    tries = row.tries + 1
    moment = now + domain.wait_before_hand_over(tries=tries)
    models.HandOver.objects.filter(pk=row.pk).update(tries=tries, next_try_at=moment)
    defer(deliver, at=moment, hand_over_id=row.pk)
    if tries > 1:
        return None
    return HandOverDelayed(subject=row.subject, municipality=row.municipality, step=row.step, system=row.system)


@job("automation.deliver_overdue", attempts=1, every="*/5 * * * *")
def deliver_overdue(*, now: datetime) -> None:
    """Try what should have been tried already: nothing is forgotten because a job was lost."""
    rows = models.HandOver.objects.filter(next_try_at__lt=now - _PATIENCE).order_by("next_try_at")
    for hand_over_id in rows.values_list("pk", flat=True)[:50]:
        deliver(hand_over_id=hand_over_id)
