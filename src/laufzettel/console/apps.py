"""Django application of `console`."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Register `console` with Django, so that its management commands are found."""

    name = "laufzettel.console"
