"""What the applicant is still asked for, and what deciding all the same means."""

from datetime import datetime

from laufzettel.cases.filing import file_text
from laufzettel.cases.models import Case, Deadline, Query, Task
from laufzettel.kernel.dates import format_de, local_date
from laufzettel.kernel.errors import Invalid, Problem


def check_pending(case: Case, *, despite: bool) -> None:
    """Raise `Invalid` while a question or request to the applicant is open, unless the clerk decides despite it."""
    asks = Task.objects.filter(case=case, word="ask", state=Task.State.OPEN)
    if not despite and (asks.exists() or Query.objects.filter(case=case, state=Query.State.OPEN).exists()):
        text = "Eine Rückfrage ist noch offen. Bestätigen Sie, dass Sie trotzdem entscheiden."
        raise Invalid((Problem("trotz_rueckfrage", text),))


def end_queries(case: Case, *, now: datetime) -> None:
    """End every open question of a case without an answer, with the day by which it was due, and file its end."""
    queries = list(Query.objects.filter(case=case, state=Query.State.OPEN))
    open_days = Deadline.objects.filter(query__in=queries, state=Deadline.State.OPEN)
    open_days.update(state=Deadline.State.CANCELLED)
    Query.objects.filter(pk__in=[query.pk for query in queries]).update(state=Query.State.CANCELLED)
    for query in queries:
        file_text(
            case,
            key=f"query-end:{query.pk}",
            kind="message",
            title="Rückfrage ohne Antwort beendet",
            filename=f"Rueckfrage_{query.pk}_Ende.txt",
            lines=[f"Die Rückfrage vom {format_de(local_date(query.asked_at))} endet ohne Antwort:", query.text],
            public=True,
            now=now,
        )
