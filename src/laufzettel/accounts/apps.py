"""Django application of `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register `accounts` with Django."""

    name = "laufzettel.accounts"
    default_auto_field = "django.db.models.BigAutoField"
