"""Tables of the records: counters of file references, record files, documents, legal holds."""

from django.db import models


class FileReferenceCounter(models.Model):
    """The last number given out under a filing plan key in a year; its row lock makes the numbers gap-free."""

    municipality = models.CharField(max_length=40)
    plan_key = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("municipality", "plan_key", "year"), name="one_counter_per_plan_key_year"),
        )


class RecordFile(models.Model):
    """Everything a town keeps about one subject; frozen columns are guarded by a trigger, see migration 0002."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    municipality = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=80)
    file_reference = models.CharField(max_length=60)
    plan_key = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    retention = models.CharField(max_length=20)
    starts = models.CharField(max_length=40)
    disposal = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    retention_ends_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("municipality", "subject"), name="one_record_file_per_subject"),
            models.UniqueConstraint(fields=("municipality", "file_reference"), name="file_reference_never_twice"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at=None, closed_on=None, retention_ends_on=None)
                | models.Q(
                    state="closed", closed_at__isnull=False, closed_on__isnull=False, retention_ends_on__isnull=False
                ),
                name="closed_record_file_has_retention_end",
            ),
        )
        indexes = (
            models.Index(
                fields=("municipality", "retention_ends_on"),
                name="record_file_retention",
                condition=models.Q(state="closed"),
            ),
        )


class Document(models.Model):
    """One version of a document; the database refuses every change and deletion, see migration 0002."""

    record_file = models.ForeignKey(RecordFile, on_delete=models.PROTECT, related_name="documents")
    municipality = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    blob = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    public = models.BooleanField()
    document_on = models.DateField()
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("municipality", "subject", "key", "version"), name="one_document_per_key_and_version"
            ),
        )


class LegalHold(models.Model):
    """A reason not to dispose of a record file; disposal waits until every hold is lifted."""

    record_file = models.ForeignKey(RecordFile, on_delete=models.PROTECT, related_name="holds")
    key = models.CharField(max_length=80)
    reason = models.TextField()
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record_file", "key"), name="one_legal_hold_per_key"),)
