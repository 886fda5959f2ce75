"""Question pages: show, save, add and remove items and files, tell while typing."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laufzettel.engine import forms
from laufzettel.engine.forms import FormState, PageInput, PageState
from laufzettel.kernel.errors import Conflict, Forbidden, NotFound, Problem, Refused
from laufzettel.platform import api as platform
from laufzettel.portal.computed import labels_of, shown_on_page
from laufzettel.portal.conflict import show_conflict
from laufzettel.portal.drafting import Drafting, next_page, previous_page, visible_pages
from laufzettel.portal.handover import phone_query, with_phone
from laufzettel.portal.question import Question, Slot, question, shown_paths
from laufzettel.portal.uploads import content_of
from laufzettel.submissions import api as submissions

_UPLOADS = "hochladen"
# So long answers that no longer count are kept, in case the change that made them so is undone.
_UNDO = timedelta(hours=1)


@require_safe
def draft(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show the tasks of a long form; else go to the first page that is not finished, or to the check page."""
    drafting = Drafting.of(request, draft_id, now=platform.now())
    state = drafting.state()
    if drafting.package.form.tasks:
        return _show_tasks(request, drafting, state)
    open_pages = [page for page in visible_pages(state) if page.problems]
    if open_pages:
        return redirect("portal:page", draft_id=draft_id, page_key=open_pages[0].key)
    return redirect("portal:check", draft_id=draft_id)


def _show_tasks(request: HttpRequest, drafting: Drafting, state: FormState) -> HttpResponse:
    found = forms.tasks(drafting.package.form, state)
    context = {
        "draft": drafting.draft,
        "service": drafting.package.manifest,
        "tasks": found,
        "done": sum(task.status in ("done", "voluntary") for task in found),
        "is_complete": state.complete,
    }
    return render(request, "portal/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, draft_id: str, page_key: str) -> HttpResponse:
    """Show one question page, or save what was typed on it."""
    return (
        _save_page(request, draft_id, page_key) if request.method == "POST" else _show_page(request, draft_id, page_key)
    )


def _show_page(request: HttpRequest, draft_id: str, page_key: str) -> HttpResponse:
    drafting = with_phone(request, Drafting.of(request, draft_id, now=platform.now()))
    state = _of_page(drafting, page_key)
    page = _visible(state, page_key)
    if not drafting.may_see(page_key):
        return _to_step_up(draft_id, page_key)
    uploads = tuple(Problem(*pair) for pair in request.session.pop(f"{_UPLOADS}:{draft_id}", []))
    shown = question(drafting, state, page, shows_all="pruefen" in request.GET, uploads=uploads)
    return _render(request, drafting, state, shown)


def _render(request: HttpRequest, drafting: Drafting, state: FormState, shown: Question) -> HttpResponse:
    pages = visible_pages(state)
    return render(
        request,
        "portal/page.html",
        {
            "draft": drafting.draft,
            "service": drafting.package.manifest,
            "question": shown,
            "errors": shown.errors,
            "computed": shown_on_page(drafting, state, shown.page.key),
            "step": [page.key for page in pages].index(shown.page.key) + 1,
            "steps": len(pages),
            "comes_from_check": "aendern" in request.GET,
            "shows_all": "pruefen" in request.GET,
            "accepted": concerns_seen(shown.page) if "pruefen" in request.GET else "",
            "kept": drafting.kept,
            "is_task": drafting.package.form.tasks,
            "has_examples": drafting.has_examples,
            "can_sign_in": drafting.actor.kind == "guest" and _knows_fields(shown),
        },
    )


def _knows_fields(shown: Question) -> bool:
    """Say whether an account could fill in something on this page."""
    groups = shown.page.definition.groups if shown.page.definition else ()
    return any(field.prefill for group in groups for field in group.fields)


def _of_page(drafting: Drafting, page_key: str) -> FormState:
    """Return the form around one page; raises `NotFound` for a page that it does not have."""
    if page_key not in {page.key for page in drafting.package.form.pages}:
        raise NotFound(_("Diese Frage gibt es nicht."))
    return drafting.state(only_page=page_key)


def _visible(state: FormState, page_key: str) -> PageState:
    page = state.page(page_key)
    if page is None or not page.visible:
        raise NotFound(_("Diese Frage gehört nicht (mehr) zu Ihren Angaben."))
    return page


def _to_step_up(draft_id: str, page_key: str) -> HttpResponse:
    return redirect(f"{reverse('portal:step_up', args=[draft_id])}?seite={page_key}")


def _save_page(request: HttpRequest, draft_id: str, page_key: str) -> HttpResponse:
    drafting = Drafting.of(request, draft_id, now=platform.now())
    if not drafting.may_see(page_key):
        return _to_step_up(draft_id, page_key)
    before = _of_page(drafting, page_key)
    _visible(before, page_key)
    typed = _read(drafting, page_key, request.POST)
    try:
        _save(drafting, page_key, typed, request.POST)
    except Conflict as conflict:
        return show_conflict(request, drafting, page_key, typed, conflict)
    refused = _take_files(request, drafting)
    if refused:
        request.session[f"{_UPLOADS}:{draft_id}"] = [[problem.path, problem.message] for problem in refused]
    if any(name in request.POST for name in ("hinzufuegen", "streichen", "entfernen")) or request.FILES:
        # Files and items changed the draft itself, so look at it again.
        drafting = Drafting.of(request, draft_id, now=drafting.now)
        return _after_saving(request, drafting, page_key, None, before=before, has_refused=bool(refused))
    return _after_saving(request, drafting, page_key, typed, before=before, has_refused=bool(refused))


def _read(drafting: Drafting, page_key: str, sent: Mapping[str, str]) -> PageInput:
    raw: dict[str, Sequence[str]] = {name: sent.getlist(name) for name in sent}  # type: ignore[attr-defined]
    return forms.read_page(drafting.package.form, page_key, raw, drafting.answers, today=drafting.today)


def _save(drafting: Drafting, page_key: str, page_input: PageInput, sent: Mapping[str, str]) -> None:
    groups = [group.key for group in drafting.package.form.page(page_key).groups]
    answers = {**_forgotten(drafting, page_key), **{key: page_input.answers.get(key) for key in groups}}
    _change_items(answers, sent)
    submissions.save_page(
        actor=drafting.actor,
        draft_id=drafting.draft.id,
        page_key=page_key,
        answers=answers,
        entered=page_input.entered,
        version=_version(drafting, _number(sent.get("fassung", ""))),
        now=drafting.now,
    )


def _version(drafting: Drafting, sent: int) -> int:
    """Return the version that a page was made from: files that came from the phone since do not count."""
    draft = drafting.draft
    return draft.version if draft.typed_version <= sent <= draft.version else sent


def _forgotten(drafting: Drafting, page_key: str) -> dict[str, object]:
    """Return the groups of other pages without answers that have not counted for an hour: then nobody undoes it.

    Nobody but the owner can open a draft, so this happens when they go on with it, not at night.
    """
    if drafting.now - drafting.draft.changed_at < _UNDO:
        return {}
    state, form = drafting.state(), drafting.package.form
    here = {group.key for group in form.page(page_key).groups}
    stale = {path.partition(".")[0] for path in state.removed} & form.groups.keys()
    return {key: state.answers.get(key) or ([] if form.groups[key].repeat else {}) for key in stale - here}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _change_items(answers: dict[str, object], sent: Mapping[str, str]) -> None:
    added = answers.get(sent.get("hinzufuegen", ""))
    if isinstance(added, list):
        added.append({})
    group, _, index = sent.get("streichen", "").partition(".")
    items = answers.get(group)
    if isinstance(items, list) and index.isascii() and index.isdigit() and int(index) < len(items):
        del items[int(index)]


def _take_files(request: HttpRequest, drafting: Drafting) -> list[Problem]:
    refused = []
    removed = request.POST.get("entfernen")
    if removed:
        submissions.remove_attachment(
            actor=drafting.actor, draft_id=drafting.draft.id, attachment_id=removed, now=drafting.now
        )
    for path in request.FILES:
        for upload in request.FILES.getlist(path):
            try:
                submissions.add_attachment(
                    actor=drafting.actor,
                    draft_id=drafting.draft.id,
                    path=path,
                    filename=upload.name or "",
                    content=content_of(upload),
                    now=drafting.now,
                )
            except Refused as refusal:
                refused.append(Problem(path, refusal.message))
    return refused


def _after_saving(
    request: HttpRequest,
    drafting: Drafting,
    page_key: str,
    page_input: PageInput | None,
    *,
    before: FormState,
    has_refused: bool,
) -> HttpResponse:
    here = reverse("portal:page", args=[drafting.draft.id, page_key])
    coming = "&aendern=1" if "aendern" in request.POST else ""
    if "speichern" in request.POST:
        messages.success(request, _("Ihr Entwurf ist gespeichert."))
        return redirect("portal:later", draft_id=drafting.draft.id)
    if "anmelden" in request.POST:
        return _to_step_up(drafting.draft.id, page_key)
    if "zurueck" in request.POST:
        return redirect(_way_back(drafting, page_key))
    if "hinzufuegen" in request.POST:
        return redirect(f"{here}?{coming}{_new_item(drafting, request.POST['hinzufuegen'])}")
    if "streichen" in request.POST or "entfernen" in request.POST:
        return redirect(f"{here}?{coming}")
    if "handy" in request.POST:
        return redirect(f"{here}?{phone_query(request, drafting, request.POST['handy'])}{coming}")
    if "auffrischen" in request.POST:
        return redirect(f"{here}?{coming}#{request.POST['auffrischen'].replace('.', '-')}")
    state = _settled(drafting, page_input, page_key)
    page = _visible(state, page_key)
    _tell_pruned(request, drafting, before, state)
    accepted = request.POST.get("hingenommen", "")
    if has_refused or page.problems or (page.concerns and accepted != concerns_seen(page)):
        return redirect(f"{here}?pruefen=1{coming}")
    seen = set(request.POST.getlist("gezeigt"))
    if seen and shown_paths(page) - seen:
        # Without JavaScript nobody has seen yet what follows from these answers.
        messages.info(request, _("Aus Ihren Angaben folgt etwas Neues auf dieser Seite. Bitte sehen Sie es sich an."))
        return redirect(f"{here}?{coming}")
    if drafting.package.form.tasks and not coming:
        return redirect("portal:draft", draft_id=drafting.draft.id)
    following = None if coming else next_page(state, page_key)
    if following:
        return redirect("portal:page", draft_id=drafting.draft.id, page_key=following.key)
    return redirect("portal:check", draft_id=drafting.draft.id)


def concerns_seen(page: PageState) -> str:
    """Return a mark for the concerns of a page: whoever sends it back has seen exactly these."""
    told = "\n".join(f"{concern.path} {concern.message}" for concern in page.concerns)
    return hashlib.sha256(told.encode()).hexdigest()[:16] if told else ""


def _tell_pruned(request: HttpRequest, drafting: Drafting, before: FormState, now: FormState) -> None:
    """Say which answers no longer count after this change."""
    labels = labels_of(drafting, (path for path in now.removed if path not in before.removed))
    if labels:
        say = _(
            "Nach Ihrer Änderung zählen diese Angaben nicht mehr, wir senden sie nicht mit: {labels}."
            " Nehmen Sie die Änderung innerhalb einer Stunde zurück, sind sie wieder da."
        )
        messages.warning(request, say.format(labels=", ".join(f"„{label}“" for label in labels)))


def _settled(drafting: Drafting, page_input: PageInput | None, page_key: str) -> FormState:
    """Return the form after the registers that this page asks have answered."""
    state = drafting.state(page_input, only_page=page_key)
    asked = drafting.ask_registers(state, page_key=page_key)
    if asked == drafting.draft.look_ups:
        return state
    return drafting.state(page_input, only_page=page_key, look_ups=asked)


def _way_back(drafting: Drafting, page_key: str) -> str:
    if drafting.package.form.tasks:
        return reverse("portal:draft", args=[drafting.draft.id])
    before = previous_page(_of_page(drafting, page_key), page_key)
    if before:
        return reverse("portal:page", args=[drafting.draft.id, before.key])
    return reverse("portal:service", args=[drafting.draft.service_key])


def _new_item(drafting: Drafting, group_key: str) -> str:
    """Return the place on the page where the item that was just added begins."""
    group = drafting.package.form.groups.get(group_key)
    items = drafting.answers.get(group_key)
    if group is None or not isinstance(items, list) or not items:
        return ""
    return f"#{group_key}-{len(items) - 1}-{group.fields[0].key}"


@require_POST
def live(request: HttpRequest, draft_id: str, page_key: str) -> HttpResponse:
    """Answer while somebody types: which fields appear, what is wrong, what it costs; nothing is saved."""
    drafting = Drafting.of(request, draft_id, now=platform.now())
    if not drafting.may_see(page_key):
        raise Forbidden(_("Für diese Seite müssen Sie sich anmelden."))
    page_input = _read(drafting, page_key, request.POST)
    state = _settled(drafting, page_input, page_key)
    page = _visible(state, page_key)
    shown = question(drafting, state, page, shows_all="alle" in request.POST)
    slots = [slot for group in shown.groups for item in group.items for slot in item.slots]
    fresh = [slot for slot in slots if _needs_redraw(slot, request.POST)]
    staying = [slot for slot in slots if slot.control is not None and slot not in fresh]
    context = {
        "fresh": fresh,
        "staying": staying,
        "marked": set(request.POST.getlist("fehler")),
        "errors": shown.errors,
        "shows_all": "alle" in request.POST,
        "computed": shown_on_page(drafting, state, page_key),
        "has_examples": drafting.has_examples,
    }
    return render(request, "portal/live.html", context)


def _needs_redraw(slot: Slot, sent: QueryDict) -> bool:
    """Say whether a field must be drawn anew: it appears or goes, or it only tells something."""
    if (slot.control is not None) != (slot.path in sent.getlist("gezeigt")):
        return True
    return slot.control is not None and slot.control.kind == "info"
