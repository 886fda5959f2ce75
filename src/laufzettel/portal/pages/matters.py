"""My matters: what is going on, drafts, mailbox; and the way in for guests with reference and code."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laufzettel.accounts import api as accounts
from laufzettel.cases import api as cases
from laufzettel.cases.api import CaseCard
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel import ids
from laufzettel.kernel.errors import LaufzettelError, Refused
from laufzettel.look.controls import Control, ErrorLine
from laufzettel.messaging import api as messaging
from laufzettel.platform import api as platform
from laufzettel.portal import session
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import DraftView

# As long as the list is short, choosing costs more than looking.
MOST_WITHOUT_CHOICE = 20
_WHO = {"sie": "applicant", "stadt": "town", "erledigt": "nobody"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One way to look at a long list: only what waits for somebody."""

    key: str
    label: str
    count: int
    is_chosen: bool


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Show drafts, matters and messages of the person in front of the screen, first what waits for them."""
    actor = session.actor_of(request)
    info = session.account_of(request)
    cards = cases.my_cases(actor)
    wanted = request.GET.get("stand", "") if len(cards) > MOST_WITHOUT_CHOICE else ""
    return render(
        request,
        "portal/matters.html",
        {
            "account": info,
            "drafts": [_draft(actor.municipality, draft) for draft in submissions.list_drafts(actor)],
            "cards": [card for card in cards if wanted not in _WHO or card.turn.who == _WHO[wanted]],
            "choices": _choices(cards, wanted) if len(cards) > MOST_WITHOUT_CHOICE else (),
            "mailbox": messaging.mailbox(info.id, actor.municipality, companies=info.reads) if info else (),
        },
    )


def _choices(cards: Sequence[CaseCard], wanted: str) -> tuple[Choice, ...]:
    """Return the choices of a long list, each with how many cards it shows."""
    labels = {"sie": _("Sie sind dran"), "stadt": _("Die Stadt ist dran"), "erledigt": _("Nichts zu tun")}
    everything = Choice(key="alle", label=_("Alle"), count=len(cards), is_chosen=wanted not in _WHO)
    return (
        everything,
        *(
            Choice(
                key=key,
                label=label,
                count=sum(card.turn.who == _WHO[key] for card in cards),
                is_chosen=wanted == key,
            )
            for key, label in labels.items()
        ),
    )


def _draft(municipality: str, draft: DraftView) -> dict[str, object]:
    package = catalogue.get_package(municipality, draft.package_ref)
    return {
        "id": draft.id,
        "title": package.manifest.title,
        "changed_at": draft.changed_at,
        "expires_on": draft.expires_on,
    }


@require_safe
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show a message and note that it was read; a notice is opened on its own page."""
    actor = session.actor_of(request)
    found = messaging.access_message(actor, message_id)
    if found.kind != "notice" and not found.is_read:
        messaging.mark_read(message_id=message_id, subject=found.subject, actor=actor, now=platform.now())
    kind, _sep, key = found.subject.partition(":")
    context = {"message": found, "reference": key if kind == "case" else ""}
    return render(request, "portal/message.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Let a guest in with reference and access code."""
    error = ""
    if request.method == "POST":
        reference = request.POST.get("vorgangsnummer", "")
        try:
            if not reference.strip() or not request.POST.get("zugangscode", "").strip():
                raise Refused(_("Geben Sie Vorgangsnummer und Zugangscode ein."))
            actor = submissions.open_as_guest(
                reference=reference,
                code=request.POST.get("zugangscode", ""),
                municipality=session.town_of(request).key,
                client=accounts.client_address(request),
                now=platform.now(),
            )
        except LaufzettelError as problem:
            error = problem.message
        else:
            tidy = ids.tidy_reference(reference) or ""
            session.remember_opened(request, reference=tidy, actor=actor)
            return redirect("portal:matter", reference=tidy)
    controls = (
        Control(
            kind="text",
            name="vorgangsnummer",
            label=_("Vorgangsnummer"),
            hint=_("Zum Beispiel MZ-26-7F3K-9QXM. Sie steht auf Ihrer Eingangsbestätigung."),
            value=request.POST.get("vorgangsnummer", ""),
            autocomplete="off",
        ),
        Control(
            kind="text",
            name="zugangscode",
            label=_("Zugangscode"),
            hint=_("20 Zeichen. Groß- und Kleinschreibung ist egal."),
            autocomplete="off",
        ),
    )
    context = {"controls": controls, "errors": [ErrorLine(target="vorgangsnummer", message=error)] if error else []}
    return render(request, "portal/status.html", context, status=422 if error else 200)
