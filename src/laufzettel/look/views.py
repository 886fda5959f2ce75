"""The stylesheet of the town."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from laufzettel.look.theme import stylesheet


@cache_control(max_age=3600, public=True)
def theme(request: HttpRequest) -> HttpResponse:
    """Return the colours of the town of this address as CSS."""
    return HttpResponse(stylesheet(request.town.colour), content_type="text/css; charset=utf-8")  # type: ignore[attr-defined]
