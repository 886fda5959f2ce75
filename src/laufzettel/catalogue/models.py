"""Tables of `catalogue`: published packages, services with only the paper way."""

from django.db import models


class PublishedPackage(models.Model):
    """A package as it was published for a town: never changed, because cases stay on it."""

    municipality = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    content_hash = models.CharField(max_length=64)
    ref = models.CharField(max_length=150)
    files = models.JSONField(help_text="path in the package to its text")
    overlay = models.TextField(blank=True, help_text="what the town sets, as YAML; empty for none")
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    card = models.JSONField(help_text="what lists and the search show")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("municipality", "ref"), name="package_published_once"),)
        indexes = (models.Index(fields=("municipality", "key", "-valid_from"), name="package_in_force"),)


class ListedService(models.Model):
    """A service of the town that is not online yet, listed so that people learn the paper way."""

    municipality = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    group = models.CharField(max_length=250, blank=True)
    units = models.JSONField(default=list)
    package = models.CharField(max_length=80, blank=True, help_text="package that replaces this entry once published")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("municipality", "key"), name="service_listed_once"),)


class MissedSearch(models.Model):
    """A question without a hit; `words` stays empty until it was asked on several days (see actions.note_miss)."""

    municipality = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, help_text="keyed hash of the words")
    words = models.CharField(max_length=200, blank=True)
    days = models.PositiveIntegerField(default=1)
    last_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("municipality", "digest"), name="search_missed_once"),)
