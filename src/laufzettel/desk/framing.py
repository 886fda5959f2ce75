"""Content that came from outside, shown inside a frame of our own pages and unable to do anything there."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_SHOWN_AS = {
    "application/pdf": "application/pdf",
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "text/plain": "text/plain; charset=utf-8",
    "application/json": "text/plain; charset=utf-8",
}
_POLICY = "default-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def framed(content: bytes, *, media_type: str, filename: str) -> HttpResponse:
    """Return content to be shown in a frame of our own pages; a kind that is not on the list becomes a download.

    Everything but PDF is sandboxed. Browsers refuse to show PDFs in a sandbox at all; their viewer runs the file in
    a process of its own, and `nosniff` keeps the browser from taking it for anything else.
    """
    shown_as = _SHOWN_AS.get(media_type.split(";")[0])
    if shown_as is None:
        return download(content, media_type=media_type, filename=filename)
    is_pdf = shown_as == "application/pdf"
    response = _protected(content, shown_as, _POLICY if is_pdf else f"{_POLICY}; sandbox")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Disposition"] = content_disposition_header(False, filename) or "inline"
    return response


def download(content: bytes, *, media_type: str, filename: str) -> HttpResponse:
    """Return content as a download that no browser executes or guesses about."""
    response = _protected(content, media_type, "default-src 'none'; sandbox")
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


def _protected(content: bytes, media_type: str, policy: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = policy
    return response
