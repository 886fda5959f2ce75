"""Which town a request belongs to, and what people see when something is missing, forbidden or down."""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.defaults import server_error

from laufzettel.config.typed import kept_form
from laufzettel.kernel.errors import Forbidden, LaufzettelError, NotFound, Unavailable
from laufzettel.kernel.language import say
from laufzettel.organisation import api as organisation

Answer = Callable[[HttpRequest], HttpResponse]
RETRY_SECONDS = "10"


class TownMiddleware:
    """Put the town of the host into `request.town`; an unknown host is a missing page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request in the name of its town."""
        try:
            request.town = organisation.municipality_for_host(request.get_host())  # type: ignore[attr-defined]
        except NotFound:
            raise Http404 from None
        except (OperationalError, InterfaceError):
            return _down(request)
        answer = self.get_response(request)
        if request.method == "GET" and isinstance(answer, HttpResponseNotAllowed) and not answer.content:
            return _only_by_button(request, answer)
        return answer

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Refuse what no database and no person can read: signs with the code zero, in addresses and in texts."""
        texts = (request.path, *(text for _, values in request.POST.lists() for text in values))
        if any("\0" in text for text in texts):
            return render(request, "404.html", {"message": say("Die Eingabe enthält unlesbare Zeichen.")}, status=400)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn our own errors and a database that is down into pages that say what to do."""
        if isinstance(exception, NotFound):
            return render(request, "404.html", {"message": exception.message, **kept_form(request)}, status=404)
        if isinstance(exception, Forbidden):
            return render(request, "403.html", {"message": exception.message}, status=403)
        if isinstance(exception, Unavailable | OperationalError | InterfaceError):
            return _down(request)
        if isinstance(exception, LaufzettelError):
            return render(request, "409.html", {"message": exception.message}, status=409)
        return None


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for an error that no middleware saw: 503 where the database went away meanwhile, else 500."""
    cause = sys.exc_info()[1]
    while cause is not None:
        if isinstance(cause, OperationalError | InterfaceError):
            return _down(request)
        cause = cause.__cause__ or cause.__context__
    return server_error(request)


def _only_by_button(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    # A tab that a phone opens again asks for the address of a button; an empty page would leave people stranded.
    message = say("Hierher führt nur eine Schaltfläche. Öffnen Sie die Seite davor noch einmal.")
    page = render(request, "409.html", {"message": message}, status=answer.status_code)
    page.headers["Allow"] = answer.headers["Allow"]
    return page


def _down(request: HttpRequest) -> HttpResponse:
    # Without context processors: they may need the database that is just missing.
    return HttpResponse(
        render(None, "503.html", kept_form(request)).content, status=503, headers={"Retry-After": RETRY_SECONDS}
    )
