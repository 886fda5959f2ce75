"""Errors as programs read them: application/problem+json (RFC 9457), in German or English."""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from laufzettel.kernel import language
from laufzettel.kernel.errors import Conflict, Forbidden, LaufzettelError, NotFound, Problem, Refused, Unavailable

TYPE = "urn:laufzettel:problem:"
LANGUAGES = ("de", "en")
Endpoint = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class PointedProblem:
    """One thing that is not right: where in the body of the request, and what to do about it."""

    pointer: str
    message: str


class ApiProblem(Exception):
    """An answer that is not the one asked for: status, kind, a sentence and, where it helps, the places."""

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        *,
        problems: Iterable[PointedProblem] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.kind, self.message = status, kind, message
        self.problems = tuple(problems)
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})


_STATUS: tuple[tuple[type[LaufzettelError], int, str], ...] = (
    (NotFound, 404, "not-found"),
    (Forbidden, 403, "forbidden"),
    (Conflict, 409, "conflict"),
    (Unavailable, 503, "unavailable"),
    (Refused, 409, "refused"),
    (LaufzettelError, 400, "refused"),
)


def endpoint(*methods: str) -> Callable[[Endpoint], Endpoint]:
    """Make a view of programs: only these methods, no cookies, errors as problems, the language the client asks for.

    Programs identify themselves with a token in a header, never with a cookie; so there is nothing to forge.
    """

    def wrap(view: Endpoint) -> Endpoint:
        @csrf_exempt
        @functools.wraps(view)
        def run(request: HttpRequest, **given: Any) -> HttpResponse:
            wanted = wanted_language(request)
            with override(wanted), language.reading(wanted):
                response = _answer(view, request, methods, given)
            response.headers["Content-Language"] = wanted
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return run

    return wrap


def wanted_language(request: HttpRequest) -> str:
    """Return the first language of Accept-Language that we speak, else German."""
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        code = part.partition(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return language.SOURCE


def _answer(view: Endpoint, request: HttpRequest, methods: tuple[str, ...], given: Mapping[str, Any]) -> HttpResponse:
    if request.method not in (*methods, *(("HEAD",) if "GET" in methods else ())):
        allowed = ApiProblem(
            405, "method", _("Diese Adresse nimmt die Methode nicht an."), headers={"Allow": ", ".join(methods)}
        )
        return response_of(allowed)
    try:
        return view(request, **given)
    except ApiProblem as problem:
        return response_of(problem)
    except LaufzettelError as error:
        status, kind = next((status, kind) for known, status, kind in _STATUS if isinstance(error, known))
        headers = {"Retry-After": "10"} if status == 503 else {}
        return response_of(ApiProblem(status, kind, error.message, headers=headers))


def response_of(problem: ApiProblem) -> HttpResponse:
    """Return a problem as a response."""
    body: dict[str, Any] = {
        "type": TYPE + problem.kind,
        "title": problem.message,
        "status": problem.status,
        **problem.extra,
    }
    if problem.problems:
        body["problems"] = [{"pointer": item.pointer, "message": item.message} for item in problem.problems]
    return JsonResponse(body, status=problem.status, headers=problem.headers, content_type="application/problem+json")


def pointed(problems: Iterable[Problem], *, attachments: Mapping[str, int]) -> tuple[PointedProblem, ...]:
    """Return the problems of a form with the place in the body: `hunde.0.name` stands at /answers/hunde/0/name.

    Unticked declarations stand at /declarations; `attachments` names the place of files by the path of their field.
    """
    return tuple(PointedProblem(pointer=_pointer(item.path, attachments), message=item.message) for item in problems)


def _pointer(path: str, attachments: Mapping[str, int]) -> str:
    if path.startswith("erklaerung."):
        return "/declarations"
    if path in attachments:
        return f"/attachments/{attachments[path]}"
    steps = (step.replace("~", "~0").replace("/", "~1") for step in path.split("."))
    return "/".join(("/answers", *steps)) if path else "/answers"
