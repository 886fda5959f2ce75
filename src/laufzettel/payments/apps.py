"""Django application of `payments`."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Register `payments` with Django."""

    name = "laufzettel.payments"
    default_auto_field = "django.db.models.BigAutoField"
