"""Django application of `platform`."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Register `platform` with Django."""

    name = "laufzettel.platform"
    default_auto_field = "django.db.models.BigAutoField"
