"""Django application of `desk`."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Register `desk` with Django."""

    name = "laufzettel.desk"
    default_auto_field = "django.db.models.BigAutoField"
