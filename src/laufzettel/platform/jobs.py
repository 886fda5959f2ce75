"""Background work of the platform itself: reactions, anchors, tidying up."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from laufzettel.platform import audit, journal, limits, models
from laufzettel.platform.action import in_one_go
from laufzettel.platform.conf import conf
from laufzettel.platform.crash import crash_point
from laufzettel.platform.jobs_registry import TWO_WEEKS, job, rescue_stalled


@job("platform.react", attempts=TWO_WEEKS)
def react(*, event_id: int, handler: str, now: datetime) -> None:
    """Run one reaction to one event, exactly once."""
    _react(event_id=event_id, handler=handler, now=now)


@in_one_go("platform.react")
def _react(*, event_id: int, handler: str, now: datetime) -> None:
    row = models.Event.objects.get(pk=event_id)
    reaction = next((known for known in journal.reactions(row.kind) if known.name == handler), None)
    if reaction is None:
        # An older release wired this reaction; today nobody waits for the event any more.
        return
    _, is_new = models.ReactionDone.objects.get_or_create(event=row, handler=handler)
    if is_new:
        reaction.handler(journal.revive(row), now=now)
        crash_point(f"reaction:{row.kind}:{handler}")


@job("platform.rescue_stalled", attempts=1, every="* * * * * */10")
def rescue(*, now: datetime) -> None:
    """Give the jobs of killed workers back to the queue."""
    rescue_stalled(silent_seconds=conf().worker_silence_seconds)


@job("platform.forget_attempts", attempts=1, every="17 3 * * *")
def forget_attempts(*, now: datetime) -> None:
    """Delete yesterday's counts of limited attempts."""
    limits.forget_attempts(before=now - timedelta(days=1))


@job("platform.forget_sessions", attempts=1, every="27 3 * * *")
def forget_sessions(*, now: datetime) -> None:
    """Delete the sessions that have expired; nobody else does."""
    Session.objects.filter(expire_date__lt=now).delete()


@job("platform.anchor", attempts=1, every="43 * * * *")
def anchor(*, now: datetime) -> None:
    """Anchor the new heads of every town, hourly."""
    for town in audit.towns():
        audit.anchor_heads(municipality=town, now=now)
