"""The inbox of the clerk's units, and the way to a case by its number."""

from datetime import date
from typing import Literal
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from laufzettel.cases import api as cases
from laufzettel.cases.api import Filters, InboxRow
from laufzettel.catalogue import api as catalogue
from laufzettel.desk.deadlines import deadline_chip
from laufzettel.desk.session import clerk_page, show
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.organisation import api as organisation
from laufzettel.platform import api as platform

InboxView = Literal["open", "mine", "unassigned", "overdue", "waiting"]
VIEWS: dict[InboxView, tuple[str, str]] = {
    "open": ("offen", "Zu bearbeiten"),
    "mine": ("meine", "Meine"),
    "unassigned": ("frei", "Nicht zugewiesen"),
    "overdue": ("ueberfaellig", "Überfällig"),
    "waiting": ("wartet", "Wartet auf Antragstellende"),
}
_KEYS = {word: key for key, (word, _) in VIEWS.items()}


@require_safe
@clerk_page
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one page of the open tasks of the clerk's units."""
    today = local_date(platform.now())
    filters = _filters(request, actor)
    page = cases.inbox(actor, filters, today=today, after=request.GET.get("ab"))
    units = {unit.key: unit.name for unit in organisation.list_units(actor.municipality)}
    numbers = {
        one.view: one.text for one in cases.counts(actor, today=today, service=filters.service, unit=filters.unit)
    }
    context = {
        "rows": [_row(row, units, today=today, actor=actor) for row in page.rows],
        "views": [_tab(key, filters, numbers[key]) for key in VIEWS],
        "view_title": VIEWS[filters.view][1],
        "word": VIEWS[filters.view][0],
        "filters": filters,
        "services": _services(actor),
        "units": [(key, units[key]) for key in sorted(actor.units) if key in units],
        "next_url": _address(filters, after=page.after) if page.after else "",
        "first_url": _address(filters) if request.GET.get("ab") else "",
        "is_filtered": bool(filters.service or filters.unit),
        "all_url": _address(Filters(view=filters.view)),
    }
    return show(request, "inbox.html", context)


@require_safe
@clerk_page
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a case by its number, its Aktenzeichen or the applicant's name; missing and foreign get the same answer."""
    wanted = request.GET.get("nummer", "").strip()
    found = cases.find_references(actor, wanted)
    if len(found) > 1:
        today = local_date(platform.now())
        hits = [cases.access_case(actor, reference, today=today) for reference in found]
        return show(request, "found.html", {"hits": hits, "wanted": wanted})
    wanted = found[0] if found else wanted
    try:
        case = cases.access_case(actor, wanted, today=local_date(platform.now()))
    except NotFound:
        messages.error(request, f"Den Vorgang „{wanted[:40]}“ gibt es in Ihren Stellen nicht.")
        return redirect("desk:inbox")
    return redirect("desk:case", reference=case.reference)


def _filters(request: HttpRequest, actor: Actor) -> Filters:
    unit = request.GET.get("stelle", "")
    return Filters(
        view=_KEYS.get(request.GET.get("ansicht", ""), "open"),
        service=request.GET.get("leistung", "")[:80],
        unit=unit if unit in actor.units else "",
    )


def _address(filters: Filters, *, after: str | None = None) -> str:
    parts = {
        "ansicht": VIEWS[filters.view][0],
        "leistung": filters.service,
        "stelle": filters.unit,
        "ab": after or "",
    }
    return f"{reverse('desk:inbox')}?{urlencode({key: value for key, value in parts.items() if value})}"


def _tab(key: InboxView, filters: Filters, number: str) -> dict[str, object]:
    target = Filters(view=key, service=filters.service, unit=filters.unit)
    return {
        "title": VIEWS[key][1],
        "number": number,
        "url": _address(target),
        "is_current": key == filters.view,
        "is_urgent": key == "overdue" and number != "0",
    }


def _services(actor: Actor) -> list[tuple[str, str]]:
    titles = {card.key: card.title for card in catalogue.list_services(actor.municipality)}
    return sorted(((key, titles.get(key, key)) for key in cases.services_in(actor)), key=lambda pair: pair[1])


def _row(row: InboxRow, units: dict[str, str], *, today: date, actor: Actor) -> dict[str, object]:
    return {
        "task": row,
        "chip": deadline_chip(row.due_on, today=today),
        "unit": units.get(row.unit, row.unit) if len(actor.units) > 1 else "",
        "is_mine": row.assignee == actor.key,
    }
