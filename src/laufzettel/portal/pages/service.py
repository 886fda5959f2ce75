"""One service: what it is, what it needs, what it costs, and how to begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laufzettel import packages
from laufzettel.accounts import api as accounts
from laufzettel.cases import api as cases
from laufzettel.catalogue import api as catalogue
from laufzettel.catalogue.api import PublishedService
from laufzettel.engine import forms
from laufzettel.engine.texts import format_value
from laufzettel.kernel.dates import add_period, local_date
from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.kernel.levels import at_least, highest, level_name
from laufzettel.kernel.money import say_amount
from laufzettel.organisation import api as organisation
from laufzettel.packages import Package
from laufzettel.platform import api as platform
from laufzettel.portal import acting
from laufzettel.portal.durations import duration_lines
from laufzettel.portal.hours import hours_lines
from laufzettel.portal.pages.easy import easy_url
from laufzettel.portal.pages.paper import short_url
from laufzettel.portal.session import account_of, actor_of, town_of
from laufzettel.portal.structured import structured_service
from laufzettel.submissions import api as submissions


@require_safe
def service(request: HttpRequest, key: str) -> HttpResponse:
    """Show the page of a service, or the paper way where it is not online yet."""
    today = local_date(platform.now())
    try:
        published = catalogue.get_published(town_of(request).key, key, today)
    except NotFound:
        return _paper_way(request, key)
    town = town_of(request)
    package = published.package
    unit = organisation.get_unit(town.key, package.manifest.responsibility.unit)
    fee_text = packages.fee_text(package, today=today)
    return render(
        request,
        "portal/service.html",
        {
            "service": package.manifest,
            "easy_url": easy_url(package),
            "unit": unit,
            "hours": hours_lines(unit),
            "fee_text": fee_text,
            "has_examples": packages.has_examples(package, today=today),
            "parameters": _sources(package, today),
            "level": level_name(package.manifest.level_of_assurance),
            "duration_lines": duration_lines(
                cases.durations(town.key, key, platform.now()), target=package.manifest.target.processing
            ),
            "short_url": short_url(request, catalogue.find_card(town.key, key, on=today)),
            "structured": structured_service(package.manifest, fee_text, unit, town, request.build_absolute_uri("/")),
        },
    )


@dataclass(frozen=True, kw_only=True)
class Source:
    """A value of the service with the place it comes from."""

    title: str
    display: str
    is_text: bool
    starts: date
    cite: str
    url: str
    example: bool


def _sources(package: Package, today: date) -> list[Source]:
    found = []
    for parameter in package.parameters.values():
        dated = parameter.on(today)
        if dated is None:
            continue
        found.append(
            Source(
                title=parameter.title,
                display=_display(parameter.type, dated.value, parameter.unit),
                is_text=parameter.type == "text",
                starts=dated.starts,
                cite=dated.source.cite,
                url=dated.source.url,
                example=dated.example,
            )
        )
    return found


def _display(kind: str, value: object, unit: str) -> str:
    if kind == "money" and isinstance(value, Decimal):
        return say_amount(value)
    if isinstance(value, list):
        return _("Tabelle mit {count} Zeilen").format(count=len(value))
    return f"{format_value(value)} {unit}".strip()


def _paper_way(request: HttpRequest, key: str) -> HttpResponse:
    town = town_of(request)
    card = catalogue.find_card(town.key, key)
    if card is None:
        raise NotFound(_("Diese Leistung kennen wir nicht."))
    offices = [(unit, hours_lines(unit)) for unit in organisation.list_units(town.key) if unit.key in card.units]
    context = {"card": card, "offices": offices, "short_url": short_url(request, card)}
    return render(request, "portal/paper_way.html", context)


@require_safe
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Let people choose how to continue: as a guest or with an account."""
    today = local_date(platform.now())
    published = catalogue.get_published(town_of(request).key, key, today)
    manifest = published.package.manifest
    info = account_of(request)
    return render(
        request,
        "portal/begin.html",
        {
            "service": manifest,
            "needed": manifest.level_of_assurance,
            "level": level_name(manifest.level_of_assurance),
            "account": info,
            "offers": accounts.offers(highest((manifest.level_of_assurance, "low"))),
            "return_to": reverse("portal:begin", args=[key]),
            "for_whom": acting.choices(request, manifest.applicants, today=today),
            "is_enough": bool(info and at_least(have=info.level, need=manifest.level_of_assurance)),
            "guests_allowed": manifest.level_of_assurance == "none" and not manifest.written_form,
            "earlier": _earlier(request, published),
            "deleted_on": add_period(today, manifest.privacy.delete_drafts_after),
        },
    )


@require_POST
def start_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a draft for whom somebody chose and show its first question."""
    choice = request.POST.get("fuer", "")
    if choice == acting.SOMEBODY_NEW:
        return redirect("portal:mandate", key=key)
    return begin_draft(request, key, acting.acting_for(request, choice, today=local_date(platform.now())))


def begin_draft(request: HttpRequest, key: str, acts_for: Mapping[str, Any]) -> HttpResponse:
    """Begin a draft for the person or company of `acts_for` (empty: for oneself) and show its first question."""
    now = platform.now()
    published = catalogue.get_published(town_of(request).key, key, local_date(now))
    manifest = published.package.manifest
    actor = actor_of(request, begins=True)
    if not at_least(have=actor.level, need=manifest.level_of_assurance):
        return redirect("portal:begin", key=key)
    try:
        started = submissions.start_draft(
            actor=actor,
            service_key=key,
            package_ref=published.ref,
            level=actor.level,
            answers=_prefilled(request, published, acts_for),
            acting=acts_for,
            now=now,
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("portal:matters")
    first = published.package.form.pages[0]
    return redirect("portal:page", draft_id=started.draft_id, page_key=first.key)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An answer that the person may take over from an earlier matter."""

    label: str
    service_title: str
    reference: str
    received_at: datetime


def _earlier(request: HttpRequest, published: PublishedService) -> list[Earlier]:
    """Return what could be taken over; nothing for guests."""
    fields = forms.shared_fields(published.package.form)
    found = submissions.earlier_answers(actor_of(request), fields) if account_of(request) else {}
    return [
        Earlier(
            label=fields[name].label,
            service_title=answer.service_title,
            reference=answer.reference,
            received_at=answer.received_at,
        )
        for name, answer in found.items()
    ]


def _prefilled(request: HttpRequest, published: PublishedService, acts_for: Mapping[str, Any]) -> dict[str, object]:
    actor, form = actor_of(request), published.package.form
    account = submissions.account_facts(actor) if account_of(request) else None
    # What somebody said about themselves earlier does not fit for the person or company they act for.
    agreed = "uebernehmen" in request.POST and account is not None and not acts_for
    earlier = submissions.earlier_answers(actor, forms.shared_fields(form)) if agreed else {}
    known = submissions.known_facts(account, acts_for)
    return dict(forms.prefill(form, {}, known, earlier={name: told.value for name, told in earlier.items()}))
