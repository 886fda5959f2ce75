"""Tables of `automation`: questions to registers, hand-overs, circuit breakers."""

from django.db import models

from laufzettel.automation.domain import HandOverState, LookUpState
from laufzettel.kernel.ids import new_id


class LookUp(models.Model):
    """A question of a process to a register, and its answer."""

    municipality = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=80)
    step = models.CharField(max_length=120)
    register = models.CharField(max_length=60)
    query = models.JSONField()
    state = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in LookUpState], default=LookUpState.WAITING
    )
    data = models.JSONField(default=dict)
    tries = models.PositiveIntegerField(default=0)
    ordered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("municipality", "subject", "step"), name="look_up_once_per_step"),
            models.CheckConstraint(
                condition=models.Q(state="waiting") ^ models.Q(answered_at__isnull=False), name="look_up_has_its_moment"
            ),
        )


class HandOver(models.Model):
    """Data for a specialist system; the id is the idempotency key."""

    id = models.CharField(max_length=36, primary_key=True, default=new_id)
    municipality = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=80)
    step = models.CharField(max_length=120)
    system = models.CharField(max_length=60)
    data = models.JSONField()
    state = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in HandOverState], default=HandOverState.WAITING
    )
    reason = models.CharField(max_length=500, blank=True)
    external_reference = models.CharField(max_length=100, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("municipality", "subject", "step"), name="hand_over_once_per_step"),
            models.CheckConstraint(
                condition=models.Q(state="waiting") ^ models.Q(next_try_at__isnull=True), name="hand_over_not_forgotten"
            ),
        )


class Breaker(models.Model):
    """Failures in a row of one counterpart of one town."""

    name = models.CharField(max_length=160, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
