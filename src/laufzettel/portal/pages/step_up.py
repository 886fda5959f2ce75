"""Sign in, or sign in more surely, in the middle of a form; the draft waits and is never lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from laufzettel.accounts import api as accounts
from laufzettel.kernel.levels import Level, at_least, highest, level_name
from laufzettel.platform import api as platform
from laufzettel.portal.drafting import Drafting, previous_page
from laufzettel.portal.session import account_of

CHECK = "pruefen"


@never_cache
@require_safe
def step_up(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Say which level the page `seite` of a draft (or sending, `pruefen`) needs, and offer the ways to reach it."""
    drafting = Drafting.of(request, draft_id, now=platform.now())
    state = drafting.state()
    page_key = request.GET.get("seite", "")
    page = state.page(page_key)
    manifest = drafting.package.manifest
    needed: Level = "none"
    if page is not None and page.definition:
        needed = page.definition.level
    elif page_key == CHECK:
        written: Level = "substantial" if manifest.written_form else "none"
        needed = highest((manifest.level_of_assurance, state.level, written))
    target = reverse("portal:page", args=[draft_id, page.key]) if page else reverse("portal:check", args=[draft_id])
    before = previous_page(state, page.key) if page else None
    context = {
        "draft": drafting.draft,
        "service": manifest,
        "page": page,
        "account": account_of(request),
        "needed": needed,
        "level": level_name(needed),
        "own_level": level_name(drafting.actor.level),
        "is_enough": at_least(have=drafting.actor.level, need=needed),
        "offers": accounts.offers(highest((needed, "low"))),
        "return_to": target,
        "before": before,
    }
    return render(request, "portal/step_up.html", context)
