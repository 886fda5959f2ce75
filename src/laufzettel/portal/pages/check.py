"""The last look before sending: check answers, declare, send bindingly, get the confirmation."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laufzettel.engine.forms import FormState, GroupState
from laufzettel.kernel.dates import local_date, say_day
from laufzettel.kernel.errors import Conflict, Invalid, NotFound, Problem, Refused
from laufzettel.look.controls import Control, ErrorLine
from laufzettel.platform import api as platform
from laufzettel.portal.computed import labels_of, shown_at_the_end
from laufzettel.portal.drafting import Drafting
from laufzettel.portal.session import actor_of
from laufzettel.submissions import api as submissions


@dataclass(frozen=True, kw_only=True)
class Row:
    """One answer with the link that changes it."""

    label: str
    display: str
    change_url: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """The answers of one group, or of one item of a repeated group."""

    title: str
    rows: tuple[Row, ...]


def sections(drafting: Drafting, state: FormState) -> tuple[Section, ...]:
    """Return all answers in the order of the form, as the file will hold them."""
    found: list[Section] = []
    for page in state.pages:
        here = reverse("portal:page", args=[drafting.draft.id, page.key]) + "?aendern=1"
        for group in page.groups if page.visible else ():
            found.extend(_items(drafting, group, here))
    return tuple(section for section in found if section.rows)


def _items(drafting: Drafting, group: GroupState, here: str) -> Iterator[Section]:
    for item in group.items if group.visible else ():
        title = f"{group.repeat.label} {item.index + 1}" if group.repeat and item.index is not None else group.title
        yield Section(
            title=title,
            rows=tuple(
                Row(
                    label=field.definition.label,
                    display=_display(drafting, field.definition.type, field.value, field.display),
                    change_url=f"{here}#{field.path.replace('.', '-')}",
                )
                for field in item.fields
                if field.shown and field.definition.type != "info"
            ),
        )


def _display(drafting: Drafting, kind: str, value: object, display: str) -> str:
    if kind == "file":
        files = value if isinstance(value, list | tuple) else ()
        titles = [drafting.attachments[item].title for item in files if item in drafting.attachments]
        return ", ".join(titles) or _("Noch nicht hochgeladen")
    return display or _("Nicht angegeben")


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show everything once more, or send it."""
    if request.method == "POST":
        return _submit(request, draft_id)
    return _show(request, draft_id)


def _show(
    request: HttpRequest, draft_id: str, *, problems: tuple[Problem, ...] = (), ticked: frozenset[str] = frozenset()
) -> HttpResponse:
    drafting = Drafting.of(request, draft_id, now=platform.now())
    state = drafting.state()
    hidden = next((page for page in state.pages if page.visible and not drafting.may_see(page.key)), None)
    if hidden is not None:
        return redirect(f"{reverse('portal:step_up', args=[draft_id])}?seite={hidden.key}")
    signatures = submissions.co_signatures_of(drafting.actor, draft_id, state)
    # The verb that refused speaks German; the form says the same in the words of the reader.
    said = {problem.path: problem.message for problem in state.problems}
    problems = tuple(Problem(problem.path, said.get(problem.path, problem.message)) for problem in problems)
    declarations = [
        Control(
            kind="check",
            name=f"erklaerung.{item.key}",
            label=item.label,
            value="ja" if item.key in ticked else "",
            error=next((problem.message for problem in problems if problem.path == f"erklaerung.{item.key}"), ""),
        )
        for item in state.declarations
    ]
    return render(
        request,
        "portal/check.html",
        {
            "draft": drafting.draft,
            "service": drafting.package.manifest,
            "noun": submissions.noun_of(drafting.package),
            "has_examples": drafting.has_examples,
            "acting": submissions.acting_rows(drafting.draft.acting),
            "sections": sections(drafting, state),
            "computed": shown_at_the_end(drafting, state),
            "missing": labels_of(drafting, state.missing_evidence),
            "pruned": labels_of(drafting, state.removed),
            "concerns": _concerns(drafting, state),
            "declarations": declarations,
            "errors": _error_lines(drafting, state, problems or state.problems),
            "is_complete": state.complete,
            "signatures": signatures,
            "now": drafting.now,
            "may_send": all(one.is_there for one in signatures),
        },
        status=422 if problems else 200,
    )


def _concerns(drafting: Drafting, state: FormState) -> tuple[ErrorLine, ...]:
    return tuple(
        ErrorLine(target="", message=concern.message, url=_page_url(drafting, state, concern.path))
        for concern in state.concerns
    )


def _error_lines(drafting: Drafting, state: FormState, problems: tuple[Problem, ...]) -> tuple[ErrorLine, ...]:
    return tuple(
        ErrorLine(
            target=problem.path.replace(".", "-") if problem.path.startswith("erklaerung.") else "",
            message=problem.message,
            url=_page_url(drafting, state, problem.path),
        )
        for problem in problems
    )


def _page_url(drafting: Drafting, state: FormState, path: str) -> str:
    group = path.partition(".")[0]
    page = next((page for page in state.pages if any(one.key == group for one in page.groups)), None)
    if page is None:
        return ""
    return reverse("portal:page", args=[drafting.draft.id, page.key]) + "?pruefen=1&aendern=1"


def _submit(request: HttpRequest, draft_id: str) -> HttpResponse:
    now = platform.now()
    actor = actor_of(request)
    ticked = frozenset(name.partition(".")[2] for name in request.POST if name.startswith("erklaerung."))
    version = request.POST.get("fassung", "")
    try:
        received = submissions.submit(
            actor=actor,
            draft_id=draft_id,
            declarations=tuple(ticked),
            version=int(version) if version.isdecimal() and len(version) < 10 else -1,
            now=now,
        )
    except Invalid as invalid:
        return _show(request, draft_id, problems=invalid.problems, ticked=ticked)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
        return redirect("portal:check", draft_id=draft_id)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(f"{reverse('portal:step_up', args=[draft_id])}?seite=pruefen")
    return redirect("portal:received", reference=received.reference)


@require_POST
def delete_draft(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Delete a draft with everything in it at once."""
    try:
        submissions.delete_draft(actor=actor_of(request), draft_id=draft_id, now=platform.now())
    except NotFound:
        messages.info(request, _("Diesen Entwurf gibt es nicht mehr."))
    else:
        messages.success(
            request, _("Der Entwurf ist am {day} gelöscht worden.").format(day=say_day(local_date(platform.now())))
        )
    return redirect("portal:matters")
