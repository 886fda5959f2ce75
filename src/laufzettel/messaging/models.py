"""Tables of messaging: messages of the mailbox and the notifications about them."""

from django.db import models


class Message(models.Model):
    """A message as it was sent; only the moments of notification and first retrieval are added, each once.

    A trigger guards that, see migration 0002.
    """

    municipality = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    account_id = models.CharField(max_length=80, blank=True, help_text="empty: a guest")
    recipient_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    document_ids = models.JSONField(default=list)
    sent_by = models.CharField(max_length=80)
    provided_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True)
    first_retrieved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("municipality", "subject", "key"), name="one_message_per_key"),)
        indexes = (
            models.Index(
                fields=("municipality", "account_id", "-id"), name="mailbox", condition=~models.Q(account_id="")
            ),
        )


class Notification(models.Model):
    """The one e-mail that tells a recipient about a message; its row makes sure that there is only one."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="notification")
    channel = models.CharField(max_length=40)
    address = models.CharField(max_length=254)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
