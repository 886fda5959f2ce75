"""Documents and notices of a case: look at them, download them, record that a notice was posted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.cases import api as cases
from laufzettel.desk.controls import error_lines
from laufzettel.desk.days import read_day
from laufzettel.desk.framing import download, framed
from laufzettel.desk.pages.case import NOTICE_STATES, head_context
from laufzettel.desk.session import clerk_page, show
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.kernel.errors import Problem, Refused
from laufzettel.look.controls import Control
from laufzettel.notices.api import NoticeView
from laufzettel.platform import api as platform


@require_safe
@clerk_page
def document(request: HttpRequest, actor: Actor, reference: str, document_id: int) -> HttpResponse:
    """Show a document in the viewer, or download it."""
    found, content = cases.access_document(actor, reference, document_id)
    answer = download if "laden" in request.GET else framed
    return answer(content, media_type=found.media_type, filename=found.filename)


@require_safe
@clerk_page
def everything(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Download the whole record file in one archive."""
    archive = cases.download_all(actor, reference)
    return download(archive, media_type="application/zip", filename=f"Akte_{reference}.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@clerk_page
def notice(request: HttpRequest, actor: Actor, reference: str, notice_id: str) -> HttpResponse:
    """Show a notice with its serving; a printed one can be recorded as given to the post."""
    today = local_date(platform.now())
    case = cases.access_case(actor, reference, today=today)
    found = cases.access_notice(actor, reference, notice_id)
    typed = request.POST.get("am", format_de(today))
    problem = ""
    if request.method == "POST":
        problem = _post(actor, case.reference, notice_id, typed)
        if not problem:
            messages.success(request, "Der Tag der Aufgabe zur Post ist festgehalten.")
            return redirect("desk:notice", reference=case.reference, notice_id=notice_id)
    control = Control(
        kind="text", name="am", label="Zur Post gegeben am", value=typed, width="10", inputmode="numeric", error=problem
    )
    context = {
        **head_context(case, today=today),
        "notice": found,
        "notice_state": NOTICE_STATES.get(found.state, found.state),
        "control": control,
        "errors": error_lines([Problem("am", problem)], [control]) if problem else [],
        "may_post": _may_post(found),
    }
    return show(request, "notice.html", context, status=422 if problem else 200)


def _may_post(notice: NoticeView) -> bool:
    """Say whether the post may still decide on which day a notice counts as served."""
    if not notice.is_sealed or notice.serving is None or notice.served_on or notice.posted_on:
        return False
    return notice.retrieved_at is None or notice.serving.served_on is None


def _post(actor: Actor, reference: str, notice_id: str, typed: str) -> str:
    day = read_day(typed)
    if day is None:
        return "Geben Sie den Tag so an: 21.11.2026."
    try:
        cases.post_notice(reference=reference, notice_id=notice_id, posted_on=day, actor=actor, now=platform.now())
    except Refused as refusal:
        return refusal.message
    return ""
