"""Tables of `machines`: clients, their tokens, and the requests they have made with a key."""

import uuid

from django.db import models


class Client(models.Model):
    """A program that may hand in applications of one town; its secret is known here only as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    services = models.JSONField(default=list, help_text="keys of the services it may hand in")
    level = models.CharField(max_length=12, help_text="how surely it knows the people it hands in for")
    secret_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("municipality", "name"), name="machine_client_name"),)


class Token(models.Model):
    """A short-lived token of a client, by its hash."""

    hash = models.CharField(max_length=64, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="tokens")
    expires_at = models.DateTimeField(db_index=True)


class KeyedRequest(models.Model):
    """A request that a client may repeat under the same key: what it asked for, and what came of it."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="requests")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    draft_id = models.CharField(max_length=36, blank=True)
    is_done = models.BooleanField(default=False)
    began_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("client", "key"), name="machine_request_key"),)
