"""Reading answers of registers and the state of hand-overs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from laufzettel.automation import models
from laufzettel.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class LookUpAnswer:
    """What a register said: `state` is found, not_found or unavailable (waiting: not answered yet)."""

    state: str
    register: str
    asked_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class HandOverView:
    """Where a hand-over stands: waiting, acknowledged or refused."""

    id: str
    step: str
    system: str
    state: str
    reason: str
    external_reference: str
    tries: int
    started_at: datetime
    ended_at: datetime | None


def get_answer(answer_id: int) -> LookUpAnswer:
    """Return the answer to a question of a process; raises `NotFound`."""
    row = models.LookUp.objects.filter(pk=answer_id).first()
    if row is None:
        raise NotFound
    return LookUpAnswer(
        state=row.state, register=row.register, asked_at=row.answered_at or row.ordered_at, data=row.data, id=row.pk
    )


def list_hand_overs(municipality: str, subject: str) -> tuple[HandOverView, ...]:
    """Return the hand-overs of a subject, oldest first."""
    rows = models.HandOver.objects.filter(municipality=municipality, subject=subject).order_by("started_at", "pk")
    return tuple(_view(row) for row in rows)


def _view(row: models.HandOver) -> HandOverView:
    return HandOverView(
        id=row.pk,
        step=row.step,
        system=row.system,
        state=row.state,
        reason=row.reason,
        external_reference=row.external_reference,
        tries=row.tries,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
