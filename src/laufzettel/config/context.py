"""What every page needs to know: the town, and whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the town of the request and the mode of the installation for templates."""
    return {"town": getattr(request, "town", None), "is_demo": not settings.LAUFZETTEL_IS_PRODUCTION}
