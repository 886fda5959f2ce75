"""Django application of `machines`."""

from django.apps import AppConfig


class MachinesConfig(AppConfig):
    """Register `machines` with Django."""

    name = "laufzettel.machines"
    default_auto_field = "django.db.models.BigAutoField"
