"""Django application of `automation`."""

from django.apps import AppConfig


class AutomationConfig(AppConfig):
    """Register `automation` with Django."""

    name = "laufzettel.automation"
    default_auto_field = "django.db.models.BigAutoField"
