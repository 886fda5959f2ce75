"""Django application of `messaging`."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Register `messaging` with Django."""

    name = "laufzettel.messaging"
    default_auto_field = "django.db.models.BigAutoField"
