"""Django application of `rest`."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    """Register `rest` with Django."""

    name = "laufzettel.rest"
