"""Django application of `records`."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Register `records` with Django."""

    name = "laufzettel.records"
    default_auto_field = "django.db.models.BigAutoField"
