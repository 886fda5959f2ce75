"""Tables of `organisation`: towns, offices, clerks."""

from django.db import models


class Municipality(models.Model):
    """A town as its `town.yaml` described it at the last loading."""

    key = models.CharField(max_length=40, primary_key=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()


class Unit(models.Model):
    """An office of a town."""

    municipality = models.CharField(max_length=40, db_index=True)
    key = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    content = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("municipality", "key"), name="unit_once_per_town"),)
        ordering = ("municipality", "position")


class Clerk(models.Model):
    """Somebody who works in a town hall; `login_id` is the id of the login in `accounts`."""

    municipality = models.CharField(max_length=40, db_index=True)
    login_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    units = models.JSONField(default=list)
    roles = models.JSONField(default=list)
