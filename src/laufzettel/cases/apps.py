"""Django application of `cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Register `cases` with Django."""

    name = "laufzettel.cases"
    default_auto_field = "django.db.models.BigAutoField"
