"""Documents and notices of a matter: read, download, check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.accounts import api as accounts
from laufzettel.cases import api as cases
from laufzettel.cases.api import OwnCaseView
from laufzettel.engine import documents
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.notices import api as notices
from laufzettel.notices.api import NoticeView
from laufzettel.platform import api as platform
from laufzettel.portal.pages.matter import own_case, owner_of
from laufzettel.portal.session import town_of
from laufzettel.submissions import api as submissions

_VERIFICATIONS, _WINDOW_S = 60, 60


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, reference: str, notice_id: str) -> HttpResponse:
    """Show a notice; before the first opening, say what opening starts."""
    actor = owner_of(request, reference)
    case = own_case(request, reference)
    found = cases.access_notice(actor, reference, notice_id)
    if request.method == "POST" and found.retrieved_at is None:
        cases.open_notice(reference=case.reference, notice_id=notice_id, actor=actor, now=platform.now())
        found = cases.access_notice(actor, reference, notice_id)
    context = {"case": case, "notice": found, "seal": _seal(case.subject, actor.municipality, notice_id)}
    return render(request, "portal/notice.html" if found.retrieved_at else "portal/notice_unopened.html", context)


def _seal(subject: str, municipality: str, notice_id: str) -> documents.SealReport:
    pdf = notices.read_pdf(municipality, subject, notice_id)
    return documents.verify(pdf=pdf, trust=platform.authority().trust)


@require_safe
def notice_pdf(request: HttpRequest, reference: str, notice_id: str) -> HttpResponse:
    """Download the sealed PDF of a notice that was opened."""
    actor = owner_of(request, reference)
    found = cases.access_notice(actor, reference, notice_id)
    if found.retrieved_at is None:
        raise NotFound(_("Öffnen Sie das Schreiben zuerst."))
    pdf = notices.read_pdf(actor.municipality, found.subject, notice_id)
    return download(pdf, media_type="application/pdf", filename=f"{found.kind_label}_{reference}.pdf")


@require_safe
def document(request: HttpRequest, reference: str, document_id: int) -> HttpResponse:
    """Download a document of a matter; a notice that was never opened is opened on its own page."""
    found, content = cases.access_document(owner_of(request, reference), reference, document_id)
    unopened = [notice for notice in _unopened(own_case(request, reference)) if notice.document_id == document_id]
    if unopened:
        return redirect("portal:notice", reference=reference, notice_id=unopened[0].id)
    return download(content, media_type=found.media_type, filename=found.filename)


@require_safe
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """Download the copy of what was sent, with the confirmation that it arrived."""
    made = submissions.find_copy(owner_of(request, reference), reference)
    if made is None:
        raise NotFound(_("Die Eingangsbestätigung wird gerade erstellt. Bitte laden Sie die Seite gleich noch einmal."))
    pdf = platform.read_blob(made.pdf)
    return download(pdf, media_type="application/pdf", filename=f"Eingangsbestaetigung_{reference}.pdf")


def _unopened(case: OwnCaseView) -> list[NoticeView]:
    return [notice for notice in case.notices if notice.retrieved_at is None]


@require_http_methods(["GET", "HEAD", "POST"])
def everything(request: HttpRequest, reference: str) -> HttpResponse:
    """Download all documents of a matter in one archive; that opens the notices in it, so it then takes a POST."""
    unopened = _unopened(own_case(request, reference))
    if unopened and request.method != "POST":
        return redirect("portal:matter", reference=reference)
    actor = owner_of(request, reference)
    for notice in unopened:
        cases.open_notice(reference=reference, notice_id=notice.id, actor=actor, now=platform.now())
    archive = cases.download_all(owner_of(request, reference), reference)
    return download(archive, media_type="application/zip", filename=f"Vorgang_{reference}.zip")


def download(content: bytes, *, media_type: str, filename: str) -> HttpResponse:
    """Return content as a download that no browser executes or guesses about."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{_ascii(filename)}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _ascii(filename: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in filename)


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Tell anybody with a document in hand whether it is genuine and valid; nothing personal."""
    now = platform.now()
    key = f"verify:{accounts.client_address(request)}"
    if platform.hit_limit(key, limit=_VERIFICATIONS, per_seconds=_WINDOW_S, now=now):
        raise Refused(_("Das waren zu viele Anfragen. Bitte warten Sie eine Minute."))
    found = notices.verify_public(code, today=local_date(now))
    context = {"found": found, "code": code, "asked_at": now, "town_name": town_of(request).name}
    return render(request, "portal/verify.html", context, status=200 if found else 404)
