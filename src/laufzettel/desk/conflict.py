"""When somebody else was faster: say so, and keep what was typed."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from laufzettel.cases.api import CaseView, TaskView
from laufzettel.desk.session import show
from laufzettel.kernel.errors import LaufzettelError, NotFound

GONE = "Diese Aufgabe ist nicht mehr offen. Jemand anderes hat sie erledigt."


def conflict_page(
    request: HttpRequest, case: CaseView, problem: LaufzettelError, *, typed: Iterable[tuple[str, str]] = ()
) -> HttpResponse:
    """Show what happened, that nothing was changed, and the text that would otherwise be lost."""
    kept = [(label, text) for label, text in typed if text.strip()]
    return show(request, "conflict.html", {"case": case, "message": problem.message, "typed": kept}, status=409)


def find_task(case: CaseView, task_id: int) -> TaskView:
    """Return an open task of a case; raises `NotFound` when it is done or another case's."""
    found = next((task for task in case.tasks if task.id == task_id), None)
    if found is None:
        raise NotFound(GONE)
    return found
