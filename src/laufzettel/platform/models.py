"""Tables of the platform: events, reactions done, anchors, counted attempts."""

from django.db import models


class Event(models.Model):
    """One thing that happened: audit entry, timeline line and trigger in one row, never changed again."""

    municipality = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    number = models.PositiveIntegerField(help_text="place in the chain of the subject, from 1 without gaps")
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    payload = models.JSONField()
    previous = models.CharField(max_length=64, blank=True, help_text="hash of the event before it, empty for the first")
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("municipality", "subject", "number"), name="event_place_in_chain"),
        )


class ReactionDone(models.Model):
    """Proof that a reaction to an event has had its effect; written in the same transaction as the effect."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    handler = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "handler"), name="reaction_once"),)


class Anchor(models.Model):
    """Heads of all chains of a town that are new since the anchor before, under one time-stamped Merkle root."""

    municipality = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64)
    token = models.BinaryField(help_text="RFC 3161 time-stamp token over the root")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("municipality", "number"), name="anchor_number"),)


class AnchoredHead(models.Model):
    """The last event of one chain at the moment of an anchor."""

    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="heads")
    municipality = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("municipality", "subject", "number"), name="head_anchored_once"),
        )


class Attempts(models.Model):
    """How often something limited was tried within a window of time."""

    key = models.CharField(max_length=64)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "window"), name="attempts_window"),)
