"""Django application of `look`."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Register `look` with Django."""

    name = "laufzettel.look"
