"""Write notes for the record file, and hand a case to another unit."""

from datetime import datetime

from laufzettel.cases import access, domain, running
from laufzettel.cases.events import CaseForwarded, NoteWritten
from laufzettel.cases.models import Case, Note, Task
from laufzettel.kernel.actor import Actor
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import Invalid, Problem, Refused
from laufzettel.organisation import api as organisation
from laufzettel.platform.api import action, defer
from laufzettel.records import api as records


@action("cases.write_note", by=("clerk",))
def write_note(*, reference: str, text: str, actor: Actor, now: datetime) -> NoteWritten:
    """Write a note (Aktenvermerk); a job makes its document and files it. It is never changed again.

    Raises `NotFound` for a foreign case, `Refused` for a closed one, `Invalid` without a text.
    """
    case = access.access_row(actor, reference, lock=True)
    return _add_note(case, text, actor, now)


@action("cases.record_note_filed", by=("system",))
def record_note_filed(*, note_id: int, blob: str, actor: Actor, now: datetime) -> None:
    """File the document of a note; a repeated call changes nothing."""
    note = Note.objects.select_for_update(of=("self",)).select_related("case").get(pk=note_id)
    if note.document_id is not None:
        return
    filed = records.file(
        subject=note.case.subject,
        municipality=note.case.municipality,
        key=f"note:{note.pk}",
        kind="note",
        title=f"Aktenvermerk: {' '.join(note.text.split())[:80]}",
        filename=f"Aktenvermerk_{note.pk}.pdf",
        media_type="application/pdf",
        blob=blob,
        document_on=local_date(note.written_at),
        public=False,
        actor=actor,
        now=now,
    )
    Note.objects.filter(pk=note_id).update(document_id=filed.document_id)
    if note.case.is_finished:
        running.close_later(note.case)


@action("cases.forward", by=("clerk",))
def forward(
    *, reference: str, to_unit: str, reason: str, actor: Actor, now: datetime
) -> tuple[NoteWritten, CaseForwarded]:
    """Hand a case to another unit of the same town; from then on only that unit reaches it, the reason stays in a note.

    Raises `NotFound` for a foreign case or an unknown unit, `Forbidden` for a unit that only has a task here, `Refused`
    for a closed case, the same unit or one without clerks, `Invalid` without a reason.
    """
    case = access.access_whole(actor, reference)
    unit = organisation.get_unit(case.municipality, to_unit)
    if unit.key == case.unit:
        raise Refused("Der Vorgang liegt schon bei dieser Stelle.")
    if not organisation.list_clerks(case.municipality, unit.key):
        raise Refused("Bei dieser Stelle arbeitet noch niemand mit Laufzettel. Wählen Sie eine andere Stelle.")
    if not reason.strip():
        raise Invalid((Problem("grund", "Nennen Sie den Grund."),))
    written = _add_note(case, f"Abgegeben an {unit.name}: {reason.strip()}", actor, now)

    Case.objects.filter(pk=case.pk).update(unit=unit.key, has_news=True)
    Task.objects.filter(case=case, state=Task.State.OPEN, unit=case.unit).update(
        unit=unit.key, assignee="", assignee_name=""
    )
    forwarded = CaseForwarded(
        subject=case.subject, municipality=case.municipality, from_unit=case.unit, to_unit=unit.key
    )
    return written, forwarded


def _add_note(case: Case, text: str, actor: Actor, now: datetime) -> NoteWritten:
    from laufzettel.cases.jobs import file_note

    if case.state != Case.State.OPEN:
        raise Refused("Dieser Vorgang ist abgeschlossen.")
    if not text.strip() or len(text) > domain.LONGEST_TEXT:
        raise Invalid((Problem("text", "Schreiben Sie den Vermerk."),))
    note = Note.objects.create(case=case, text=text.strip(), author=actor.key, author_name=actor.name, written_at=now)
    defer(file_note, note_id=note.pk)
    return NoteWritten(subject=case.subject, municipality=case.municipality, note_id=note.pk)
