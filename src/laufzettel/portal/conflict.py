"""Two windows, one draft: show what differs, and let the person choose."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from laufzettel.engine.forms import FieldState, FormState, PageInput
from laufzettel.kernel.errors import Conflict
from laufzettel.portal.drafting import Drafting

_NOT_KEPT = ("csrfmiddlewaretoken", "fassung", "entfernen", "streichen", "hinzufuegen", "handy")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One question that the two windows answer differently."""

    label: str
    here: str
    saved: str


def show_conflict(
    request: HttpRequest, drafting: Drafting, page_key: str, typed: PageInput, conflict: Conflict
) -> HttpResponse:
    """Show both versions of a page that was changed in another window; what was typed here goes along unsaved."""
    kept = [(name, value) for name in request.POST if name not in _NOT_KEPT for value in request.POST.getlist(name)]
    context = {
        "draft": drafting.draft,
        "service": drafting.package.manifest,
        "page_key": page_key,
        "message": conflict.message,
        "kept": kept,
        "has_files": bool(request.FILES),
        "differences": differences(
            drafting.state(typed, only_page=page_key), drafting.state(only_page=page_key), page_key
        ),
    }
    return render(request, "portal/conflict.html", context, status=409)


def differences(here: FormState, saved: FormState, page_key: str) -> tuple[Difference, ...]:
    """Return the questions of a page whose answers differ between what was typed and what is saved."""
    typed, stored = _fields(here, page_key), _fields(saved, page_key)
    return tuple(
        Difference(
            label=_label(typed.get(path) or stored[path]),
            here=_said(typed.get(path)),
            saved=_said(stored.get(path)),
        )
        for path in (*typed, *(path for path in stored if path not in typed))
        if _said(typed.get(path)) != _said(stored.get(path))
    )


def _fields(state: FormState, page_key: str) -> dict[str, FieldState]:
    page = state.page(page_key)
    groups = page.groups if page else ()
    return {field.path: field for group in groups for item in group.items for field in item.fields if field.shown}


def _label(field: FieldState) -> str:
    number = next((part for part in field.path.split(".") if part.isdigit()), "")
    return f"{field.definition.label} ({int(number) + 1})" if number else field.definition.label


def _said(field: FieldState | None) -> str:
    if field is None:
        return _("nicht gefragt")
    entered = field.entered if isinstance(field.entered, str) else ""
    return field.display or entered or _("Nicht angegeben")
