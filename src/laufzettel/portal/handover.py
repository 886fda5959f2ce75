"""The code on the screen that lets a phone add files to a question."""

from dataclasses import replace

import segno
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from laufzettel.kernel.errors import NotFound, Refused
from laufzettel.look.controls import Phone
from laufzettel.portal.drafting import Drafting
from laufzettel.submissions import api as submissions

# The token stands in addresses only: kept in the session, a copy of the database would hold it.
_PATH, _TOKEN = "handy", "zettel"


def phone_query(request: HttpRequest, drafting: Drafting, path: str) -> str:
    """Begin a hand-over for the question at `path` and return the query of the page that shows its code."""
    try:
        token = submissions.hand_over(actor=drafting.actor, draft_id=drafting.draft.id, path=path, now=drafting.now)
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return ""
    return urlencode({_PATH: path, _TOKEN: token})


def with_phone(request: HttpRequest, drafting: Drafting) -> Drafting:
    """Return the draft with the code to show, where the address of the page names one that still counts."""
    token = request.GET.get(_TOKEN, "")
    if not token:
        return drafting
    path = request.GET.get(_PATH, "")
    try:
        found = submissions.find_handover(token=token, municipality=drafting.actor.municipality, now=drafting.now)
    except (NotFound, Refused):
        return replace(drafting, phone_path=path)
    if found.draft_id != drafting.draft.id:
        return drafting
    link = request.build_absolute_uri(reverse("portal:phone", args=[token]))
    phone = Phone(
        link=link,
        picture=segno.make(link, error="m").svg_data_uri(scale=4, border=3, light="#fff"),
        until=found.expires_at,
        here=request.get_full_path(),
    )
    return replace(drafting, phone=phone, phone_path=found.path)
