"""Django application of `config`: connects reactions to events once everything is loaded."""

import atexit

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Refuse unsafe settings, then wire events to reactions."""

    name = "laufzettel.config"

    def ready(self) -> None:
        """Check the settings of all apps, which can be read only now, and wire once."""
        from django.db import connections

        from laufzettel.config import safety, wiring

        # The embedded database stops with the process that started it, unless somebody is still connected.
        atexit.register(connections.close_all)
        safety.refuse_unsafe_settings()
        wiring.wire()
