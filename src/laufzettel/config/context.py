"""What every page needs to know: the town, whether this is a demonstration, and its other languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from laufzettel.config.languages import language_links


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the town of the request, the mode of the installation and the way to other languages for templates."""
    return {
        "town": getattr(request, "town", None),
        "is_demo": not settings.LAUFZETTEL_IS_PRODUCTION,
        "language_links": language_links(request),
    }
