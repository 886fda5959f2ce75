"""Which language a request is read in, and where the same page stands in the others.

German unless somebody chooses: the address parameter `sprache` switches and the session remembers it. The language
of the browser decides nothing, so that an address shows the same to everybody who follows it for the first time.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from laufzettel.kernel import language

PARAMETER = KEPT = "sprache"
GERMAN_ONLY = ("/api/", "/desk/", "/gestaltung.css", "/gesund/")
_CODES = tuple(code for code, _ in settings.LANGUAGES)


class LanguageMiddleware:
    """Let pages and pure layers speak the reader's language; the desk speaks German."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the request, and forget it afterwards."""
        chosen = language.SOURCE if is_german_only(request) else _choice(request)
        request.LANGUAGE_CODE = chosen
        with translation.override(chosen), language.reading(chosen):
            response = self.get_response(request)
        if chosen != language.SOURCE:
            _keep(request, chosen)
        response.headers.setdefault("Content-Language", chosen)
        return response


def _keep(request: HttpRequest, chosen: str) -> None:
    """Remember the choice also where signing in or out began a new session."""
    try:
        if request.session.get(KEPT) != chosen:
            request.session[KEPT] = chosen
    except (OperationalError, InterfaceError):
        pass


def is_german_only(request: HttpRequest) -> bool:
    """Say whether there is only German at this address."""
    return request.path.startswith(GERMAN_ONLY)


def _choice(request: HttpRequest) -> str:
    wanted = request.GET.get(PARAMETER, "")
    try:
        kept = str(request.session.get(KEPT, language.SOURCE))
        if wanted == language.SOURCE and wanted != kept:
            request.session[KEPT] = wanted
    except (OperationalError, InterfaceError):
        kept = language.SOURCE
    return wanted if wanted in _CODES else kept if kept in _CODES else language.SOURCE


@dataclass(frozen=True, kw_only=True)
class LanguageLink:
    """The same page in a language."""

    code: str
    name: str
    url: str
    absolute: str
    is_current: bool


def language_links(request: HttpRequest) -> tuple[LanguageLink, ...]:
    """Return this page in every language, for the switch in the header; none where there is only German."""
    if is_german_only(request):
        return ()
    return tuple(_link(request, code, name) for code, name in settings.LANGUAGES)


def _link(request: HttpRequest, code: str, name: str) -> LanguageLink:
    query = request.GET.copy()
    query[PARAMETER] = code
    # A page in Leichte Sprache leads back to the one that it explains.
    url = f"{getattr(request, 'regular_path', request.path)}?{query.urlencode()}"
    return LanguageLink(
        code=code,
        name=str(name),
        url=url,
        absolute=f"{settings.BASE_URL}{url}",
        is_current=code == translation.get_language(),
    )
