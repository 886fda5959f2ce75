"""Django application of `portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Register `portal` with Django."""

    name = "laufzettel.portal"
    default_auto_field = "django.db.models.BigAutoField"
