"""Django application of `notices`."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Register `notices` with Django."""

    name = "laufzettel.notices"
    default_auto_field = "django.db.models.BigAutoField"
