"""Django application of `organisation`."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Register `organisation` with Django."""

    name = "laufzettel.organisation"
    default_auto_field = "django.db.models.BigAutoField"
