"""Tables of `payments`: claims, attempts to pay, the ledger, refunds."""

from django.db import models
from django.db.models import F, Q

from laufzettel.kernel.ids import new_id
from laufzettel.payments.domain import ASKED_STATES, OPEN_STATES, Account, AttemptState, PostingKind


def _choices(values: type[AttemptState] | type[Account] | type[PostingKind]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in values]


class Claim(models.Model):
    """A sum of money that somebody owes the town. Whether it is paid is computed from the ledger."""

    id = models.CharField(max_length=36, primary_key=True, default=new_id)
    municipality = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=80)
    payment_reference = models.CharField(max_length=40, unique=True, help_text="Kassenzeichen, never used again")
    purpose = models.CharField(max_length=200)
    positions = models.JSONField(help_text="list of {label, cents}")
    amount_cents = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    due_on = models.DateField()
    requested_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_cents = models.BigIntegerField(null=True, help_text="received when it was settled")
    decision = models.CharField(max_length=500, blank=True, help_text="why a clerk let another sum be enough")
    expired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="claim_of_at_least_one_cent"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(settled_cents__gte=F("amount_cents")) | ~Q(decision=""),
                name="claim_settled_in_full_or_by_decision",
            ),
        )
        indexes = (models.Index(fields=("municipality", "subject"), name="claim_of_subject"),)


class Attempt(models.Model):
    """One hand-over of a claim to one payment service."""

    id = models.CharField(max_length=36, primary_key=True, default=new_id, help_text="also the request id")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(help_text="from 1 for each claim")
    state = models.CharField(max_length=12, choices=_choices(AttemptState), default=AttemptState.CREATED)
    provider = models.CharField(max_length=40)
    amount_cents = models.PositiveBigIntegerField()
    return_url = models.CharField(max_length=2000)
    transaction_id = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=100, blank=True, help_text="reference of the payment service")
    redirect_url = models.CharField(max_length=2000, blank=True)
    method = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    is_late = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked = models.PositiveIntegerField(default=0)
    quick = models.PositiveIntegerField(null=True, help_text="questions since the browser came back")
    next_question_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("claim",), condition=Q(state__in=sorted(OPEN_STATES)), name="attempt_open_once_per_claim"
            ),
            models.UniqueConstraint(fields=("claim", "number"), name="attempt_number"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ASKED_STATES)) | Q(next_question_at__isnull=False),
                name="attempt_never_forgotten",
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="attempt_of_at_least_one_cent"),
        )


class Posting(models.Model):
    """One line of the ledger: a sum from one account to another. Never changed, only countered."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="postings")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, null=True, related_name="postings")
    kind = models.CharField(max_length=12, choices=_choices(PostingKind))
    debit = models.CharField(max_length=12, choices=_choices(Account))
    credit = models.CharField(max_length=12, choices=_choices(Account))
    cents = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    provider = models.CharField(max_length=40, blank=True)
    transaction_id = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "transaction_id"), condition=Q(kind="payment"), name="payment_booked_once"
            ),
            models.UniqueConstraint(
                fields=("provider", "transaction_id"), condition=Q(kind="unassigned"), name="clearing_booked_once"
            ),
            models.UniqueConstraint(fields=("claim",), condition=Q(kind="charge"), name="claim_charged_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="posting_of_at_least_one_cent"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_between_two_accounts"),
        )


class Refund(models.Model):
    """Money that goes back; carried out by the cash office, because XBezahldienste knows no refunds."""

    class State(models.TextChoices):
        """Where a refund stands."""

        REQUESTED = "requested"
        APPROVED = "approved"
        DONE = "done"
        REJECTED = "rejected"

    id = models.CharField(max_length=36, primary_key=True, default=new_id)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="refunds")
    cents = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    reason = models.CharField(max_length=500)
    requested_by = models.CharField(max_length=90)
    approved_by = models.CharField(max_length=90, blank=True)
    requested_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(cents__gt=0), name="refund_of_at_least_one_cent"),
            models.CheckConstraint(condition=~Q(requested_by=F("approved_by")), name="refund_by_four_eyes"),
        )
