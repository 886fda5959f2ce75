"""For whom somebody applies: what they can choose at the beginning, and what a draft then holds about it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from laufzettel.accounts import api as accounts
from laufzettel.accounts.api import MandateView
from laufzettel.kernel.errors import NotFound
from laufzettel.kernel.language import say
from laufzettel.look.controls import Option
from laufzettel.portal.session import account_of
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import Represented

SELF, SOMEBODY_NEW = "selbst", "andere"
_MANDATE, _COMPANY = "vollmacht:", "organisation:"


def choices(request: HttpRequest, applicants: Collection[str], *, today: date) -> tuple[Option, ...]:
    """Return for whom the person in front of the screen may begin: what accounts know, and somebody new.

    `applicants` says who may apply for the service at all (see the manifest).
    """
    info = account_of(request)
    found: dict[str, list[Option]] = {
        "self": [Option(value=SELF, label=_("Für mich selbst"))],
        "person": [_option(one) for one in (accounts.list_mandates(info.id, today=today) if info else ())],
        "company": [
            Option(value=f"{_COMPANY}{one.id}", label=one.name, hint=_("Organisation"))
            for one in (accounts.list_companies(info.id) if info else ())
            if one.may_apply
        ],
    }
    somebody = Option(
        value=SOMEBODY_NEW, label=_("Für jemand anderen"), hint=_("Ihr Kind, Betreuung oder mit Vollmacht")
    )
    offered = [option for kind, options in found.items() if kind in applicants for option in options]
    return (*offered, somebody) if "person" in applicants else tuple(offered)


def _option(one: MandateView) -> Option:
    return Option(value=f"{_MANDATE}{one.id}", label=one.name, hint=say(submissions.KINDS[one.kind]))


def acting_for(request: HttpRequest, choice: str, *, today: date) -> dict[str, Any]:
    """Return what a draft holds about a choice; raises `NotFound` for mandates and companies of others."""
    if choice in ("", SELF):
        return {}
    info = account_of(request)
    if info is None:
        raise NotFound
    if choice.startswith(_COMPANY):
        found = next((one for one in accounts.list_companies(info.id) if f"{_COMPANY}{one.id}" == choice), None)
        if found is None or not found.may_apply:
            raise NotFound
        return submissions.for_company(
            company_id=found.id,
            name=found.name,
            register_number=found.register_number,
            is_verified=found.is_verified,
        )
    mandates = accounts.list_mandates(info.id, today=today)
    mandate = next((one for one in mandates if f"{_MANDATE}{one.id}" == choice), None)
    if mandate is None:
        raise NotFound
    return submissions.for_person(represented_by(mandate))


def represented_by(mandate: MandateView) -> Represented:
    """Return the person of a mandate as submissions know them."""
    return Represented(
        kind=mandate.kind,
        given_name=mandate.given_name,
        family_name=mandate.family_name,
        birth_date=mandate.birth_date,
        valid_until=mandate.valid_until,
    )
