"""Django application of `catalogue`."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Register `catalogue` with Django."""

    name = "laufzettel.catalogue"
    default_auto_field = "django.db.models.BigAutoField"
