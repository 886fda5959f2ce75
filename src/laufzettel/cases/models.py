"""Tables of the cases: case, task, deadline, question, note."""

from django.db import models
from django.db.models import Q


class WaitsFor(models.TextChoices):
    """Whose turn it is."""

    CLERK = "clerk"
    APPLICANT = "applicant"
    MACHINE = "machine"
    NOBODY = ""


class Case(models.Model):
    """A matter from its submission to its closed record file; only verbs change it, under its row lock."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    municipality = models.CharField(max_length=40, db_index=True)
    reference = models.CharField(max_length=40, unique=True)
    subject = models.CharField(max_length=80, unique=True)
    submission_id = models.CharField(max_length=40, unique=True)
    account_id = models.CharField(max_length=80, blank=True)
    guest_key = models.CharField(max_length=80, blank=True, help_text="session in which a guest submitted")
    applicant_name = models.CharField(max_length=200, blank=True)
    service_key = models.CharField(max_length=80)
    service_title = models.CharField(max_length=200)
    package_ref = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    waits_for = models.CharField(max_length=10, choices=WaitsFor.choices, blank=True, default=WaitsFor.NOBODY)
    is_decided = models.BooleanField(default=False)
    has_news = models.BooleanField(default=False)
    is_finished = models.BooleanField(default=False)
    is_filed_away = models.BooleanField(default=False)
    process_state = models.JSONField(default=dict)
    results = models.JSONField(default=dict)
    decision = models.JSONField(default=dict)
    deadline_on = models.DateField()
    file_reference = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, help_text="end of the process; empty for what was withdrawn")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="ended_case_has_an_end",
            )
        ]
        indexes = [
            models.Index(
                fields=["account_id", "municipality", "-opened_at"], name="case_of_account", condition=~Q(account_id="")
            ),
            models.Index(
                fields=["guest_key", "municipality", "-opened_at"], name="case_of_guest", condition=~Q(guest_key="")
            ),
            models.Index(
                fields=["id"],
                name="case_finished_not_filed_away",
                condition=Q(is_finished=True, is_filed_away=False),
            ),
            # The usual time of a service is read on every page about it, over the last 90 days.
            models.Index(
                fields=["municipality", "service_key", "finished_at"],
                name="case_duration",
                condition=Q(finished_at__isnull=False),
            ),
        ]


class Task(models.Model):
    """One open step of a case, or a task a clerk has besides the process; closed by compare-and-set."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        CANCELLED = "cancelled"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    municipality = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    service_key = models.CharField(max_length=80)
    engine_task = models.CharField(max_length=80)
    step = models.CharField(max_length=80)
    word = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    waits_for = models.CharField(max_length=10, choices=WaitsFor.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    assignee = models.CharField(max_length=80, blank=True)
    assignee_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    awaits = models.CharField(max_length=100, blank=True)
    proposal = models.JSONField(null=True)
    proposed_by = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "engine_task"], name="one_task_per_engine_task"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(proposed_by="") | ~Q(proposed_by=models.F("done_by")),
                name="four_eyes_are_four",
            ),
        ]
        # The inbox reads only open tasks: these indexes stay small however many cases have been closed.
        indexes = [
            models.Index(
                fields=["municipality", "unit", "waits_for", "due_on", "id"],
                name="task_inbox",
                condition=Q(state="open"),
            ),
            models.Index(
                fields=["municipality", "unit", "assignee", "waits_for", "due_on", "id"],
                name="task_inbox_assignee",
                condition=Q(state="open"),
            ),
            models.Index(
                fields=["municipality", "unit", "service_key", "waits_for", "due_on", "id"],
                name="task_inbox_service",
                condition=Q(state="open"),
            ),
        ]


class Deadline(models.Model):
    """A day by which something has to have happened, and what happens otherwise."""

    class Kind(models.TextChoices):
        WAIT_UNTIL = "wait_until"
        ANSWER = "answer"

    class State(models.TextChoices):
        OPEN = "open"
        PASSED = "passed"
        CANCELLED = "cancelled"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    step = models.CharField(max_length=80, blank=True)
    engine_task = models.CharField(max_length=80, blank=True)
    query = models.ForeignKey("Query", on_delete=models.PROTECT, null=True, related_name="deadlines")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    class Meta:
        indexes = [models.Index(fields=["due_on", "id"], name="deadline_due", condition=Q(state="open"))]


class Query(models.Model):
    """A question of a clerk to the applicant: a small form with its own due date."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        CANCELLED = "cancelled"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="queries")
    text = models.TextField()
    items = models.JSONField(default=list)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_by = models.CharField(max_length=80)
    asked_by_name = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    answer = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True)


class Letter(models.Model):
    """What an applicant wrote to the office of their own accord; never changed."""

    class Topic(models.TextChoices):
        QUESTION = "question"
        CHANGE = "change"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    text = models.TextField()
    written_at = models.DateTimeField()


class DataExport(models.Model):
    """An archive with everything about one account; its content is deleted after a week."""

    municipality = models.CharField(max_length=40)
    account_id = models.CharField(max_length=80, db_index=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True, help_text="first day on which the archive no longer exists")
    blob = models.CharField(max_length=64, blank=True)


class Note(models.Model):
    """A note for the record file (Aktenvermerk); never changed, a correction is a further note."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    author = models.CharField(max_length=80)
    author_name = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    document_id = models.PositiveBigIntegerField(null=True)
