"""Evidence that is still to come, and evidence that came after the submission."""

from collections.abc import Iterable

from laufzettel.cases.domain import without_numbers
from laufzettel.engine.forms import FormState
from laufzettel.kernel.language import say
from laufzettel.submissions import api as submissions
from laufzettel.submissions.api import AttachmentView, Purpose


def still_missing(missing: Iterable[str], later: Iterable[AttachmentView], form: FormState) -> tuple[Purpose, ...]:
    """Return what was missing at the submission and has not been handed in since, in words."""
    given = {file.path for file in later}
    known = submissions.purposes(form)
    return tuple(
        known.get(path) or _purpose_of_mandate(path) or Purpose(path=path, label="Nachweis", item="")
        for path in missing
        if not given & {path, without_numbers(path)}
    )


def _purpose_of_mandate(path: str) -> Purpose | None:
    is_mandate = path == submissions.EVIDENCE_PATH
    return Purpose(path=path, label=say("Nachweis der Vertretung"), item="") if is_mandate else None


def purpose_of_later(path: str, form: FormState) -> Purpose | None:
    """Return what a file that came later is for; a request of the process names the field without its item."""
    known = submissions.purposes(form)
    if path in known:
        return known[path]
    fitting = (purpose for place, purpose in known.items() if without_numbers(place) == path)
    found = next(fitting, None)
    return Purpose(path=path, label=found.label, item="") if found else _purpose_of_mandate(path)
