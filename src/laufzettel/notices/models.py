"""Tables of the notices: decision and notice."""

from django.db import models
from django.db.models import Q


class Decision(models.Model):
    """What was decided, by whom and why; the database refuses every change, see migration 0002."""

    id = models.CharField(max_length=36, primary_key=True)
    municipality = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=80, db_index=True)
    step = models.CharField(max_length=80)
    outcome = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    reasons = models.TextField(blank=True)
    conditions = models.JSONField(default=list)
    legal_basis = models.TextField(blank=True)
    automatic = models.BooleanField()
    decided_by = models.CharField(max_length=80)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField()


class Notice(models.Model):
    """A written notice from its final content to the proof that it was served.

    Content and data are frozen when it is ordered; the states go forward by compare-and-set only.
    """

    class State(models.TextChoices):
        ORDERED = "ordered"
        RENDERED = "rendered"
        SEALED = "sealed"
        NOT_RETRIEVED = "not_retrieved"
        SERVED = "served"

    id = models.CharField(max_length=36, primary_key=True)
    municipality = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=80, db_index=True)
    step = models.CharField(max_length=80)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="notices")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    law = models.CharField(max_length=10)
    channel = models.CharField(max_length=20)
    land = models.CharField(max_length=2)
    content = models.JSONField()
    letter = models.JSONField()
    recipient = models.JSONField()
    application_data = models.JSONField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    verification_code = models.CharField(max_length=40, null=True, unique=True)
    public_facts = models.JSONField(default=list)
    state = models.CharField(max_length=15, choices=State.choices, default=State.ORDERED)
    rendered_blob = models.CharField(max_length=64, blank=True)
    sealed_blob = models.CharField(max_length=64, blank=True)
    document_id = models.PositiveBigIntegerField(null=True)
    message_id = models.CharField(max_length=40, blank=True, db_index=True)
    ordered_at = models.DateTimeField()
    provided_at = models.DateTimeField(null=True)
    retrieved_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    served_on = models.DateField(null=True)
    serving_rule = models.CharField(max_length=40, blank=True)
    appeal_ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "rendered"]) | (~Q(sealed_blob="") & Q(provided_at__isnull=False)),
                name="sealed_notice_has_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(state="served") | (Q(served_on__isnull=False) & ~Q(serving_rule="")),
                name="served_notice_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="notice_waiting_for_serving", condition=Q(state="sealed")),
        ]
