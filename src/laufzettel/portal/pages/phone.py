"""The page that a phone opens from the code on the screen: add files to one question, nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from laufzettel.kernel.errors import Refused
from laufzettel.look.controls import Control, ErrorLine
from laufzettel.platform import api as platform
from laufzettel.portal.controls import MEDIA
from laufzettel.portal.session import town_of
from laufzettel.portal.uploads import content_of
from laufzettel.submissions import api as submissions

_FIELD = "dateien"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """Show where to take or choose pictures, or take them in; `code` is the token of the link."""
    now, town = platform.now(), town_of(request).key
    found = submissions.find_handover(token=code, municipality=town, now=now)
    error = ""
    if request.method == "POST":
        sent = request.FILES.getlist(_FIELD)
        try:
            if not sent:
                raise Refused(_("Sie haben keine Datei ausgewählt."))
            taken = submissions.receive_from_phone(
                token=code, municipality=town, files=[(one.name or "", content_of(one)) for one in sent], now=now
            )
        except Refused as refusal:
            error = refusal.message
        else:
            return render(request, "portal/phone_done.html", {"files": taken, "label": found.label})
    control = Control(
        kind="file",
        name=_FIELD,
        label=found.label,
        hint=_("Sie können ein Foto aufnehmen oder Dateien wählen. Ort und Kameradaten entfernen wir aus der Kopie."),
        error=error,
        accept=",".join(MEDIA[kind] for kind in found.rules.accept),
    )
    errors = [ErrorLine(target=_FIELD, message=error)] if error else []
    context = {"control": control, "errors": errors, "until": found.expires_at}
    return render(request, "portal/phone.html", context, status=422 if error else 200)
