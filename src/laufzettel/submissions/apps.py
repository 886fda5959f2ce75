"""Django application of `submissions`."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Register `submissions` with Django."""

    name = "laufzettel.submissions"
    default_auto_field = "django.db.models.BigAutoField"
